import hashlib
import subprocess
import sys

import numpy as np
import pytest

from knowledge.dense import DenseIndex, changing, check

TEXTS = ["kopi jepang", "kopi jerman", "hujan"]


@pytest.fixture
def folder(tmp_path, embeddings):
    vectors = np.array(embeddings.embed_documents(TEXTS), dtype=np.float32)
    DenseIndex.build(tmp_path / "dense", 3, [vectors[:2], vectors[2:]])
    return tmp_path / "dense"


@pytest.fixture
def dense(folder):
    return DenseIndex(folder, entries=3)


def test_scores_are_cosines(dense, embeddings):
    # Entry 0 has both words, entry 1 one of two: (1 * 1) / (sqrt(2) * sqrt(2)) = 1/2.
    numbers, cosines = dense.search(np.array(embeddings.embed_query("jepang kopi")), k=3)
    assert numbers.tolist() == [0, 1, 2]
    assert cosines == pytest.approx([1, 1 / 2, 0], abs=1e-6)


def test_no_more_than_asked_are_found(dense, embeddings):
    numbers, cosines = dense.search(np.array(embeddings.embed_query("kopi jepang")), k=2)
    assert (numbers.tolist(), cosines.shape) == ([0, 1], (2,))


def test_an_index_with_other_than_the_expected_entries_is_refused(folder):
    with pytest.raises(ValueError, match="holds 3 entries of 4"):
        DenseIndex(folder, entries=4)


def test_a_whole_database_passes_and_a_truncated_one_is_named(folder):
    check(folder)
    database = folder / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
    with pytest.raises(ValueError, match=r"chroma\.sqlite3: "):
        check(folder)


def test_an_index_is_closed_when_nothing_uses_it_and_can_be_opened_again(folder, embeddings):
    for _ in range(3):
        dense = DenseIndex(folder, entries=3)
        assert dense.search(np.array(embeddings.embed_query("hujan")), k=1)[0].tolist() == [2]
        del dense


@pytest.mark.parametrize("entries", [1, 2, 64, 105, 999, 1000, 1500])
def test_opening_changes_no_file_but_those_that_are_named(tmp_path, entries):
    vectors = np.random.default_rng(0).standard_normal((entries, 8)).astype(np.float32)
    DenseIndex.build(tmp_path, entries, [vectors[at : at + 64] for at in range(0, entries, 64)])

    def digests():
        kept = [path for path in sorted(tmp_path.rglob("*")) if path.is_file() and path.name not in changing(entries)]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}

    before = digests()
    assert bool(before) == (entries > 1)
    search = f"DenseIndex(Path({str(tmp_path)!r}), {entries}).search(np.ones(8), 1)"
    for _ in range(2):
        program = f"import numpy as np; from pathlib import Path; from knowledge.dense import DenseIndex; {search}"
        subprocess.run([sys.executable, "-c", program], check=True)
    assert digests() == before
