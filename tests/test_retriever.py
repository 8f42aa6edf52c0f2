from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Retriever, StudyError
from knowledge.retriever import fuse

QUESTIONS = [
    ("Siapa saja mitra Indonesia?", 1),
    ("Apa kaitan Asta Gatra dengan ketahanan nasional?", 2),
    ("Apa tantangan diplomasi pertahanan Indonesia?", 3),
    ("Langkah strategis apa yang disarankan?", 4),
    ("Apa peran AOIP?", 5),
    ("Which countries are Indonesia's partners?", 1),
    ("What does strong national resilience need?", 2),
    ("What challenges does Indonesia's defence diplomacy face?", 3),
    ("What are the strategic steps?", 4),
    ("How can Indonesia be an honest broker?", 5),
]


def test_fusing_adds_what_the_words_are_worth_to_the_cosine():
    # Entries 0, 1 and 2 are near; 3 is found by its words alone and counts as near as the last of these.
    numbers, scores = fuse(np.array([0, 1, 2]), np.array([0.9, 0.8, 0.7]), np.array([0, 0.5, 0, 0.25, 0]), worth=0.4)
    # 0.9, 0.8 + 0.2, 0.7, 0.7 + 0.1: from 0.7 to 1.0 stretched to 0 and 1.
    assert numbers.tolist() == [1, 0, 3, 2]
    assert scores == pytest.approx([1, 2 / 3, 1 / 3, 0])


def test_without_words_the_cosine_decides():
    numbers, scores = fuse(np.array([4, 2]), np.array([0.9, 0.8]), np.zeros(5), worth=1)
    assert (numbers.tolist(), scores.tolist()) == ([4, 2], [1, 0])


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=20), st.integers(0, 20), st.floats(0, 5), st.randoms())
def test_fused_scores_fall_from_one_to_nought(cosines, further, worth, random):
    shares = np.array([random.random() for _ in range(len(cosines) + further)])
    numbers, scores = fuse(np.arange(len(cosines)), np.array(cosines), shares, worth)
    assert len(set(numbers.tolist())) == len(numbers) == len(scores) >= len(cosines)
    assert scores[0] == 1
    assert (np.diff(scores) <= 0).all()
    assert ((scores >= 0) & (scores <= 1)).all()


def test_each_passage_is_returned_once_best_first(small):
    hits = small.search("Kopi diekspor ke Jepang", k=10)
    assert sorted(hit.passage.paragraph for hit in hits) == [1, 2, 3, 4]
    assert hits[0].passage.paragraph == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_a_hit_is_a_slice_of_the_study(small):
    for hit in small.search("kopi"):
        assert small.study.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_the_note_that_led_to_a_passage_is_told(small):
    assert small.search("The cooperative builds a warehouse.", k=1)[0].note.id == "warehouse"
    assert small.search("Biji dijemur selama 14 hari", k=1)[0].note is None


def test_evidence_holds_each_passage_and_each_note_once(small):
    found = small.evidence("kopi Jepang")
    pairs = [(e.passage.start, e.note and e.note.id) for e in found]
    assert len(set(pairs)) == len(pairs) == 4 + 3


@pytest.mark.parametrize("k", [1, 2, 4])
def test_no_more_passages_than_asked_are_returned(small, k):
    assert len(small.search("kopi", k=k)) == k


def test_asking_for_more_than_there_is_returns_all_there_is(small):
    assert len(small.search("kopi", k=1000)) == 4


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_no_passages_is_refused(small, k):
    with pytest.raises(ValueError, match=f"k must be 1 or more, found {k}"):
        small.search("kopi", k=k)


@pytest.mark.parametrize("question", ["", " \n", "\u200b\x00"])
def test_an_empty_question_finds_nothing(small, question):
    assert small.search(question) == []


def test_invisible_characters_in_a_question_change_nothing(small):
    assert small.search("\ufeffkopi\u00a0 Jepang\x00") == small.search("kopi Jepang")


@pytest.mark.parametrize(
    "asked", ["kpoi diekpsor ke Jepnag", "kopi diekspor kmn sih gan, jepang yah", "KOPI DIEKSPOR KE JEPANG?!"]
)
def test_slips_and_colloquial_spelling_find_the_same_passage(small, asked):
    assert small.search(asked, k=1)[0].passage == small.search("Kopi diekspor ke Jepang", k=1)[0].passage


def test_the_environment_names_study_and_cache(folder, tmp_path, embeddings, monkeypatch):
    monkeypatch.setenv("TANYA_STUDY", str(folder))
    monkeypatch.setenv("TANYA_CACHE_DIR", str(tmp_path / "elsewhere"))
    opened = Retriever.open(embeddings=embeddings)
    assert opened.study.id == "kopi-gayo"
    assert (tmp_path / "elsewhere" / "indexes").is_dir()


def test_the_name_of_the_model_separates_indexes(folder, tmp_path, embeddings):
    for name in ("one", "two", "one"):
        embeddings.name = name
        Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)
    assert embeddings.embedded == 2 * 10


def test_a_folder_that_is_no_study_is_refused(tmp_path):
    with pytest.raises(StudyError, match=r"text\.md is missing"):
        Retriever.open(tmp_path)


@pytest.mark.parametrize(("question", "paragraph"), QUESTIONS)
def test_a_question_finds_the_paragraph_that_answers_it(retriever, question, paragraph):
    assert retriever.search(question, k=1)[0].passage.paragraph == paragraph


def test_the_same_search_gives_the_same_result(retriever):
    for question, _ in QUESTIONS:
        assert retriever.search(question) == retriever.search(question)


def test_eight_threads_find_what_one_finds(retriever):
    questions = [question for question, _ in QUESTIONS] * 2
    alone = [retriever.search(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(retriever.search, questions)) == alone


def test_a_hit_carries_its_cosine_and_its_share_of_the_words(small):
    question = "Kopi diekspor ke tiga negara."
    best = small.evidence(question)[0]
    assert best.note.id == "markets"
    assert best.cosine == pytest.approx(1, abs=1e-3)  # the note's very words
    assert 0 < best.share <= 1
