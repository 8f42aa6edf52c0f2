import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge import IndexUnavailable, embedding_cache
from knowledge.embedding_cache import EmbeddingCache

TEXTS = ["kopi", "hujan", "jalan rusak"]


@pytest.fixture
def cached(embeddings, tmp_path):
    return EmbeddingCache(embeddings, "hashing", tmp_path / "cache" / "embeddings.sqlite3")


def test_the_vectors_are_those_of_the_model(cached, embeddings):
    assert cached.vectors(TEXTS) == pytest.approx(np.array(embeddings.embed_documents(TEXTS)))
    assert (cached.vectors(TEXTS).shape, cached.vectors(TEXTS).dtype) == ((3, 256), np.float32)


def test_nothing_is_embedded_twice(cached, embeddings, tmp_path):
    first = cached.vectors(TEXTS)
    again = EmbeddingCache(embeddings, "hashing", tmp_path / "cache" / "embeddings.sqlite3").vectors([*TEXTS, "gudang"])
    assert embeddings.embedded == 4
    assert again[:3].tolist() == first.tolist()


def test_a_text_that_comes_twice_is_embedded_once(cached, embeddings):
    vectors = cached.vectors(["kopi", "hujan", "kopi"])
    assert embeddings.embedded == 2
    assert vectors[0].tolist() == vectors[2].tolist()


def test_models_do_not_share_vectors(cached, embeddings, tmp_path):
    cached.vectors(TEXTS)
    EmbeddingCache(embeddings, "other", tmp_path / "cache" / "embeddings.sqlite3").vectors(TEXTS)
    assert embeddings.embedded == 6


def test_embedding_afresh_replaces_what_is_known(cached, embeddings, tmp_path):
    cached.vectors(TEXTS)
    EmbeddingCache(embeddings, "hashing", tmp_path / "cache" / "embeddings.sqlite3", afresh=True).vectors(TEXTS)
    assert embeddings.embedded == 6


def test_what_was_embedded_before_a_failure_is_kept(cached, embeddings):
    cached.vectors(TEXTS[:2])
    embeddings.limit = 2
    with pytest.raises(RuntimeError):
        cached.vectors(TEXTS)
    embeddings.limit = None
    cached.vectors(TEXTS)
    assert embeddings.embedded == 2 + 1 + 1  # the failed one counts


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_truncated_file_is_thrown_away(cached, embeddings, tmp_path, size):
    path = tmp_path / "cache" / "embeddings.sqlite3"
    expected = cached.vectors(TEXTS).tolist()
    path.write_bytes(path.read_bytes()[:size])
    assert EmbeddingCache(embeddings, "hashing", path).vectors(TEXTS).tolist() == expected


def test_threads_share_the_file(cached):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: cached.vectors([f"kopi {n % 4}", "hujan"]).tolist(), range(32)))
    assert found[0] == found[4]


def test_vectors_that_no_build_uses_are_dropped(cached, embeddings, monkeypatch):
    today = embedding_cache._today()
    cached.vectors(["kopi", "hujan"])
    monkeypatch.setattr(embedding_cache, "_today", lambda: today + 60)
    cached.vectors(["kopi"])
    monkeypatch.setattr(embedding_cache, "_today", lambda: today + 100)
    cached.drop_unused()
    cached.vectors(["kopi"])
    assert embeddings.embedded == 2
    cached.vectors(["hujan"])
    assert embeddings.embedded == 3


def test_a_vector_takes_four_bytes_a_number(cached, tmp_path):
    cached.vectors(["kopi"])
    with sqlite3.connect(tmp_path / "cache" / "embeddings.sqlite3") as database:
        assert database.execute("SELECT length(vector) FROM vectors").fetchall() == [(4 * 256,)]
    database.close()


class Eight:
    """A model of eight dimensions under the name of another."""

    def embed_documents(self, texts):
        return [[1.0] * 8 for _ in texts]


def test_a_vector_of_another_size_is_refused_and_not_kept(cached, embeddings, tmp_path):
    cached.vectors(["kopi"])
    path = tmp_path / "cache" / "embeddings.sqlite3"
    for texts in (["kopi", "hujan"], ["hujan"]):
        other = EmbeddingCache(Eight(), "hashing", path)
        other.vectors(["kopi"])
        with pytest.raises(IndexUnavailable, match=r"vectors of 256 and of 8 dimensions .*`tanya index --rebuild`"):
            other.vectors(texts)
    assert EmbeddingCache(embeddings, "hashing", path).vectors(["hujan"]).shape == (1, 256)
    assert EmbeddingCache(Eight(), "hashing", path, afresh=True).vectors(["kopi", "hujan"]).shape == (2, 8)


def test_a_file_that_cannot_be_used_is_named_with_what_to_do(embeddings, tmp_path):
    (tmp_path / "embeddings.sqlite3").mkdir()
    with pytest.raises(IndexUnavailable, match=r"embeddings\.sqlite3 cannot be used .* TANYA_CACHE_DIR"):
        EmbeddingCache(embeddings, "hashing", tmp_path / "embeddings.sqlite3").vectors(["kopi"])
