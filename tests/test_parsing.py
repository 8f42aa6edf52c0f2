"""Sentences out of what a chat model writes."""

import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generative.parsing import LONGEST, sentences, spoken

JAPAN = "Indonesia bermitra dengan Jepang."
INDIA = "Indonesia bermitra dengan India."


def read(text, language="id"):
    return [(written.text, written.numbers) for written in sentences([text], language)]


@pytest.mark.parametrize(
    "text",
    [
        "Indonesia bermitra dengan Jepang [2].",
        "Indonesia bermitra dengan Jepang. [2]",
        "Indonesia bermitra dengan Jepang.[2]",
        "Indonesia bermitra dengan Jepang [2]",
        "Indonesia bermitra dengan Jepang (2).",
        "Indonesia bermitra dengan Jepang².",
        "Indonesia bermitra dengan Jepang [Kalimat 2].",
        "Indonesia bermitra dengan Jepang [^2].",
        "Indonesia bermitra dengan Jepang 【2】.",
        "[2] Indonesia bermitra dengan Jepang.",
        "- Indonesia bermitra dengan Jepang [2].",
        "1. Indonesia bermitra dengan Jepang [2].",
        "## **Indonesia** bermitra dengan `Jepang` [2].",
        "Jawaban: Indonesia bermitra dengan Jepang [2].",
        "Ya, Indonesia bermitra dengan Jepang [2].",
        "Berdasarkan kalimat 2, Indonesia bermitra dengan Jepang [2].",
        "Selain itu, Indonesia bermitra dengan Jepang [2].",
        "Berikut jawabannya:\n\nIndonesia bermitra dengan Jepang [2].",
        "Siapa mitra Indonesia?\nIndonesia bermitra dengan Jepang [2].",
        "<think>Jepang [1]. Atau India?</think>Indonesia bermitra dengan Jepang [2].",
        "</think>\n\nIndonesia bermitra dengan Jepang [2].",
        "<b>Indonesia</b> bermitra dengan Jepang [2].",
    ],
)
def test_a_sentence_is_read_however_it_is_marked(text):
    assert read(text) == [(JAPAN, (2,))]


@pytest.mark.parametrize(
    ("marker", "numbers"),
    [
        ("[1, 2]", (1, 2)),
        ("[1][3]", (1, 3)),
        ("[1] dan [3]", (1, 3)),
        ("[1 dan 3]", (1, 3)),
        ("[2-4]", (2, 3, 4)),
        ("[1] [1]", (1,)),
        ("[99]", (99,)),
        ("", ()),
    ],
)
def test_numbers_are_read_however_they_are_merged(marker, numbers):
    (found,) = sentences([f"Indonesia bermitra dengan Jepang {marker}."], "id")
    assert found.numbers == numbers


def test_a_year_in_brackets_is_no_number_of_a_sentence():
    assert read("Koperasi berdiri pada tahun itu (1998) [1].") == [("Koperasi berdiri pada tahun itu (1998).", (1,))]


def test_a_number_after_the_full_stop_belongs_to_the_sentence_before_it():
    assert read(f"{JAPAN} [2] {INDIA} [3]") == [(JAPAN, (2,)), (INDIA, (3,))]


def test_thoughts_that_never_end_are_no_answer():
    assert read(f"<think>{JAPAN} [2]") == []


def test_a_text_without_words_says_nothing():
    assert read("[1]. ... 🙂 --- \n\n ?") == []


def test_a_sentence_is_given_as_soon_as_the_next_one_begins():
    asked = []

    def pieces():
        for piece in (JAPAN, " [2]", " Indo", "nesia", " bermitra", " dengan India."):
            asked.append(piece)
            yield piece

    (first,) = islice(sentences(pieces(), "id"), 1)
    assert (first.text, first.numbers, asked[-1]) == (JAPAN, (2,), " Indo")


def test_a_text_without_a_full_stop_ends_after_a_while():
    found = list(sentences(("kalimat " for _ in range(10_000)), "id"))
    assert len(found) == 1
    assert len(found[0].text) > LONGEST


@pytest.mark.parametrize("said", ["\n", "1.\n", "Apa itu?\n", "Jawaban:\n", "[1] ", "... "])
def test_a_text_that_states_nothing_ends_after_a_while(said):
    given = iter([said] * 10_000)
    assert list(sentences(given, "id")) == []
    assert len(list(given)) > 5_000


@given(st.integers(0, 10_000))
def test_it_does_not_matter_where_the_pieces_are_cut(seed):
    text = f"<think>x < 3 [1].</think>Jawaban: {JAPAN}[1, 2] Harga Rp. 85.000 per kg (3)\n1. **{INDIA}** [4]–[5] Dr. A hadir."
    drawn, pieces, at = random.Random(seed), [], 0
    while at < len(text):
        length = drawn.randint(1, 7)
        pieces.append(text[at : at + length])
        at += length
    assert list(sentences(pieces, "id")) == list(sentences([text], "id"))


@given(st.lists(st.text(max_size=20), max_size=20))
def test_whatever_is_written_the_reader_does_not_fail(pieces):
    for written in sentences(pieces, "en"):
        assert written.text == written.text.strip()
        assert "\n" not in written.text


@given(st.lists(st.sampled_from(["<think>", "</think>", "<thi", "nk>", "a", "<", ">", " b."]), max_size=12))
def test_what_is_spoken_holds_no_tag_of_thoughts(pieces):
    assert "<think>" not in "".join(spoken(pieces))
