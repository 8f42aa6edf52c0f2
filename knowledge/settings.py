"""The settings, read from the environment in this one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.study import SHIPPED

if TYPE_CHECKING:
    from knowledge.embedding import StudyEmbeddings
    from knowledge.reranking import Reranker


@dataclass(frozen=True, slots=True)
class Settings:
    """What a reader may set; library functions take these as plain arguments."""

    study: Path  # TANYA_STUDY: the study folder, the shipped one by default
    cache: Path  # TANYA_CACHE_DIR: where indexes are kept, the user's cache directory by default
    data: Path  # TANYA_DATA_DIR: where feedback is kept, the user's data directory by default
    embedding_model: str | None  # TANYA_EMBEDDING_MODEL: a folder or a name, the bundled model by default
    reranker_model: str | None  # TANYA_RERANKER_MODEL: a folder or a name, none by default
    model: str | None  # TANYA_MODEL: the chat model that writes, none by default

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings of this process."""
        from platformdirs import user_cache_path, user_data_path

        study, cache, data = (os.environ.get(f"TANYA_{name}") for name in ("STUDY", "CACHE_DIR", "DATA_DIR"))
        return cls(
            study=Path(study).expanduser() if study else SHIPPED,
            cache=Path(cache).expanduser() if cache else user_cache_path("tanya"),
            data=Path(data).expanduser() if data else user_data_path("tanya"),
            embedding_model=os.environ.get("TANYA_EMBEDDING_MODEL") or None,
            reranker_model=os.environ.get("TANYA_RERANKER_MODEL") or None,
            model=os.environ.get("TANYA_MODEL") or None,
        )

    def embeddings(self) -> StudyEmbeddings:
        """The embedding model that is set, loaded when first needed."""
        from knowledge.embedding import StudyEmbeddings

        return StudyEmbeddings(self.embedding_model)

    def reranker(self) -> Reranker | None:
        """The reranker that is set, if one is."""
        from knowledge.reranking import Reranker

        return Reranker(self.reranker_model) if self.reranker_model else None
