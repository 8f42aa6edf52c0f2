"""Vectors that were embedded once, kept by content and model, so that nothing is embedded twice.

LangChain's CacheBackedEmbeddings was considered: it keeps a vector as 8 kB of JSON where this takes 1.5, its file
store writes in place, so that a killed process leaves half a vector that is never read again, and it brings
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

_KEPT_DAYS = 90  # a vector that no build has used for so long is dropped
_DAY = 86_400
_AT_ONCE = 500  # keys in one question to SQLite, which takes 999 in old versions
_PATIENCE = 60  # seconds to wait for another process that writes
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID
"""


class CachedEmbeddings(Embeddings):
    """`embeddings` that look a passage up before they embed it; questions are embedded afresh.

    The vectors live in one SQLite file that any number of processes may share. It is a cache: a damaged one is
    thrown away.
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
        self._is_sound = False  # known once it has been looked at

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embeddings.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, one a text; what is embedded is kept before this returns."""
        vectors: list[list[float]] = self.vectors(texts).tolist()
        return vectors

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of passages, shape (texts, dimensions), float32.

        Raises:
            IndexUnavailable: the model now gives vectors of another size than it did.
        """
        keys = [hashlib.sha256(f"{self._model}\0{text}".encode()).digest() for text in texts]
        found = {} if self._afresh else self._read(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if missing:
            embedded = np.asarray(self._embeddings.embed_documents(list(missing.values())), dtype=np.float32)
            sizes = {vector.size for vector in found.values()} | {embedded.shape[1]}
            if len(sizes) > 1:
                raise IndexUnavailable(
                    f"{self._path} holds vectors of {min(sizes - {embedded.shape[1]})} and of {embedded.shape[1]} dimensions "
                    f"for {self._model!r}; run `tanya index --rebuild`"
                )
            fresh = dict(zip(missing, embedded, strict=True))
            self._write(fresh)
            found |= fresh
        return np.stack([found[key] for key in keys])

    def drop_unused(self) -> None:
        """Forget the vectors that no build has used for ninety days."""
        with self._open() as database:
            database.execute("DELETE FROM vectors WHERE used < ?", (_today() - _KEPT_DAYS,))

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
        if not self._is_sound:
            self._path.parent.mkdir(parents=True, exist_ok=True)
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

    def _remove_if_damaged(self) -> None:
        database = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            sound = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.OperationalError:  # locked, or the disk is full: not damaged
            raise
        except sqlite3.DatabaseError:
            sound = False
        finally:
            database.close()
        if not sound:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


def _today() -> int:
    return int(time.time() // _DAY)
