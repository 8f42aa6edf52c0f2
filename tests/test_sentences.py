from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import sentence_spans

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


@pytest.mark.parametrize("text", ["Ia menyampaikan tiga hal. Pertama, koordinasi.", "The answer is no. He left."])
def test_a_word_that_abbreviates_before_a_number_ends_a_sentence_elsewhere(text):
    assert len(sentences(text)) == 2
