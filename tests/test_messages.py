from string import Formatter
from typing import get_args

import pytest

from assistant.answers import Reason
from assistant.form import Form
from assistant.messages import knows, messages, opening, refusal, say
from knowledge import load_study
from knowledge.language import LANGUAGES

KEYS = sorted(messages())
FIELDS = {
    "about": "Jerman",
    "count": "Empat",
    "number": 3,
    "study": "kopi-gayo",
    "date": "2026-01-02",
    "label": "Jepang",
    "model": "ollama:qwen3",
    "words": "Jepang",
    "question": "Apa?",
}


def fields(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_is_said_in_both_languages_with_the_same_fields(key):
    said = messages()[key]
    assert set(said) == set(LANGUAGES)
    assert all(sentence.strip() == sentence != "" for sentence in said.values())
    assert fields(said["id"]) == fields(said["en"]) <= FIELDS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_no_field_is_left_unfilled(key, language):
    assert not {"{", "}"} & set(say(key, language, **FIELDS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", get_args(Reason))
@pytest.mark.parametrize("about", ["", "Jerman"])
def test_every_reason_can_be_said_with_and_without_what_it_is_about(reason, language, about):
    said = refusal(language, reason, about)
    assert said.endswith(".")
    assert "()" not in said
    assert " ." not in said


@pytest.mark.parametrize("form", ["when", "where", "why", "who", "count-of"])
def test_a_refused_detail_can_be_named(form):
    assert form == "count-of" or form in get_args(Form)
    assert knows(form)


def test_every_topic_of_the_shipped_study_has_a_heading():
    assert all(knows(note.topic) for note in load_study().notes)


def test_an_unknown_key_is_no_sentence():
    assert not knows("weather")
    with pytest.raises(KeyError):
        say("weather", "en")


@pytest.mark.parametrize(("verdict", "count"), [(None, None), (None, 0)])
def test_without_verdict_or_count_nothing_stands_before_the_claims(verdict, count):
    assert opening("id", verdict, count) == ""
