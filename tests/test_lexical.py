from math import log

import pytest

from knowledge.lexical import LexicalIndex, tokens


@pytest.fixture
def index(tmp_path):
    def build(**texts):
        LexicalIndex.build(tmp_path, "id", list(texts), list(texts.values()))
        return LexicalIndex(tmp_path, "id")

    return build


def test_tokens_are_stems_without_function_words():
    assert tokens("Petani yang memetik kopi", "id") == tokens("petani petik kopi of the", "id")


def test_a_score_is_bm25(index):
    # One of two texts has the word: idf = ln(1 + 1.5/1.5). It is of mean length: tf = 1 / (1.5 + 1) = 0.4.
    assert index(a="kopi", b="hujan").search("kopi", k=2) == pytest.approx({"a": 0.4 * log(2)})


def test_a_rare_word_weighs_more_than_a_common_one(index):
    found = index(a="kopi hujan", b="kopi jalan", c="kopi gudang").search("kopi gudang", k=3)
    assert next(iter(found)) == "c"
    assert found["a"] == found["b"] < found["c"]


def test_a_word_repeated_in_the_question_counts_once(index):
    built = index(a="kopi", b="hujan")
    assert built.search("kopi kopi", k=2) == built.search("kopi", k=2)


def test_inflected_and_colloquial_words_are_found(index):
    assert list(index(a="kerja sama petani", b="hujan").search("kerjasama petaninya", k=2)) == ["a"]


@pytest.mark.parametrize("question", ["teh", "yang dan di", "", "?"])
def test_a_question_without_a_word_of_the_study_finds_nothing(index, question):
    assert index(a="kopi", b="hujan").search(question, k=2) == {}


def test_no_more_entries_than_asked_are_found(index):
    assert len(index(a="kopi", b="kopi", c="kopi").search("kopi", k=2)) == 2


def test_texts_of_function_words_alone_can_be_indexed(index):
    assert index(a="yang dan", b="di").search("kopi", k=2) == {}
