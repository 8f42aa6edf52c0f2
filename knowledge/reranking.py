"""A cross-encoder that reads question and passage together; optional, and the only file that does."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from knowledge.models import cannot_load, find_model
from knowledge.records import Evidence

_SETTING = "TANYA_RERANKER_MODEL"


class Reranker:
    """A sentence-transformers cross-encoder; safe to share between threads."""

    def __init__(self, model: str) -> None:
        """`model` is a folder or a name in the local Hugging Face cache.

        Raises:
            ModelUnavailable: there is no such model on this machine, or it cannot be loaded.
        """
        from sentence_transformers import CrossEncoder
        from torch.nn import Sigmoid

        folder = find_model(model, _SETTING)
        self.name = folder.identity
        try:
            # One number a pair, or this is no reranker: Sigmoid makes it 0 to 1 whatever the model was saved with.
            self._model = CrossEncoder(
                str(folder.path), device="cpu", local_files_only=True, num_labels=1, activation_fn=Sigmoid()
            )
        except Exception as error:  # a damaged model fails in as many ways as there are file formats
            raise cannot_load(folder, _SETTING, error) from None
        self._lock = threading.Lock()  # tokenizers serve one thread at a time

    def rerank(self, question: str, found: Sequence[Evidence]) -> list[Evidence]:
        """`found` in the order of the cross-encoder, with its scores: 0 to 1, higher is better."""
        if not found:
            return []
        with self._lock:
            scores = self._model.predict([(question, evidence.passage.text) for evidence in found], show_progress_bar=False)
        order = sorted(range(len(found)), key=lambda n: (-scores[n], n))
        return [replace(found[n], score=float(scores[n])) for n in order]
