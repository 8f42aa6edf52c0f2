"""Vectors that were embedded once, kept by content and model, so that nothing is embedded twice.

LangChain's CacheBackedEmbeddings was considered: it keeps a vector as 8 kB of JSON where this takes 2.1, its file
store writes in place, so that a killed process can leave half a vector, which then fails to be read, and it brings
SQLAlchemy with it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.records import IndexUnavailable

KEPT_DAYS = 90  # what has not been used for so long is dropped
_DAY = 86_400
_AT_ONCE = 500  # keys in one question to SQLite, which takes 999 in old versions
_PATIENCE = 60  # seconds to wait for another process that writes
# With a row id: in a table without one SQLite spills rows of this size to pages of their own, 4.7 kB a vector and not 2.1.
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used INTEGER NOT NULL)"


class EmbeddingCache:
    """The vectors of passages, embedded when they are not known yet.

    They live in one SQLite file that any number of processes may share. It is a cache: a damaged one is thrown away.
    """

    def __init__(self, embeddings: Embeddings, model: str, path: Path, *, afresh: bool = False) -> None:
        """Vectors of `embeddings` kept in the file `path`.

        Args:
            embeddings: embeds what is not known.
            model: tells vectors of different models apart.
            path: the SQLite file, made when needed.
            afresh: embed everything anew, and replace what is known.
        """
        self._embeddings = embeddings
        self._model = model
        self._path = path
        self._afresh = afresh
        self._dimensions: int | None = None  # of every vector so far
        self._is_sound = False  # known once it has been looked at

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of `texts`, shape (texts, dimensions), float32; what is embedded is kept before this returns.

        Raises:
            IndexUnavailable: the file cannot be used, or the model now gives vectors of another size than it did.
            ValueError: there are no texts.
        """
        keys = [hashlib.sha256(f"{self._model}\0{text}".encode()).digest() for text in texts]
        found = {} if self._afresh else self._read(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        fresh: dict[bytes, np.ndarray] = {}
        if missing:
            embedded = np.asarray(self._embeddings.embed_documents(list(missing.values())), dtype=np.float32)
            fresh = dict(zip(missing, embedded, strict=True))
        self._refuse_another_size([*found.values(), *fresh.values()])
        if fresh:
            self._write(fresh)
        return np.stack([(found | fresh)[key] for key in keys])

    def drop_unused(self) -> None:
        """Forget the vectors that no build has used for ninety days."""
        with self._open() as database:
            database.execute("DELETE FROM vectors WHERE used < ?", (_today() - KEPT_DAYS,))

    def _refuse_another_size(self, vectors: Iterable[np.ndarray]) -> None:
        for vector in vectors:
            self._dimensions = self._dimensions or vector.size
            if vector.size != self._dimensions:
                raise IndexUnavailable(
                    f"{self._model!r} has vectors of {self._dimensions} and of {vector.size} dimensions in {self._path}; "
                    "run `tanya index --rebuild`, or give the other model another name"
                )

    def _read(self, keys: Iterable[bytes]) -> dict[bytes, np.ndarray]:
        wanted = sorted(keys)
        found: dict[bytes, np.ndarray] = {}
        with self._open() as database:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some)
                found |= {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}
                # A week's grace, so that reading an unchanged study does not write.
                database.execute(
                    f"UPDATE vectors SET used = ? WHERE used < ? AND key IN ({marks})", (_today(), _today() - 7, *some)
                )
        return found

    def _write(self, vectors: Mapping[bytes, np.ndarray]) -> None:
        rows = [(key, vector.tobytes(), _today()) for key, vector in vectors.items()]
        with self._open() as database:
            database.executemany("INSERT OR REPLACE INTO vectors (key, vector, used) VALUES (?, ?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database in a transaction that is kept if all goes well."""
        try:
            if not self._is_sound:
                self._remove_if_damaged()
                self._is_sound = True
            database = sqlite3.connect(self._path, timeout=_PATIENCE)
            try:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = NORMAL")
                database.execute(_TABLE)
                with database:
                    yield database
            finally:
                database.close()
        except (sqlite3.Error, OSError) as error:
            raise IndexUnavailable(
                f"{self._path} cannot be used ({error}); see that there is room, or set TANYA_CACHE_DIR to another folder"
            ) from None

    def _remove_if_damaged(self) -> None:
        from filelock import FileLock

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock"):  # or another process removes what this one has just made anew
            if not _is_sound(self._path):
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _is_sound(path: Path) -> bool:
    database = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        return bool(database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:  # locked, or the disk is full: not damaged
        raise
    except sqlite3.DatabaseError:
        return False
    finally:
        database.close()


def _today() -> int:
    return int(time.time() // _DAY)
