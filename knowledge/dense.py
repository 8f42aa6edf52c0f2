"""Dense search in Chroma; the only file that opens it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from langchain_chroma import Chroma

_COLLECTION = "entries"
# Chroma's HNSW graph is approximate once it looks at fewer entries than there are: four times what is asked of it.
_SEARCH_BREADTH = 400
# Chroma's clients share one registry of systems by path, and two threads that open at once corrupt it.
_opening = threading.Lock()


class DenseIndex:
    """Vectors of the index entries, in one folder that is written once."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        self._chroma = _open(folder, embeddings)

    @classmethod
    def build(cls, folder: Path, embeddings: Embeddings, ids: Sequence[str], texts: Sequence[str], batch: int) -> Iterator[int]:
        """Embed and store `texts` under `ids`; yields the number of entries done after each batch."""
        chroma = _open(folder, embeddings)
        for start in range(0, len(ids), batch):
            chunk = slice(start, start + batch)
            chroma.add_texts(list(texts[chunk]), ids=list(ids[chunk]))
            yield min(start + batch, len(ids))

    def search(self, query: str, k: int) -> dict[str, float]:
        """The `k` nearest entries by id, with the cosine of question and entry: -1 to 1, higher is nearer."""
        found = self._chroma.similarity_search_with_score(query, k=k)
        return {document.id: 1.0 - distance for document, distance in found if document.id is not None}


def _open(folder: Path, embeddings: Embeddings) -> Chroma:
    from chromadb import PersistentClient
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    with _opening:
        return Chroma(
            client=PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False)),
            collection_name=_COLLECTION,
            embedding_function=embeddings,
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": _SEARCH_BREADTH}},
        )
