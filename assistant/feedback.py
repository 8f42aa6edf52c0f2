"""What readers thought of answers: a thumb, perhaps a comment, with the question and the answer, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from assistant.answers import Answer
from assistant.rendering import as_data

Rating = Literal["up", "down"]
MAX_COMMENT = 2000  # characters
_VERSION = 1
_PATIENCE = 10  # seconds to wait while another process writes
_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    token TEXT PRIMARY KEY, at TEXT NOT NULL, rating TEXT NOT NULL CHECK (rating IN ('up', 'down')), comment TEXT NOT NULL,
    question TEXT NOT NULL, answer TEXT NOT NULL, study TEXT NOT NULL, fingerprint TEXT NOT NULL
)
"""


class FeedbackUnavailable(RuntimeError):
    """A store that can be neither read nor written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thumb, and everything that it is about."""

    at: str  # ISO 8601, in UTC
    rating: Rating
    comment: str  # may be empty
    question: str  # as typed
    answer: dict[str, Any]  # as `rendering.as_data` gives it
    study: str  # its id
    fingerprint: str  # of the index that the answer came from


class FeedbackStore:
    """The feedback in the SQLite file `path`, which is made with the first thumb; any number of processes may write."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @classmethod
    def open(cls) -> FeedbackStore:
        """The store that the settings of this process name."""
        from knowledge.settings import Settings

        return cls(Settings.from_environment().data / "feedback.sqlite3")

    def add(self, rating: Rating, question: str, answer: Answer, study: str, fingerprint: str) -> str:
        """Keep a thumb; the token with which alone it can be commented or withdrawn.

        Raises:
            FeedbackUnavailable: the file cannot be written.
        """
        token, at = secrets.token_urlsafe(16), datetime.now(UTC).isoformat(timespec="seconds")
        said = json.dumps(as_data(answer), ensure_ascii=False)
        with self._writing() as connection:
            row = (_digest(token), at, rating, "", _storable(question), _storable(said), study, fingerprint)
            connection.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return token

    def comment(self, token: str, comment: str) -> None:
        """Put `comment`, cut at `MAX_COMMENT` characters, under the thumb of `token`; nothing if there is no such thumb."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE feedback SET comment = ? WHERE token = ?", (_storable(comment[:MAX_COMMENT]), _digest(token))
            )

    def withdraw(self, token: str) -> None:
        """Forget the thumb of `token`; nothing if there is no such thumb."""
        with self._writing() as connection:
            connection.execute("DELETE FROM feedback WHERE token = ?", (_digest(token),))

    def all(self, study: str | None = None, rating: Rating | None = None) -> list[Feedback]:
        """Every thumb, oldest first, of one study or rating only if they are given.

        Raises:
            FeedbackUnavailable: the file cannot be read.
        """
        if not self._path.exists():
            return []
        wanted = "SELECT at, rating, comment, question, answer, study, fingerprint FROM feedback"
        wanted += " WHERE (?1 IS NULL OR study = ?1) AND (?2 IS NULL OR rating = ?2) ORDER BY at, rowid"
        with self._opened() as connection:
            rows = connection.execute(wanted, (study, rating)).fetchall()
        return [
            Feedback(at, kind, comment, asked, json.loads(said), about, index)
            for at, kind, comment, asked, said, about, index in rows
        ]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is carried out whole or not at all."""
        with self._opened() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
            yield connection

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version not in (0, _VERSION):
                    raise FeedbackUnavailable(f"{self._path} was written by another version ({version}); move it aside")
                if version == 0:
                    with FileLock(f"{self._path}.lock"):  # SQLite does not wait for its turn to change the journal's mode
                        connection.execute("PRAGMA journal_mode = WAL")  # so that reading never waits for writing
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise FeedbackUnavailable(
                f"{self._path} cannot be used ({error}); set TANYA_DATA_DIR to a folder of yours"
            ) from None


def _digest(token: str) -> str:
    """What is kept of a token: nobody who reads the file can change a thumb with it."""
    return hashlib.sha256(_storable(token).encode()).hexdigest()


def _storable(text: str) -> str:
    """`text` as UTF-8 can hold it; half a surrogate pair, which JSON can carry, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
