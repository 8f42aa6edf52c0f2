import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import cited

from assistant import Abstention, Answer, Claim, Turn
from assistant.answers import Dropped, Writing
from assistant.exchange import Exchange, exchange_as_data, exchange_from_data
from assistant.web.markup import answer_bubble
from knowledge import load_study

NOW = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
SHIPPED = load_study()


@pytest.fixture
def proven(study):
    """An exchange with every kind of field filled."""
    answer = Answer(
        "Ke mana kopi diekspor, dan sejak kapan?",
        "id",
        (Claim("Kopi diekspor ke Jepang.", (1, 2), "entailed"),),
        (cited(study, "Koperasi mengekspor kopi ke Jepang"), cited(study, "Jepang membeli separuh panen", 2)),
        verdict="yes",
        count=3,
        unanswered=(Abstention("detail-not-given", "kapan"),),
        nearest=(study.sentences[0],),
        confidence=0.25,
        writing=Writing("qwen3", "cut-off", (Dropped("Kopi dibakar.", "word not in the quotes: dibakar"),), 2, 3.5, 0.5, 90, 7),
    )
    return Exchange("ke mana kopi diekspor & sejak kapan", answer, NOW)


def through_json(exchange):
    return json.loads(json.dumps(exchange_as_data(exchange)))


def test_an_exchange_comes_back_as_it_was(proven, study):
    assert exchange_from_data(through_json(proven), study) == proven
    assert exchange_as_data(proven) == through_json(proven)  # JSON types already


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Siapa saja mitra Indonesia?", "claims"),
        ("Apakah Jepang mitra Indonesia?", "verdict"),
        ("Ada berapa tantangan diplomasi pertahanan?", "count"),
        ("Apakah Jerman mitra Indonesia?", "nearest"),
        ("Siapa saja mitra Indonesia, dan sejak kapan?", "unanswered"),
        ("halo", "abstention"),
        ("", "abstention"),
        ("a" * 3000, "abstention"),
    ],
)
def test_a_real_answer_comes_back_as_it_was(assistant, question, holds):
    exchange = Exchange(question, assistant.ask(question), NOW)
    assert getattr(exchange.answer, holds)
    assert exchange_from_data(through_json(exchange), assistant.study) == exchange


def test_an_answer_of_a_study_without_notes_comes_back_as_it_was(bare):
    for question in ("Ke mana koperasi mengekspor kopi?", "Siapa presiden Prancis?"):
        exchange = Exchange(question, bare.ask(question), NOW)
        assert exchange.answer.confidence is not None
        assert exchange_from_data(through_json(exchange), bare.study) == exchange


def test_a_conversation_goes_on_from_what_came_back(assistant):
    first = Exchange("Siapa saja mitra Indonesia?", assistant.ask("Siapa saja mitra Indonesia?"), NOW)
    kept = exchange_from_data(through_json(first), assistant.study)
    assert kept.turn == Turn(first.question, first.answer)
    assert assistant.ask("Kalau Jerman?", [kept.turn]) == assistant.ask("Kalau Jerman?", [first.turn])


@pytest.mark.parametrize("asked", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=7)))])
def test_a_time_that_is_not_utc_is_refused(proven, asked):
    with pytest.raises(ValueError, match="a time must be in UTC"):
        replace(proven, asked=asked)


def altered(data, path, value):
    """`data` with `value` under `path`, or without it where `value` is a `del`."""
    head, *rest = path
    if isinstance(data, list):
        return [altered(v, rest, value) if at == head else v for at, v in enumerate(data)] if rest else [*data, value]
    if value is del_ and not rest:
        return {name: v for name, v in data.items() if name != head}
    return data | {head: altered(data[head], rest, value) if rest else value}


del_ = object()
SEVENTH = {"number": 7, "quote": "Koperasi", "paragraph": 1, "start": 24, "end": 32}
CITATION, CLAIM = ("answer", "citations", 0), ("answer", "claims", 0)


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("question",), 7, "'question'"),
        (("question",), del_, "'question'"),
        (("question",), "\ud800", "Invalid JSON"),
        (("asked",), "yesterday", "'asked'"),
        (("asked",), 1700000000, "'asked'"),
        (("asked",), "2026-03-04T05:06:07", "UTC"),
        (("mood",), "good", "'mood'"),
        (("answer", "mood\n"), "good", "answer.mood"),
        (("answer",), "Ya.", "'answer'"),
        (("answer", "language"), "fr", "answer.language"),
        (("answer", "count"), "3", "answer.count"),
        (("answer", "verdict"), "maybe", "answer.verdict"),
        (("answer", "confidence"), 1.5, "confidence is 0 to 1"),
        (("answer", "confidence"), float("nan"), "JSON"),
        (("answer", "confidence"), {1}, "JSON types"),
        (("answer", "claims"), [], "claims or an abstention"),
        (("answer", "abstention"), {"reason": "not-named"}, "claims or an abstention"),
        (("answer", "unanswered", 0, "reason"), "tired", "answer.unanswered.0.reason"),
        ((*CLAIM, "citations"), [], "a claim needs a citation"),
        ((*CLAIM, "citations"), [3], "does not carry"),
        ((*CLAIM, "support"), "faith", "answer.claims.0.support"),
        ((*CITATION, "quote"), "Koperasi mengekspor kopi ke Japang", "citation 1 does not stand at"),
        ((*CITATION, "paragraph"), 2, "citation 1 does not stand at"),
        ((*CITATION, "paragraph"), 0, "citation 1 does not stand at"),
        ((*CITATION, "paragraph"), True, "answer.citations.0.paragraph"),
        ((*CITATION, "start"), -5, "citation 1 does not stand at"),
        ((*CITATION, "end"), 10**9, "citation 1 does not stand at"),
        ((*CITATION[:2], 2), SEVENTH, "numbered from 1"),
        (("answer", "writing"), "qwen3", "answer.writing"),
        (("answer", "writing", "model"), del_, "answer.writing.model"),
        (("answer", "writing", "fault"), "tired", "answer.writing.fault"),
        (("answer", "writing", "key"), "sk-1", "answer.writing.key"),
        (("answer", "writing", "calls"), -1, "counted from 0"),
        (("answer", "writing", "calls"), 1.5, "answer.writing.calls"),
        (("answer", "writing", "seconds"), -0.5, "counted from 0"),
        (("answer", "writing", "seconds"), float("inf"), "JSON"),
        (("answer", "writing", "first"), -0.5, "counted from 0"),
        (("answer", "writing", "output_tokens"), -1, "counted from 0"),
        (("answer", "writing", "dropped", 0, "text"), 7, "answer.writing.dropped.0.text"),
        (("answer", "nearest", 0, "text"), "Koperasi bangkrut.", "is no sentence of 'kopi-gayo'"),
        (("answer", "nearest", 0, "paragraph"), 2, "is no sentence of 'kopi-gayo'"),
        (("answer", "nearest", 0, "end"), 0, "is no sentence of 'kopi-gayo'"),
    ],
)
def test_what_is_not_of_that_form_or_study_is_refused_in_one_line(proven, study, path, value, complaint):
    data = altered(exchange_as_data(proven), path, value)
    with pytest.raises(ValueError, match=complaint) as refused:
        exchange_from_data(data, study)
    assert "\n" not in str(refused.value).replace("\\n", "")


def test_a_quote_that_begins_between_two_sentences_is_refused(proven, study):
    space = cited(study, " Ketuanya Dr. Rahmah Ismail")
    citations = (space, proven.answer.citations[1])
    data = exchange_as_data(replace(proven, answer=replace(proven.answer, citations=citations)))
    with pytest.raises(ValueError, match="citation 1 does not stand"):
        exchange_from_data(data, study)


def test_derived_fields_are_derived_again(proven, study):
    data = altered(exchange_as_data(proven), ("answer", "text"), "Kopi dibakar.")
    assert exchange_from_data(data, study).answer.text == proven.answer.text
    assert exchange_from_data(altered(data, ("answer", "abstained"), del_), study) == proven


def test_an_exchange_of_another_study_is_refused(proven):
    with pytest.raises(ValueError, match=r"citation 1 does not stand at .* of 'diplomasi-pertahanan'"):
        exchange_from_data(exchange_as_data(proven), SHIPPED)


names = st.sampled_from(["question", "answer", "asked", "text"]) | st.text()
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(names, inner),
)


@given(json_values)
def test_nothing_but_an_exchange_is_taken_for_one(data):
    with pytest.raises(ValueError, match=r"\A.*\Z"):
        exchange_from_data(data, SHIPPED)


def test_data_nested_without_end_is_refused():
    endless = []
    for _ in range(100_000):
        endless = [endless]
    with pytest.raises(ValueError, match="JSON types"):
        exchange_from_data({"question": endless}, SHIPPED)


def test_an_exchange_is_checked_in_less_than_a_millisecond(proven, study):
    data = exchange_as_data(proven)
    exchange_from_data(data, study)
    began = time.process_time()
    for _ in range(100):
        exchange_from_data(data, study)
    assert time.process_time() - began < 0.1


def test_any_number_of_sentences_that_stayed_out_is_read_and_shown_in_no_time(proven, study):
    data = exchange_as_data(proven)
    many = altered(data, ("answer", "writing", "dropped"), [{"text": "<b>", "reason": "?:" * 9}] * 20_000)
    began = time.process_time()
    assert "<b>" not in answer_bubble(exchange_from_data(many, study).answer, study)
    assert time.process_time() - began < 5
