import pytest

from assistant import Abstention, Answer, Citation, Claim, Turn
from assistant.coverage import Vocabulary
from assistant.recall import further, homes, others, quoted, repeats, sayers, stated
from knowledge import load_study

VOCABULARY = Vocabulary(load_study())
STUDY = VOCABULARY.study


def turn(*notes, language="id"):
    """A turn whose answer states `notes`, as text with markers."""
    said = (VOCABULARY.note(note).statement[language].removesuffix(".") + " [1]." for note in notes)
    return Turn("?", " ".join(["Ya.", *said]))


def ids(notes):
    return [note.id for note in notes]


def test_the_notes_of_an_answer_are_found_in_either_language():
    assert ids(stated(turn("partners"), STUDY)) == ["partners"]
    assert ids(stated(turn("steps.first", "aoip", language="en"), STUDY)) == ["steps.first", "aoip"]
    assert stated(Turn("?", "Naskah tidak menyebut Jerman."), STUDY) == ()
    assert homes(turn("partners"), STUDY) == (STUDY.sentences[1],)


def test_a_quoted_sentence_is_found_word_for_word():
    sentence = STUDY.sentences[4]
    claim = Claim(sentence.text, (1,), "quote")
    answer = Answer("?", "id", (claim,), (Citation(1, sentence.text, sentence.paragraph, sentence.start, sentence.end),))
    assert quoted(Turn("?", answer), STUDY) == (sentence,)
    assert quoted(Turn("?", sentence.text.replace("kuat", "lemah")), STUDY) == ()


@pytest.mark.parametrize(
    ("said", "before", "more"),
    [
        ("aoip", [], ["abbreviations.aoip", "aoip.role"]),
        ("aoip", ["abbreviations.aoip"], ["aoip.role"]),
        ("partners", [], ["cooperation"]),
        ("asta-gatra", [], ["asta-gatra.correlation"]),
        ("challenges", [], ["challenges.great-powers", "challenges.asean-fragmentation", "challenges.sectoral-ego"]),
        ("resilience.balance", [], []),
    ],
)
def test_what_goes_further_says_something_new_about_the_same_thing(said, before, more):
    claims = further(turn(said), [turn(*before)], "id", VOCABULARY)
    assert [claim.note for claim in claims] == more


@pytest.mark.parametrize(
    ("said", "before", "other"),
    [
        ("success-factors.synergy", [], "success-factors.human-resources"),
        ("challenges.great-powers", [], "challenges"),  # two are left: the whole list
        ("challenges.great-powers", ["challenges.sectoral-ego"], "challenges.asean-fragmentation"),
    ],
)
def test_the_other_one_is_what_is_left_of_the_list(said, before, other):
    assert ids(others(turn(said), [turn(id_) for id_ in before], VOCABULARY)) == [other]


def test_there_is_no_other_one_of_what_no_list_holds():
    assert others(turn("resilience.balance"), [], VOCABULARY) == ()


@pytest.mark.parametrize(("said", "sayer"), [("challenges", "challenges"), ("partners", "study.author")])
def test_whose_words_they_are_is_told_by_the_note_or_by_who_wrote_the_study(said, sayer):
    assert ids(sayers(turn(said), VOCABULARY)) == [sayer]


def test_nobody_is_named_for_what_was_not_said():
    assert sayers(Turn("?", "Halo!"), VOCABULARY) == ()


def test_an_answer_repeats_what_was_all_stated_before():
    statement = VOCABULARY.note("aoip").statement["en"]
    answer = Answer("?", "en", (Claim(statement, (1,), "note"),), (Citation(1, "AOIP", 5, 0, 4),))
    assert repeats(answer, [turn("aoip")], STUDY)
    assert not repeats(answer, [turn("steps")], STUDY)
    assert not repeats(Answer("?", "en", abstention=Abstention("outside-topic")), [turn("steps")], STUDY)
