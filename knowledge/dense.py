"""Dense search in Chroma; the only file that opens it."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.records import IndexUnavailable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

# Chroma writes the graph to disk whenever this many entries have come, and takes no fewer than two.
_WRITTEN_AFTER = (2, 1000)
_COLLECTION = "entries"
# Of the 100 nearest of 3,376 wiki-id passages this graph (HNSW) finds 99.8 % in 1.2 ms. With Chroma's own 16 neighbours it
# never reaches some entries of a study whose passages are much alike: 23 of 200 in a test, where this one missed 0 to 8.
_GRAPH: CreateHNSWConfiguration = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}
# Chroma's clients share one registry of systems by path, and two threads that change it at once corrupt it.
_registry = threading.RLock()  # entered again when a collected index is closed while another is opened


class DenseIndex:
    """Vectors of the index entries, in one folder that is written once.

    Chroma's own client is used, not LangChain's store: that reads every document's text and metadata with its score,
    which took 3.9 ms a search where the numbers and scores alone take 2.0 (3,400 entries, one run), and we have the
    texts.
    """

    def __init__(self, folder: Path, entries: int) -> None:
        """Open the `entries` vectors in `folder`.

        Raises:
            ValueError: there are not as many, or Chroma cannot read them.
        """
        from chromadb.errors import ChromaError

        try:
            client = _client(folder)
            weakref.finalize(self, _close, client)
            self._vectors = client.get_collection(_COLLECTION, embedding_function=None)
            found = self._vectors.count()
        except ChromaError as error:
            raise ValueError(str(error)) from None
        if found != entries:
            raise ValueError(f"{folder} holds {found} entries of {entries}")

    @classmethod
    def build(cls, folder: Path, entries: int, batches: Iterable[np.ndarray]) -> None:
        """Store the vectors of `entries`, each batch of shape (entries, dimensions); an entry's number is its place.

        Raises:
            IndexUnavailable: Chroma cannot store them.
        """
        from chromadb.errors import ChromaError

        # A graph that is never written whole is written anew, with other bytes, whenever it is opened.
        threshold = min(max(entries, _WRITTEN_AFTER[0]), _WRITTEN_AFTER[1])
        graph: CreateHNSWConfiguration = {**_GRAPH, "sync_threshold": threshold, "batch_size": min(100, threshold)}
        stored = 0
        try:
            with _client(folder) as client:
                collection = client.create_collection(_COLLECTION, embedding_function=None, configuration={"hnsw": graph})
                for vectors in batches:
                    collection.add(ids=[str(stored + n) for n in range(len(vectors))], embeddings=vectors)
                    stored += len(vectors)
        except ChromaError as error:
            raise IndexUnavailable(f"{folder} cannot be written ({error}); see that there is room, and try again") from None

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the `k` nearest entries, nearest first, and their cosines with `vector`: -1 to 1."""
        found = self._vectors.query(query_embeddings=[vector], n_results=k, include=["distances"])
        numbers = np.array([int(id_) for id_ in found["ids"][0]], dtype=np.int64)
        distances = found["distances"] or [[]]
        return numbers, 1.0 - np.asarray(distances[0], dtype=np.float32)


def _client(folder: Path) -> Client:
    from chromadb import PersistentClient
    from chromadb.config import Settings

    with _registry:
        client = PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # the declared type lacks close()


def _close(client: Client) -> None:
    with _registry:
        client.close()


def changing(entries: int) -> tuple[str, ...]:
    """Names of the files of an index of so many entries whose bytes change when it is opened; what they hold does not.

    Chroma notes every client in its database. Of one entry it never writes the graph, see `DenseIndex.build`.
    """
    graph = ("data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
    return ("chroma.sqlite3", *(graph if entries < _WRITTEN_AFTER[0] else ()))


def check(folder: Path) -> None:
    """Look through the database in `folder` before Chroma reads it.

    Raises:
        ValueError: SQLite finds it damaged.
    """
    database = folder / "chroma.sqlite3"
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=60)
        try:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise ValueError(f"{database.name}: {verdict}")
