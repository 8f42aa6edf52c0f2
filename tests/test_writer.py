"""How a chat model is asked: retried, left alone, ended."""

import httpx
import pytest
from world import ScriptedModel

from assistant import Turn
from assistant.answers import DraftClaim, Dropped
from assistant.generative import writer as module
from assistant.generative.faults import ModelFault
from assistant.generative.parsing import LONGEST
from assistant.generative.writer import FAILURES, Account, GenerativeWriter
from assistant.question import parse

QUESTION = parse("Ke mana kopi diekspor?")
JAPAN = "Koperasi mengekspor kopi ke Jepang [1]."
REFUSED = httpx.ConnectError("refused")


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "_BACK_OFF", {"initial": 0.001, "max": 0.002, "jitter": 0.001})


@pytest.fixture
def over(study):
    """The sentences that the model is offered, and their study."""
    return [sentence for sentence in study.sentences if "mengekspor" in sentence.text], study


def asked(model, over, account=None):
    return list(GenerativeWriter(model, "scripted").write(QUESTION, *over, account or Account()))


def test_a_sentence_becomes_a_claim(over):
    assert asked(ScriptedModel(script=[JAPAN]), over) == [DraftClaim("Koperasi mengekspor kopi ke Jepang.", (over[0][0].span,))]


def test_the_costs_of_a_call_are_counted(over):
    account = Account()
    asked(ScriptedModel(script=[JAPAN]), over, account)
    assert (account.calls, account.input_tokens, account.output_tokens) == (1, 10, 6)
    assert account.seconds > 0


def test_a_call_that_cannot_begin_is_made_again(over):
    model = ScriptedModel(script=[REFUSED, REFUSED, JAPAN])
    assert len(asked(model, over)) == 1
    assert len(model.heard) == 3


def test_after_three_attempts_it_is_a_fault(over):
    model = ScriptedModel(script=[REFUSED])
    with pytest.raises(ModelFault, match="no-server"):
        asked(model, over)
    assert len(model.heard) == 3


def test_what_cannot_pass_is_not_tried_again(over):
    model = ScriptedModel(script=[TimeoutError()])
    with pytest.raises(ModelFault, match="time-out"):
        asked(model, over)
    assert len(model.heard) == 1


def test_a_stream_that_breaks_off_is_not_begun_again(over):
    model = ScriptedModel(script=[[JAPAN, " Koperasi", httpx.RemoteProtocolError("closed")], JAPAN])
    with pytest.raises(ModelFault, match="cut-off"):
        asked(model, over)
    assert len(model.heard) == 1


def test_a_stream_that_ends_in_the_middle_of_a_sentence_without_a_reason_was_broken_off(over):
    with pytest.raises(ModelFault, match="cut-off"):
        asked(ScriptedModel(script=["Koperasi mengekspor kopi ke"], ends=False), over)


def test_a_model_that_never_tells_why_it_ends_is_taken_at_its_full_stop(over):
    assert len(asked(ScriptedModel(script=[JAPAN], ends=False), over)) == 1


def test_a_model_that_fails_again_and_again_is_left_alone_for_a_while(over, monkeypatch):
    monkeypatch.setattr(module, "REST", 0.2)
    model = ScriptedModel(script=[TimeoutError()] * FAILURES + [JAPAN])
    writer = GenerativeWriter(model, "scripted")
    for _ in range(FAILURES):
        with pytest.raises(ModelFault, match="time-out"):
            list(writer.write(QUESTION, *over, Account()))
    with pytest.raises(ModelFault, match="resting"):
        list(writer.write(QUESTION, *over, Account()))
    assert len(model.heard) == FAILURES
    module.time.sleep(0.25)
    assert len(list(writer.write(QUESTION, *over, Account()))) == 1


def test_questions_that_are_too_long_for_a_model_are_no_reason_to_leave_it_alone(over):
    from langchain_core.exceptions import ContextOverflowError

    writer = GenerativeWriter(ScriptedModel(script=[ContextOverflowError()] * (FAILURES + 1) + [JAPAN]), "scripted")
    for _ in range(FAILURES + 1):
        with pytest.raises(ModelFault, match="too-long-for-model"):
            list(writer.write(QUESTION, *over, Account()))
    assert len(list(writer.write(QUESTION, *over, Account()))) == 1


def test_readers_who_stop_are_no_reason_to_leave_a_model_alone(over):
    writer = GenerativeWriter(ScriptedModel(script=[f"{JAPAN} {JAPAN} Lagi."]), "scripted")
    for _ in range(FAILURES + 1):
        growing = writer.write(QUESTION, *over, Account())
        next(growing)
        growing.close()
    assert list(writer.write(QUESTION, *over, Account()))


def test_who_stops_listening_ends_the_call(over):
    model = ScriptedModel(script=[f"{JAPAN} " + "Koperasi membangun gudang [1]. " * 100])
    growing = GenerativeWriter(model, "scripted").write(QUESTION, *over, Account())
    next(growing)
    growing.close()
    assert model.pieces < 12


def test_a_model_that_repeats_itself_is_stopped(over):
    model = ScriptedModel(script=[f"{JAPAN} " * 1000])
    assert len(asked(model, over)) == 1
    assert model.pieces < 30


def test_a_model_that_never_ends_a_sentence_is_stopped(over):
    model = ScriptedModel(script=["kopi " * 10_000])
    (dropped,) = asked(model, over)
    assert dropped.reason == "too long for a sentence"
    assert model.pieces < 200


def test_a_model_that_goes_on_and_on_is_stopped(over):
    model = ScriptedModel(script=[" ".join(f"Koperasi nomor {n} membangun gudang besar." for n in range(500))])
    assert len(asked(model, over)) == 8
    assert model.pieces < 100


def test_a_call_that_takes_too_long_is_ended(over, monkeypatch):
    monkeypatch.setattr(module, "LONGEST_CALL", 0.05)
    with pytest.raises(ModelFault, match="time-out"):
        asked(ScriptedModel(script=["kata " * 50], pause=0.01), over)


def test_a_follow_up_is_read_without_thoughts_and_only_so_far(over):
    history = [Turn("Apa yang diekspor?", "Kopi diekspor [1].")]
    model = ScriptedModel(script=["<think>Ke mana?</think>Ke mana kopi diekspor?", "kata " * 10_000])
    writer = GenerativeWriter(model, "scripted")
    assert writer.standalone("Ke mana?", history, "id", Account()).strip() == "Ke mana kopi diekspor?"
    assert len(writer.standalone("Ke mana?", history, "id", Account())) < LONGEST + 10
    assert model.pieces < 1000


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "   \n ",
        "Maaf, saya tidak dapat menjawab pertanyaan itu.",
        "I'm sorry, I can't help with that.",
        "Saya adalah model bahasa. [1]",
        "```json\n{}\n```",
        "Naskah tidak menyebutkan hal itu.",
        "Kopi Kopi Kopi Kopi Kopi.",
    ],
)
def test_refusals_and_chatter_are_no_claims(reply, over):
    assert all(isinstance(found, Dropped) for found in asked(ScriptedModel(script=[reply]), over))


def test_what_did_not_pass_is_told_with_its_reason(over):
    model = ScriptedModel(script=[JAPAN])
    list(GenerativeWriter(model, "scripted").write(QUESTION, *over, Account(), [Dropped("Kopi ke Mars.", "name: Mars")]))
    assert "- Kopi ke Mars. (name: Mars)" in model.heard[0][-1].text
