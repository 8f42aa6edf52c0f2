import pytest

from knowledge.dense import DenseIndex


@pytest.fixture
def dense(tmp_path, embeddings):
    texts = {"a": "kopi jepang", "b": "kopi jerman", "c": "hujan"}
    list(DenseIndex.build(tmp_path / "dense", embeddings, list(texts), list(texts.values()), batch=2))
    return DenseIndex(tmp_path / "dense", embeddings)


def test_scores_are_cosines(dense):
    # "a" has both words, "b" one of two: (1 * 1) / (sqrt(2) * sqrt(2)) = 1/2.
    assert dense.search("jepang kopi", k=3) == pytest.approx({"a": 1, "b": 1 / 2, "c": 0}, abs=1e-6)


def test_the_nearest_come_first_and_no_more_than_asked(dense):
    assert list(dense.search("kopi jepang", k=2)) == ["a", "b"]


def test_building_tells_how_many_entries_are_done(tmp_path, embeddings):
    texts = [f"kopi {n}" for n in range(5)]
    assert list(DenseIndex.build(tmp_path, embeddings, ["0", "1", "2", "3", "4"], texts, batch=2)) == [2, 4, 5]
    assert embeddings.embedded == 5


def test_searching_embeds_no_documents(dense, embeddings):
    before = embeddings.embedded
    dense.search("kopi", k=1)
    assert embeddings.embedded == before == 3
