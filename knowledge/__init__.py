"""What a study says and where: load it, cut it, index it, search it.

`import knowledge` loads neither torch nor Chroma; `Retriever.open` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from knowledge.records import Evidence, IndexUnavailable, ModelUnavailable, Note, Passage, Span, Study, StudyError
from knowledge.study import load_study

if TYPE_CHECKING:
    from knowledge.retriever import Retriever

__all__ = [
    "Evidence",
    "IndexUnavailable",
    "ModelUnavailable",
    "Note",
    "Passage",
    "Retriever",
    "Span",
    "Study",
    "StudyError",
    "load_study",
]


def __getattr__(name: str) -> Any:
    if name == "Retriever":  # imported on demand: langchain-core alone takes half a second
        from knowledge.retriever import Retriever

        return Retriever
    raise AttributeError(f"module 'knowledge' has no attribute {name!r}")
