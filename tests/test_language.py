import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import clean, detect, either, forms, is_known, stem, words


@given(st.text())
def test_cleaning_twice_changes_no_more_than_once(text):
    assert clean(clean(text)) == clean(text)


def test_cleaning_drops_what_cannot_be_seen_and_composes_the_rest():
    assert clean(" a\u200bb\u00a0\tc\x00 ﬁ e\u0301 ") == "a b c fi é"


def test_words_are_lower_case_without_hyphen_and_clitic():
    assert words("Negara-negara ASEAN’s outlook") == ["negara", "negara", "asean", "outlook"]


@pytest.mark.parametrize(("one", "other"), [("memperkuat", "penguatan"), ("meningkatkan", "tingkat"), ("countries", "country")])
def test_inflections_of_one_word_share_a_form(one, other):
    assert forms(one) & forms(other)


@given(st.text().flatmap(lambda text: st.sampled_from(words(text) or ["a"])))
def test_a_word_is_one_of_its_own_forms(word):
    assert word in forms(word)


def test_stems_are_those_of_the_language():
    assert (stem("memetik", "id"), stem("strategies", "en")) == ("petik", "strategi")


def test_the_dictionaries_know_words_of_both_languages_and_no_slips():
    assert [is_known(word) for word in ("kebijakan", "policy", "kebijkaan")] == [True, True, False]


def test_a_word_class_holds_both_languages():
    assert {"yang", "the"} <= either("function")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Apa peran AOIP?", "id"),
        ("What is the role of AOIP?", "en"),
        ("Siapa?", "id"),
        ("Who?", "en"),
        ("Indonesia menjalin kemitraan dengan Australia.", "id"),
        ("Indonesia has a partnership with Australia.", "en"),
    ],
)
def test_the_language_of_a_short_text_is_told(text, language):
    assert detect(text) == language
    assert detect(text, default="en" if language == "id" else "id") == language


@pytest.mark.parametrize("default", [None, "id", "en"])
def test_a_text_without_letters_is_in_the_default_language(default):
    assert detect("123 ...?", default) == default
