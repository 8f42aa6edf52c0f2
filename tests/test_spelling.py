import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling import Spelling

WORDS = {"pertahanan": 9, "diplomasi": 7, "kapal": 3, "kapak": 1, "jepang": 5, "memperkuat": 2, "broker": 1, "negara": 4}


@pytest.fixture(scope="module")
def spelling():
    return Spelling(WORDS, "id")


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("pertahannan", "pertahanan"),  # a letter doubled
        ("pertaahnan", "pertahanan"),  # two swapped
        ("prtahanan", "pertahanan"),  # one left out
        ("jeoang", "jepang"),  # the key beside
        ("fiplomasi", "diplomasi"),  # the first letter
        ("kapsl", "kapal"),
        ("apakha", "apakah"),  # words that ask are words too
    ],
)
def test_a_slip_of_the_finger_is_mended(spelling, slip, meant):
    assert spelling.correct(slip, "id") == meant


@pytest.mark.parametrize("word", ["kapal", "kapan", "memperkuatnya", "gajah", "qwrtzx", "kpl", "2024", "kopi"])
def test_a_word_of_the_text_or_of_a_dictionary_or_near_nothing_stays(spelling, word):
    assert spelling.correct(word, "id") == word


def test_of_equally_near_words_the_commonest_is_meant(spelling):
    assert spelling.correct("kapaw", "id") == "kapan"  # grammar first
    assert spelling.correct("kpal", "id") == "kapal"


def test_mending_leaves_spaces_case_and_punctuation(spelling):
    assert spelling.mend("  Apa  “pertahannan” Jepang,\tIndonesia?") == "  Apa  “pertahanan” Jepang,\tIndonesia?"


def test_a_question_in_another_language_is_mended_by_its_dictionary(spelling):
    assert spelling.mend("What does the accidebt mean for the goverment of Jepnag?").split()[3:] == [
        *("accident", "mean", "for", "the", "government", "of", "jepang?")
    ]


@given(st.text())
def test_mending_takes_any_text_and_mends_it_once(text):
    mender = Spelling(WORDS, "id")
    once = mender.mend(text)
    assert mender.mend(once) == once or len(once.split()) == len(text.split())
