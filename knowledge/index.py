"""The index of a study: what is in it, how it is built, and how it is opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge import dense
from knowledge.embedding_cache import KEPT_DAYS, EmbeddingCache
from knowledge.lexical import LexicalIndex
from knowledge.passages import MAX_CHARACTERS, passages
from knowledge.records import IndexUnavailable, Note, Passage, Study
from knowledge.store import Damaged, Facts, Held, Store

_FORMAT = 2  # raise it when the layout below changes: old indexes are then built anew
_RULES = ("language.py", "lexical.py", "lexicon.yaml", "passages.py")  # what cuts texts and takes words from them
_BATCH = 64  # entries embedded and stored at once
_SAMPLE = 1000  # vectors from which the spread of cosines is taken
_UNKNOWN = "qqqqq"  # a word that is looked for everywhere
_LEAST_SPREAD = 0.005  # of a study of one sentence, or of entries that are all alike


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is indexed: a passage, or a note's statement in one language."""

    dense: str  # the text that is embedded
    lexical: str  # the text whose words are indexed
    passage: Passage  # where it leads
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The opened index of one study; `entries[n]` is entry number n of both searches."""

    entries: Sequence[Entry]
    dense: dense.DenseIndex
    lexical: LexicalIndex
    spread: float  # the standard deviation of the cosine of two entries: the scale on which this model tells texts apart
    held: Held

    @property
    def folder(self) -> Path:
        """The directory that holds it."""
        return self.held.folder


def entries(study: Study) -> list[Entry]:
    """What is indexed of `study`: every passage, and every note in both languages."""
    cut = passages(study)
    found = [Entry(p.text, p.text, p) for p in cut]
    for note in study.notes:
        home = next(p for p in cut if p.start <= note.quotes[0].start < p.end)
        said = " ".join([*note.statement.values(), *note.terms])
        found += [Entry(statement, said, home, note) for statement in note.statement.values()]
    return found


def fingerprint(study: Study, model: str) -> str:
    """Twenty hex digits that change when the text, the notes, the rules, the model, a library or the layout does."""
    made_of = {
        **_facts(study, model),
        "text": hashlib.sha256(study.text.encode()).hexdigest(),
        "notes": [asdict(note) for note in study.notes],
        "language": study.language,
        "cut": MAX_CHARACTERS,
        "rules": [hashlib.sha256(resources.files("knowledge").joinpath(file).read_bytes()).hexdigest() for file in _RULES],
    }
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:20]


def ensure_index(study: Study, embeddings: Embeddings, model: str, cache: Path, *, rebuild: bool = False) -> Held:
    """The folder of the index of `study`, checked; built first if it is not there or is damaged.

    What was embedded before is not embedded again. Older indexes of the same study and model, and those of studies
    that are gone, are removed unless they are in use.

    Args:
        study: what is indexed.
        embeddings: called only if something must be embedded.
        model: the name that tells `embeddings` apart from others.
        cache: the directory of indexes and vectors.
        rebuild: embed and build everything anew.

    Raises:
        IndexUnavailable: the cache cannot be written, or what lies there was made by another model or version.
    """
    name = fingerprint(study, model)
    store = Store(cache / "indexes", lambda folder: dense.check(folder / "dense"))
    held = None
    if not rebuild:
        with suppress(Damaged):
            held = store.open(name)
    if held is None:
        vectors = EmbeddingCache(embeddings, model, cache / "embeddings.sqlite3", afresh=rebuild)
        changing = dense.changing(len(found := entries(study)))
        store.build(name, lambda folder: _write(folder, study, found, vectors, model), changing=changing, again=rebuild)
        with suppress(Damaged):
            held = store.open(name)
        if held is None:
            raise IndexUnavailable(f"{cache / 'indexes' / name} was built and is gone or damaged; try again")
        made = held.facts
        store.remove_unused(lambda facts, idle: facts != made and _is_old(facts, idle, study, model))
        vectors.drop_unused()
    for fact, expected in _facts(study, model).items():
        if held.facts.get(fact) != expected:
            raise _another(study, held.folder, fact, held.facts.get(fact), expected)
    return held


def open_index(study: Study, embeddings: Embeddings, model: str, cache: Path, *, rebuild: bool = False) -> Index:
    """The index of `study` in `cache`, ready to search; see `ensure_index`."""
    held = ensure_index(study, embeddings, model, cache, rebuild=rebuild)
    vector = np.asarray(embeddings.embed_query(study.id))
    if vector.size != held.facts["dimensions"]:
        raise _another(study, held.folder, "dimensions", held.facts["dimensions"], vector.size)
    found = entries(study)
    try:
        index = Index(
            entries=found,
            dense=dense.DenseIndex(held.folder / "dense", len(found)),
            lexical=LexicalIndex(held.folder / "lexical", study.language),
            spread=held.facts["spread"],
            held=held,
        )
        # The graph, the words and the dictionaries are read now, not at the first question, which took 0.5 s longer.
        index.dense.search(vector, 1)
        index.lexical.spelling.mend(_UNKNOWN)
        return index
    except (OSError, ValueError) as error:
        raise IndexUnavailable(f"{held.folder} cannot be opened ({error}); {_remedy(study)}") from None


def _another(study: Study, folder: Path, fact: str, found: Any, expected: Any) -> IndexUnavailable:
    return IndexUnavailable(f"{folder} has {fact} {found!r}, not {expected!r}; {_remedy(study)}")


def _remedy(study: Study) -> str:
    return f"run `tanya index --rebuild --study {study.folder}`, or open it with `rebuild=True`"


def _facts(study: Study, model: str) -> Facts:
    """What must be the same for an index to be this study's."""
    libraries = {name: version(name) for name in ("chromadb", "bm25s", "PyStemmer", "sentencex")}
    return {"format": _FORMAT, "study": study.id, "model": model, "libraries": libraries}


def _is_old(facts: Facts, idle: float, study: Study, model: str) -> bool:
    """Whether an index is of an earlier state of `study`, of a study that is gone, or has not been opened for long."""
    folder = facts.get("folder")
    same = (folder, facts.get("model")) == (str(study.folder), model)
    return same or folder is None or not Path(folder).is_dir() or idle > KEPT_DAYS


def _write(folder: Path, study: Study, found: Sequence[Entry], vectors: EmbeddingCache, model: str) -> Facts:
    sample: list[np.ndarray] = []
    dense.DenseIndex.build(folder / "dense", len(found), _embedded(found, vectors, sample))
    LexicalIndex.build(folder / "lexical", study.language, [entry.lexical for entry in found])
    return {
        **_facts(study, model),
        "folder": str(study.folder),
        "entries": len(found),
        "dimensions": sample[0].shape[1],
        "spread": _spread(np.concatenate(sample)),
    }


def _embedded(found: Sequence[Entry], cache: EmbeddingCache, sample: list[np.ndarray]) -> Iterator[np.ndarray]:
    """The vectors of the entries, batch by batch; `sample` receives some of every batch."""
    from tqdm import tqdm

    few = max(1, _BATCH * _SAMPLE // max(len(found), _SAMPLE))
    with tqdm(total=len(found), desc="tanya: index", unit="entry", disable=None, leave=False) as bar:
        for start in range(0, len(found), _BATCH):
            vectors = cache.vectors([entry.dense for entry in found[start : start + _BATCH]])
            sample.append(vectors[:few].copy())  # a view would keep the whole batch
            yield vectors
            bar.update(len(vectors))


def _spread(vectors: np.ndarray) -> float:
    """The standard deviation of the cosine of two of the `vectors`, by the quartiles, so that equal texts do not count."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    first, second = np.random.default_rng(0).integers(0, len(vectors), (2, 20 * _SAMPLE))
    pairs = np.einsum("nd,nd->n", vectors[first], vectors[second])[first != second]
    low, high = np.quantile(pairs, (0.25, 0.75)) if len(pairs) else (0, 0)
    return max(float(high - low) / 1.349, _LEAST_SPREAD)
