from math import log

import pytest

from knowledge.lexical import LexicalIndex, tokens


@pytest.fixture
def index(tmp_path):
    def build(*texts):
        LexicalIndex.build(tmp_path, "id", texts)
        return LexicalIndex(tmp_path, "id")

    return build


def test_tokens_are_stems_without_function_words():
    assert tokens("Petani yang memetik kopi", "id") == tokens("petani petik kopi of the", "id")


def test_a_score_is_the_share_of_the_question_that_an_entry_holds(index):
    # One of two texts has the word and is of mean length, so BM25 is idf / (1.2 + 1), and idf is all there is to have.
    assert index("kopi", "hujan").scores("kopi") == pytest.approx([1 / 2.2, 0])


def test_a_word_that_no_entry_holds_lowers_the_share_of_all(index):
    built = index("kopi", "hujan")
    # Held by one of two: idf = ln(1 + 1.5 / 1.5); by none: ln(1 + 2.5 / 0.5).
    assert built.scores("kopi gayo") == pytest.approx([log(2) / 2.2 / (log(2) + log(6)), 0])


def test_a_rare_word_weighs_more_than_a_common_one(index):
    first, second, third = index("kopi hujan", "kopi jalan", "kopi gudang").scores("kopi gudang")
    assert first == second < third


def test_a_word_repeated_in_the_question_counts_once(index):
    built = index("kopi", "hujan")
    assert built.scores("kopi kopi").tolist() == built.scores("kopi").tolist()


def test_words_that_only_ask_count_nothing_unless_nothing_else_is_said(index):
    built = index("kopi siapa", "kopi hujan", "siapa")
    assert built.scores("Siapa petani kopi?").tolist()[0] == pytest.approx(built.scores("petani kopi").tolist()[0])
    assert built.scores("siapa")[2] > 0


def test_inflected_and_colloquial_words_are_found(index):
    assert index("kerja sama petani", "hujan").scores("kerjasama petaninya")[0] > 0


@pytest.mark.parametrize("question", ["gajah", "yang dan di", "", "?"])
def test_a_question_without_a_word_of_the_study_scores_nothing(index, question):
    assert index("kopi", "hujan").scores(question).tolist() == [0, 0]


def test_texts_of_function_words_alone_can_be_indexed(index):
    assert index("yang dan", "di").scores("kopi").tolist() == [0, 0]


def test_the_spelling_of_the_entries_mends_questions(index):
    assert index("Petani memetik kopi.", "hujan").spelling.mend("Siapa petanni?") == "Siapa petani?"


def test_the_index_is_mapped_into_memory(index):
    assert type(index("kopi", "hujan")._bm25.scores["data"]).__name__ == "memmap"
