"""Find passages: mend the question, run dense and lexical search, fuse, rerank if asked to, cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.colloquial import written_out
from knowledge.embedding import model_name
from knowledge.index import Index, open_index
from knowledge.language import clean
from knowledge.records import Evidence, Study
from knowledge.settings import Settings
from knowledge.study import load_study

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from knowledge.reranking import Reranker

# What holding all of a question's words is worth, in spreads of the model's cosine: on wiki-id 6 to 8 is best for
# encyclopedia and news alike (`tanya evaluate --retrieval`), and 7 spreads are 0.15 of the bundled model's cosine.
LEXICAL_WORTH = 7
_DEPTH = 100  # entries taken from each search before fusing
_RERANKED = 20  # passages that a reranker reads


class Retriever:
    """Search over one study; safe to share between threads."""

    def __init__(self, study: Study, index: Index, embeddings: Embeddings, reranker: Reranker | None = None) -> None:
        self.study = study
        self.index = index
        self.embeddings = embeddings
        self.reranker = reranker

    @classmethod
    def open(
        cls,
        study: str | Path | None = None,
        *,
        cache: str | Path | None = None,
        embeddings: Embeddings | None = None,
        reranker: Reranker | None = None,
        rebuild: bool = False,
    ) -> Retriever:
        """The retriever of the study folder `study`, the shipped one by default; builds its index on first use.

        Args:
            study: a study folder; TANYA_STUDY, else the shipped study.
            cache: where indexes are kept; TANYA_CACHE_DIR, else the user's cache directory.
            embeddings: LangChain embeddings with unit vectors, told apart by `name`, else by their class and `model`;
                TANYA_EMBEDDING_MODEL, else the bundled multilingual-e5-small.
            reranker: reads the best passages again; TANYA_RERANKER_MODEL, else none.
            rebuild: embed and index everything anew.

        Raises:
            StudyError: the folder cannot be used.
            IndexUnavailable: the index can be neither read nor built.
            ModelUnavailable: a model that a setting names is not on this machine.
        """
        settings = Settings.from_environment()
        loaded = load_study(study if study is not None else settings.study)
        used = embeddings if embeddings is not None else settings.embeddings()
        index = open_index(loaded, used, model_name(used), Path(cache or settings.cache).expanduser(), rebuild=rebuild)
        return cls(loaded, index, used, reranker if reranker is not None else settings.reranker())

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
            if len(best) >= k or depth >= len(self.index.entries):
                break
            depth *= 4  # many notes lead to few passages
        found = list(best.values())
        if self.reranker:
            found = self.reranker.rerank(question, found[: max(k, _RERANKED)])
        return found[:k]

    def evidence(self, question: str, depth: int = _DEPTH) -> list[Evidence]:
        """The passages and notes nearest to `question`, each passage and each note once, best first."""
        question = clean(question)
        if not question:
            return []
        mended = self.index.lexical.spelling.mend(written_out(question))
        vector = np.asarray(self.embeddings.embed_query(mended))
        near, cosines = self.index.dense.search(vector, min(depth, len(self.index.entries)))
        shares = self.index.lexical.scores(mended)
        numbers, scores = fuse(near, cosines, shares, LEXICAL_WORTH * self.index.spread)
        known = dict(zip(near.tolist(), cosines.tolist(), strict=True))
        furthest = min(known.values())
        found: dict[tuple[int, str], Evidence] = {}
        for number, score in zip(numbers.tolist(), scores.tolist(), strict=True):
            entry = self.index.entries[number]
            key = (entry.passage.start, entry.note.id if entry.note else "")
            evidence = Evidence(entry.passage, score, entry.note, known.get(number, furthest), float(shares[number]))
            found.setdefault(key, evidence)
        return list(found.values())

    def as_langchain(self, k: int = 5) -> BaseRetriever:
        """This retriever as a LangChain retriever of the `k` best passages."""
        from knowledge.langchain import StudyRetriever

        return StudyRetriever(retriever=self, k=k)


def fuse(numbers: np.ndarray, cosines: np.ndarray, shares: np.ndarray, worth: float) -> tuple[np.ndarray, np.ndarray]:
    """The entries that either search found, best first, and their scores: 1 for the best, 0 for the worst.

    A score is the cosine and `worth` times the share of the question's words, before it is stretched. Both keep their
    meaning from question to question: a question in another language shares few words, and then the cosine decides.
    That beats stretching each list to 0..1 first, as fusing usually does, and ranks alone do worst.

    Args:
        numbers: the nearest entries, shape (found,).
        cosines: of each of `numbers`, shape (found,); an entry that is not among them has the lowest of these.
        shares: of every entry, shape (entries,), 0 to 1.
        worth: what a share of 1 adds to a cosine.
    """
    wordy = np.argpartition(-shares, min(len(numbers), len(shares)) - 1)[: len(numbers)]
    found = np.union1d(numbers, wordy[shares[wordy] > 0])
    near = np.full(len(shares), cosines.min())
    near[numbers] = cosines
    scores = near[found] + worth * shares[found]
    order = np.lexsort((found, -scores))
    low, high = scores.min(), scores.max()
    stretched = (scores - low) / (high - low) if high > low else np.ones_like(scores)
    return found[order], stretched[order]
