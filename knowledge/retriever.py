"""Find passages: run dense and lexical search, fuse, cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.index import Entry, Index, open_index
from knowledge.language import clean
from knowledge.records import Evidence, Study
from knowledge.settings import Settings
from knowledge.study import load_study

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

# Share of BM25 in the fused score. On wiki-id 0.1 is best for encyclopedia text and 0.3 for news full of names.
LEXICAL_WEIGHT = 0.2
_DEPTH = 100  # entries taken from each search before fusing


class Retriever:
    """Search over one study; safe to share between threads."""

    def __init__(self, study: Study, index: Index) -> None:
        self.study = study
        self._index = index

    @classmethod
    def open(
        cls,
        study: str | Path | None = None,
        *,
        cache: str | Path | None = None,
        embeddings: Embeddings | None = None,
    ) -> Retriever:
        """The retriever of the study folder `study`, the shipped one by default; builds its index on first use.

        Args:
            study: a study folder; TANYA_STUDY, else the shipped study.
            cache: where indexes are kept; TANYA_CACHE_DIR, else the user's cache directory.
            embeddings: LangChain embeddings with unit vectors; the bundled multilingual-e5-small by default.

        Raises:
            StudyError: the folder cannot be used.
            IndexUnavailable: the index can be neither read nor built.
        """
        from knowledge.embedding import StudyEmbeddings

        settings = Settings.from_environment()
        loaded = load_study(study if study is not None else settings.study)
        used = embeddings if embeddings is not None else StudyEmbeddings()
        model = getattr(used, "name", type(used).__qualname__)
        return cls(loaded, open_index(loaded, used, model, Path(cache or settings.cache).expanduser()))

    @property
    def location(self) -> Path:
        """The directory that holds the index."""
        return self._index.home

    def search(self, question: str, k: int = 5) -> list[Evidence]:
        """The `k` passages nearest to `question`, each once, best first; `note` is the note that led there.

        Raises:
            ValueError: `k` is below 1.
        """
        if k < 1:
            raise ValueError(f"k must be 1 or more, found {k!r}")
        depth = max(_DEPTH, 4 * k)
        while True:
            best: dict[int, Evidence] = {}
            for evidence in self.evidence(question, depth):
                best.setdefault(evidence.passage.start, evidence)
            if len(best) >= k or depth >= len(self._index.entries):
                return list(best.values())[:k]
            depth *= 4  # many notes lead to few passages

    def evidence(self, question: str, depth: int = _DEPTH) -> list[Evidence]:
        """The passages and notes nearest to `question`, each passage and each note once, best first."""
        question = clean(question)
        if not question:
            return []
        depth = min(depth, len(self._index.entries))
        fused = fuse(self._index.dense.search(question, depth), self._index.lexical.search(question, depth))
        found: dict[tuple[int, str], Evidence] = {}
        for id_ in sorted(fused, key=lambda id_: (-fused[id_], id_)):
            entry: Entry = self._index.entries[id_]
            key = (entry.passage.start, entry.note.id if entry.note else "")
            found.setdefault(key, Evidence(entry.passage, fused[id_], entry.note))
        return list(found.values())

    def as_langchain(self, k: int = 5) -> BaseRetriever:
        """This retriever as a LangChain retriever of the `k` best passages."""
        from knowledge.langchain import StudyRetriever

        return StudyRetriever(retriever=self, k=k)


def fuse(dense: dict[str, float], lexical: dict[str, float], weight: float = LEXICAL_WEIGHT) -> dict[str, float]:
    """Min-max normalised scores, `(1 - weight) * dense + weight * lexical`: 0 to 1 by id.

    An id that one search lacks has 0 there. Plain reciprocal rank fusion is worse on Indonesian (see DESIGN).
    """
    dense, lexical = _stretch(dense), _stretch(lexical, low=0.0)
    return {i: (1 - weight) * dense.get(i, 0.0) + weight * lexical.get(i, 0.0) for i in dense.keys() | lexical.keys()}


def _stretch(scores: dict[str, float], low: float | None = None) -> dict[str, float]:
    if not scores:
        return {}
    bottom, top = min(scores.values()) if low is None else low, max(scores.values())
    return {i: (s - bottom) / (top - bottom) if top > bottom else 1.0 for i, s in scores.items()}
