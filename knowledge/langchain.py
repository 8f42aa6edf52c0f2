"""The retriever as a LangChain citizen."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.retriever import Retriever


class StudyRetriever(BaseRetriever):
    """Passages as documents; metadata: study, paragraph, start, end, score, note (an id or None)."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                metadata={
                    "study": self.retriever.study.id,
                    "paragraph": hit.passage.paragraph,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                    "note": hit.note.id if hit.note else None,
                },
            )
            for hit in self.retriever.search(query, k=self.k)
        ]
