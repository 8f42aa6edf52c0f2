import random
from dataclasses import replace

import pytest
from world import ScriptedModel

from assistant import Assistant, Claim, Turn
from assistant.answers import Writing
from assistant.generative.writer import GenerativeWriter
from assistant.suggestions import examples, suggest
from knowledge import load_study
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

STUDY = load_study()
QUESTIONS = load_questions(STUDY, SHIPPED)


def after(assistant, *questions):
    """What is suggested when these questions have been asked, one after another."""
    turns = []
    for question in questions:
        turns.append(Turn(question, assistant.ask(question, turns)))
    return suggest(assistant, turns[-1].answer, turns, QUESTIONS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Siapa saja mitra Indonesia?", "Dalam bidang apa saja kemitraan Indonesia berlangsung?"),
        ("What challenges are there?", "What is the key to making defence diplomacy more effective?"),
        ("Apakah Indonesia bermitra dengan Jerman?", "Negara mana saja yang menjadi mitra Indonesia?"),
    ],
)
def test_what_leads_on_from_an_answer_is_suggested_in_its_language(assistant, question, first):
    found = after(assistant, question)
    assert (found[0], len(found)) == (first, 3)


def test_after_a_courtesy_the_study_suggests_where_to_begin(assistant):
    assert len(after(assistant, "Terima kasih")) == 3


def test_what_was_asked_or_said_is_not_suggested_again(assistant):
    first = after(assistant, "Siapa saja mitra Indonesia?")
    again = after(assistant, "Siapa saja mitra Indonesia?", first[0])
    assert first[0] not in again
    assert "Negara mana saja yang menjadi mitra Indonesia?" not in again


@pytest.mark.parametrize("seed", range(6))
def test_a_reader_who_follows_suggestions_is_always_answered(assistant, seed):
    drawn = random.Random(seed)
    question, turns = drawn.choice([q.question for q in QUESTIONS if not q.history]), []
    for step in range(5):
        answer = assistant.ask(question, turns)
        turns.append(Turn(question, answer))
        assert step == 0 or not answer.abstained, [turn.question for turn in turns]
        suggested = suggest(assistant, answer, turns, QUESTIONS)
        assert 2 <= len(suggested) <= 3
        question = drawn.choice(suggested)


def test_a_study_without_notes_and_questions_suggests_nothing(bare):
    answer = bare.ask("Berapa lama biji dijemur?")
    assert suggest(bare, answer, [Turn("Berapa lama biji dijemur?", answer)]) == ()
    assert examples(bare.study, (), "id") == {}


@pytest.mark.parametrize("language", ["id", "en"])
def test_there_are_examples_for_every_topic(language):
    found = examples(STUDY, QUESTIONS, language)
    assert len(found) == len(STUDY.topics) == 8
    assert all(len(asked) == 2 for asked in found.values())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("note", STUDY.notes, ids=lambda note: note.id)
def test_the_question_of_every_note_is_answered_by_that_note(assistant, note, language):
    answer = assistant.ask(note.question[language])
    stated = note.statement[language] in [claim.text for claim in answer.claims]
    cited = all(any(c.start <= quote.start and quote.end <= c.end for c in answer.citations) for quote in note.quotes)
    assert answer.language == language
    assert stated or (answer.claims and cited), answer.text


def test_every_note_has_a_short_label_in_both_languages():
    assert all(0 < len(note.label[code].split()) <= 4 for note in STUDY.notes for code in ("id", "en"))


class Forbidden(ScriptedModel):
    """Fails the test that lets it be asked."""

    def _stream(self, *_, **__):
        pytest.fail("a suggestion called the chat model")


def test_after_an_answer_by_a_chat_model_the_same_is_suggested_and_no_model_is_called(assistant, retriever):
    question = "Siapa saja mitra Indonesia?"
    plain = assistant.ask(question)
    claim = Claim("Australia, Jepang, India, dan Prancis adalah mitra Indonesia.", (1,), "entailed")
    written = replace(plain, claims=(claim,), writing=Writing("scripted"))
    writing = Assistant(retriever, GenerativeWriter(Forbidden(script=[]), "scripted"))
    expected = suggest(assistant, plain, [Turn(question, plain)], QUESTIONS)
    assert suggest(writing, written, [Turn(question, written)], QUESTIONS) == expected
