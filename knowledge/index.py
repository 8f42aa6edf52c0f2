"""The index of a study on disk: a cache, immutable, whole or not there at all.

It lives in a directory named by the fingerprint of everything that went into it, is written aside under a lock
and renamed when whole, so any number of processes may read it and none ever sees half of one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from langchain_core.embeddings import Embeddings

from knowledge.dense import DenseIndex
from knowledge.lexical import LexicalIndex
from knowledge.passages import passages
from knowledge.records import IndexUnavailable, Language, Note, Passage, Study

_FORMAT = 1  # raise it when the layout below changes: old indexes are then built anew
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is indexed: a passage, or a note's statement in one language."""

    id: str
    dense: str  # the text that is embedded
    lexical: str  # the text whose words are indexed
    passage: Passage  # where it leads
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The opened index of one study."""

    entries: dict[str, Entry]
    dense: DenseIndex
    lexical: LexicalIndex
    fingerprint: str
    home: Path  # the directory that holds it


def entries(study: Study) -> list[Entry]:
    """What is indexed of `study`: every passage, and every note in both languages."""
    cut = passages(study)
    found = [Entry(f"passage:{number}", p.text, p.text, p) for number, p in enumerate(cut)]
    for note in study.notes:
        home = next(p for p in cut if p.start <= note.quotes[0].start < p.end)
        words = " ".join([*note.statement.values(), *note.terms])
        found += [Entry(f"note:{note.id}:{code}", said, words, home, note) for code, said in note.statement.items()]
    return found


def fingerprint(study: Study, model: str) -> str:
    """Twenty hex digits that change when the text, the notes, the cutting, the model or the layout does."""
    made_of = {
        "format": _FORMAT,
        "entries": [asdict(entry) for entry in entries(study)],
        "language": study.language,
        "model": model,
        "libraries": {name: version(name) for name in ("chromadb", "bm25s")},
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:20]


def open_index(study: Study, embeddings: Embeddings, model: str, cache: Path) -> Index:
    """The index of `study` in `cache`, built first if it is not there.

    Raises:
        IndexUnavailable: the cache cannot be written, or the index in it is damaged.
    """
    mark = fingerprint(study, model)
    home = cache / "indexes" / mark
    found = entries(study)
    if not home.is_dir():
        with _lock(home):
            if not home.is_dir():
                _build(home, found, study.language, embeddings)
    try:
        return Index(
            entries={entry.id: entry for entry in found},
            dense=DenseIndex(home / "dense", embeddings),
            lexical=LexicalIndex(home / "lexical", study.language),
            fingerprint=mark,
            home=home,
        )
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"{home} is damaged ({error}); remove that folder and run `tanya index`") from None


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    """Hold the lock of `home`; only what the file system refuses here is the cache's fault."""
    from filelock import FileLock

    lock = FileLock(home.parent / f"{home.name}.lock")
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        cache, reason = home.parents[1], error.strerror or error
        raise IndexUnavailable(f"{cache} cannot be written ({reason}); set TANYA_CACHE_DIR to a folder that can") from None
    try:
        yield
    finally:
        lock.release()


def _build(home: Path, found: Sequence[Entry], language: Language, embeddings: Embeddings) -> None:
    from tqdm import tqdm

    aside = Path(tempfile.mkdtemp(prefix=f"{home.name}.", suffix=".part", dir=home.parent))
    try:
        ids = [entry.id for entry in found]
        with tqdm(total=len(ids), desc="tanya: index", unit="entry", disable=None, leave=False) as bar:
            for done in DenseIndex.build(aside / "dense", embeddings, ids, [entry.dense for entry in found], _BATCH):
                bar.update(done - bar.n)
        LexicalIndex.build(aside / "lexical", language, ids, [entry.lexical for entry in found])
        aside.replace(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
