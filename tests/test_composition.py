"""A chat model behind the gate: what readers see of it, whatever it writes."""

from collections.abc import Sequence

import httpx
import pytest
from langchain_core.messages import BaseMessage
from world import ScriptedModel

from assistant import Assistant, Turn
from assistant.answers import Dropped
from assistant.generative import writer as module
from assistant.generative.writer import GenerativeWriter

EXPORTS = "Koperasi mengekspor kopi ke Jepang, Jerman, dan Kanada."
JAPAN = "Jepang membeli separuh panen."
WHERE = "Apakah koperasi mengekspor kopi ke Jepang?"
CURATED = "Kopi diekspor ke tiga negara [1]."


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(module, "_BACK_OFF", {"initial": 0.001, "max": 0.002, "jitter": 0.001})


@pytest.fixture
def written(small):
    """Opens an assistant over the small study whose chat model says what is given."""

    def open_(*script, **more):
        model = ScriptedModel(script=list(script), **more)
        return Assistant(small, GenerativeWriter(model, "scripted")), model

    return open_


def test_what_is_proven_is_shown_in_the_models_words(written):
    assistant, model = written("Koperasi mengekspor kopi ke Jepang [9]. Jepang membeli separuh panen [9].")
    answer = assistant.ask(WHERE)
    assert answer.text == "Koperasi mengekspor kopi ke Jepang [1]. Jepang membeli separuh panen [2]."
    assert [claim.support for claim in answer.claims] == ["entailed", "quote"]
    assert all(assistant.study.text[c.start : c.end] == c.quote for c in answer.citations)
    assert answer.writing.model == "scripted"
    assert (answer.writing.fault, answer.writing.dropped, answer.writing.calls) == (None, (), 1)
    assert len(model.heard) == 1


def test_what_is_not_proven_is_dropped_with_its_reason_and_asked_for_once_more(written):
    assistant, model = written(
        "Koperasi mengekspor kopi ke Jepang. Koperasi mengekspor kopi ke Prancis.", "Koperasi mengekspor kopi ke Kanada."
    )
    answer = assistant.ask(WHERE)
    assert answer.text == "Koperasi mengekspor kopi ke Jepang [1]. Koperasi mengekspor kopi ke Kanada [1]."
    assert answer.writing.dropped == (Dropped("Koperasi mengekspor kopi ke Prancis.", "name not in the quotes: Prancis"),)
    assert "Koperasi mengekspor kopi ke Prancis. (name not in the quotes: Prancis)" in model.heard[1][-1].text
    assert answer.writing.calls == 2


def test_there_is_one_repair_and_then_the_curated_answer(written):
    assistant, model = written("Koperasi mengekspor kopi ke Prancis.")
    answer = assistant.ask(WHERE)
    assert answer.text == CURATED
    assert answer.writing.fault == "unproven"
    assert len(model.heard) == 2


def test_a_sentence_that_is_true_and_no_answer_is_not_shown_alone(written):
    assistant, _ = written("Biji dijemur selama 14 hari.")
    answer = assistant.ask(WHERE)
    assert answer.text == CURATED
    assert answer.writing.dropped == (Dropped("Biji dijemur selama 14 hari.", "beside the question"),)


def test_a_sentence_that_leads_up_to_the_answer_is_shown_with_it(written):
    assistant, _ = written(f"Biji dijemur selama 14 hari. {EXPORTS}")
    growing = list(assistant.stream(WHERE))
    assert [len(answer.claims) for answer in growing] == [2, 2]
    assert growing[-1].text == f"Biji dijemur selama 14 hari [1]. {EXPORTS[:-1]} [2]."


def test_the_answer_grows_as_each_sentence_passes(written):
    assistant, model = written(f"{EXPORTS} {JAPAN} Koperasi membangun gudang.")
    growing = assistant.stream(WHERE)
    first = next(growing)
    given = model.pieces
    assert [claim.text for claim in first.claims] == [EXPORTS]
    assert given < 12
    *_, last = growing
    assert len(last.claims) == 3
    assert last.writing.first <= last.writing.seconds


def test_a_question_that_the_study_does_not_answer_is_never_put_to_the_model(written):
    assistant, model = written("Koperasi mengekspor kopi ke Jepang.")
    for question in ("Apakah kopi diekspor ke Prancis?", "Siapa presiden Prancis?", "halo", "", "asdf qwer"):
        answer = assistant.ask(question)
        assert answer.abstained
        assert answer.writing is None
    assert model.heard == []


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ([httpx.ConnectError("refused")], "no-server"),
        ([TimeoutError()], "time-out"),
        ([[EXPORTS, " Jepang", httpx.RemoteProtocolError("closed")]], "cut-off"),
        ([RuntimeError("what is this")], "failed"),
        ([""], "unproven"),
    ],
)
def test_whatever_goes_wrong_the_curated_answer_stands_with_the_reason(written, script, fault):
    assistant, _ = written(*script)
    answer = assistant.ask(WHERE)
    assert answer.text == CURATED
    assert answer.writing.fault == fault


def test_half_an_answer_gives_way_to_the_whole_curated_one(written):
    assistant, _ = written([f"{JAPAN} {EXPORTS} ", "Koperasi", httpx.RemoteProtocolError("closed")])
    growing = list(assistant.stream(WHERE))
    assert len(growing[0].claims) == 2
    assert growing[-1].text == CURATED


def test_a_repair_that_fails_takes_nothing_away(written):
    assistant, _ = written(f"{EXPORTS} Koperasi mengekspor kopi ke Prancis.", TimeoutError())
    answer = assistant.ask(WHERE)
    assert [claim.text for claim in answer.claims] == [EXPORTS]
    assert answer.writing.fault is None


def test_a_dead_server_costs_later_readers_nothing(written):
    assistant, model = written(TimeoutError())
    faults = [assistant.ask(WHERE).writing.fault for _ in range(5)]
    assert faults == ["time-out"] * 3 + ["resting"] * 2
    assert len(model.heard) == 3


def test_a_study_without_notes_is_written_about_too(bare):
    model = ScriptedModel(script=["Biji kopi dijemur selama 14 hari."])
    assistant = Assistant(bare._retriever, GenerativeWriter(model, "scripted"))
    answer = assistant.ask("Berapa hari biji dijemur?")
    assert not answer.abstained
    assert answer.confidence is not None
    assert answer.writing is not None


def test_a_yes_stands_only_before_what_affirms_the_question(assistant):
    def verdict(reply):
        model = ScriptedModel(script=[reply])
        return Assistant(assistant._retriever, GenerativeWriter(model, "m")).ask("Apakah Indonesia bermitra dengan Jepang?")

    assert (
        verdict("Ya, Indonesia menjalin kemitraan dengan Jepang.").text == "Ya. Indonesia menjalin kemitraan dengan Jepang [1]."
    )
    assert verdict("Indonesia menjalin kemitraan dengan Australia.").verdict is None


def test_the_answers_to_parts_are_one_answer_with_the_costs_of_both(assistant):
    def reply(messages: Sequence[BaseMessage]) -> str:
        wanted = "partner" if "partner" in messages[-1].text.rpartition("Question:")[2] else "challenge"
        told = {
            "partner": "Indonesia has partnerships with Japan.",
            "challenge": "Destianto highlights the sectoral ego of domestic agencies, among other challenges.",
        }
        return told[wanted]

    both = Assistant(assistant._retriever, GenerativeWriter(ScriptedModel(script=reply), "m"))
    answer = both.ask("Who are Indonesia's partners and what challenges does defence diplomacy face?")
    assert len(answer.claims) == 2
    assert answer.writing.calls == 2
    assert answer.writing.input_tokens == 20


def test_a_follow_up_is_written_out_by_the_model_and_taken_if_nothing_is_new_in_it(assistant):
    def reply(messages: Sequence[BaseMessage]) -> str:
        alone = messages[0].text.startswith("Anda menulis ulang")
        return "Apakah Indonesia bermitra dengan India?" if alone else "Indonesia menjalin kemitraan dengan India."

    model = ScriptedModel(script=reply)
    told = Assistant(assistant._retriever, GenerativeWriter(model, "m"))
    history = [Turn("Siapa saja mitra Indonesia?", assistant.ask("Siapa saja mitra Indonesia?"))]
    answer = told.ask("Kalau India?", history)
    assert answer.question == "Apakah Indonesia bermitra dengan India?"
    assert answer.text == "Ya. Indonesia menjalin kemitraan dengan India [1]."
    assert answer.writing.calls == 2


@pytest.mark.parametrize("reply", ["Apakah Indonesia bermitra dengan Rusia dan India?", "", TimeoutError()])
def test_else_the_rule_serves(assistant, reply):
    history = [Turn("Siapa saja mitra Indonesia?", assistant.ask("Siapa saja mitra Indonesia?"))]
    told = Assistant(assistant._retriever, GenerativeWriter(ScriptedModel(script=[reply]), "m"))
    assert told.ask("Kalau India?", history).question == assistant.ask("Kalau India?", history).question


def test_what_it_cost_to_write_a_question_out_is_told_where_it_is_refused(assistant):
    model = ScriptedModel(script=["Apakah Indonesia bermitra dengan Jerman?"])
    told = Assistant(assistant._retriever, GenerativeWriter(model, "m"))
    history = [Turn("Siapa saja mitra Indonesia?", assistant.ask("Siapa saja mitra Indonesia?"))]
    answer = told.ask("Kalau Jerman?", history)
    assert answer.abstained
    assert (answer.writing.calls, answer.writing.fault, answer.writing.input_tokens) == (1, None, 10)


def test_a_question_that_stands_on_its_own_is_not_written_out(assistant):
    model = ScriptedModel(script=["Indonesia menjalin kemitraan dengan Jepang."])
    told = Assistant(assistant._retriever, GenerativeWriter(model, "m"))
    told.ask("Siapa saja mitra Indonesia?", [Turn("Apa peran AOIP?", assistant.ask("Apa peran AOIP?"))])
    assert len(model.heard) == 1


def test_the_model_is_told_in_the_readers_language_what_the_notes_say_of_a_sentence(assistant):
    model = ScriptedModel(script=["Indonesia has partnerships with Japan."])
    Assistant(assistant._retriever, GenerativeWriter(model, "m")).ask("Who are Indonesia's partners?")
    line = next(line for line in model.heard[0][-1].text.splitlines() if "Prancis" in line)
    assert "Indonesia menjalin kemitraan" in line
    assert " = Indonesia has partnerships with various countries, such as Australia, Japan, India and France." in line


def test_and_whom_a_pronoun_of_it_stands_for(assistant):
    model = ScriptedModel(script=["Menurut Destianto, sinergi antarinstansi menjadi kunci efektivitas diplomasi pertahanan."])
    Assistant(assistant._retriever, GenerativeWriter(model, "m")).ask("Apa kunci efektivitas diplomasi pertahanan?")
    lines = model.heard[0][-1].text.splitlines()
    assert " = Menurut Destianto," in next(line for line in lines if "Menurutnya" in line)
    assert " = " not in next(line for line in lines if "Prancis" in line)
