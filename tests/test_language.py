from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import clean, detect, either, forms, is_known, sentence_spans, standardise, stem, words, written_out

languages = st.sampled_from(["id", "en"])
# Free text seldom holds an end of a sentence, so half of it is put together from what makes them difficult.
pieces = ["Dr.", "hlm.", "3.5", "1945.", "ASEAN.", "B.", "Ia", "pergi.", "(Tabel 2).", "“Ya.”", "…", "\n", "\r\n", "\n\n"]
texts = st.text() | st.lists(st.sampled_from(pieces)).map(" ".join)


def sentences(text, language="id"):
    return [text[span.start : span.end] for span in sentence_spans(text, language)]


@given(texts, languages)
def test_sentences_together_hold_every_character_but_white_space(text, language):
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())


@given(texts, languages)
def test_sentences_are_in_order_and_begin_and_end_with_no_white_space(text, language):
    spans = sentence_spans(text, language)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(sentence == sentence.strip() != "" for sentence in sentences(text, language))


@pytest.mark.parametrize(
    "sentence",
    [
        "Prof. Dr. Budi Santoso hadir.",
        "Lihat hlm. 12 dan Jl. Merdeka No. 5.",
        "Harganya Rp. 3.500 saja.",
        "Menurut B. J. Habibie hal itu benar.",
        "A. H. Nasution menulis buku.",
        "Kapal itu milik PT. Pindad.",
        "Anggaran naik 3.5 persen.",
        "Rapat dimulai pukul 10.30.",
        "Ia merdeka pada 1945.",
        "Indonesia anggota ASEAN.",
        "Ia pergi (lihat Tabel 2).",
        "Pasal itu memuat ayat (1).",
        "“Kita bisa.”",
        '"Kita bisa."',
        "Ia berkata, “Kita bisa!” lalu pergi.",
        "Ini baris\nyang patah.",
        "Saya ... mungkin.",
        "Pangan, sandang, dsb. dan papan dibagikan.",
        "Benarkah?",
    ],
)
@pytest.mark.parametrize("following", ["Indonesia ikut.", "Ia pulang."])
def test_an_indonesian_sentence_ends_at_its_end_only(sentence, following):
    assert sentences(f"{sentence} {following}") == [sentence, following]


def test_an_english_sentence_ends_at_its_end_only():
    assert sentences("Dr. Smith met Mr. Jones. They spoke.", "en") == ["Dr. Smith met Mr. Jones.", "They spoke."]


def test_a_blank_line_ends_a_sentence_without_a_full_stop():
    assert sentences("Judul tanpa titik\n\nIsi.") == ["Judul tanpa titik", "Isi."]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_nothing_has_no_sentences(text):
    assert sentences(text) == []


@given(st.text())
def test_cleaning_twice_changes_no_more_than_once(text):
    assert clean(clean(text)) == clean(text)


def test_cleaning_drops_what_cannot_be_seen_and_composes_the_rest():
    assert clean(" a\u200bb\u00a0\tc\x00 ﬁ e\u0301 ") == "a b c fi é"


def test_words_are_lower_case_without_hyphen_and_clitic():
    assert words("Negara-negara ASEAN’s outlook") == ["negara", "negara", "asean", "outlook"]


def test_colloquial_spellings_are_written_out():
    assert standardise("Negara2 yg gmn?") == ["negara", "yang", "bagaimana"]


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


@pytest.mark.parametrize("text", ["Ia menyampaikan tiga hal. Pertama, koordinasi.", "The answer is no. He left."])
def test_a_word_that_abbreviates_before_a_number_ends_a_sentence_elsewhere(text):
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gmn peran aoip sih gan", "Bagaimana peran aoip?"),
        ("Yg mana mitra RI yah?", "Yang mana mitra RI?"),
        ("wat r the partners plz", "What are the partners?"),
        ("GMN PERAN AOIP", "Bagaimana PERAN AOIP?"),
        ("peran AOIP", "Peran AOIP"),  # no question
        ("Apa itu Indo-Pasifik?", "Apa itu Indo-Pasifik?"),
        ("What is the U.S. policy on G-20?", "What is the U.S. policy on G-20?"),
        ("Siapa Dr. Rahmah Ismail?", "Siapa Dr. Rahmah Ismail?"),
        ("R&D di KL", "R&D di KL"),
        ("Siapa Ho Chi Min?", "Siapa Ho Chi Min?"),
        ("", ""),
    ],
)
def test_a_hurried_question_is_written_out_and_names_are_left_alone(typed, written):
    assert written_out(typed) == written


def test_a_compound_or_an_initial_is_no_colloquial_word():
    assert standardise("Indo-Pasifik, G-20 dan W. R. Supratman") == [
        *("indo", "pasifik", "g", "20", "dan", "w", "r", "supratman")
    ]


@given(st.text())
def test_any_text_can_be_written_out(text):
    assert isinstance(written_out(text), str)
