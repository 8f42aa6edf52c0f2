"""What is measured, as a command names it: the study, its questions, the writers and an earlier run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.evaluation.answer_report import AnswerReport
    from assistant.evaluation.report import RetrievalReport


@dataclass(frozen=True, slots=True)
class Measurement:
    """Names of what is to be measured; nothing is opened yet."""

    command: str  # what the reader typed
    study: str | None = None  # a folder
    questions: Path | None = None  # those of the study where there is none
    kinds: Sequence[str] = ()  # all where there are none
    languages: Sequence[str] = ()
    models: Sequence[str] = ()  # chat models that write after the curated writer has
    against: Path | None = None  # an earlier run

    def of_answers(self) -> AnswerReport:
        """The answers to the questions, judged.

        Everything that was named is read before the index is opened, so that a mistake is told at once.

        Raises:
            StudyError: the study, its questions or the earlier run cannot be used.
            ModelUnavailable: there is no such chat model here.
        """
        from assistant.evaluation.answer_report import evaluate_answers
        from assistant.evaluation.comparison import load_earlier
        from assistant.evaluation.question_set import question_set
        from assistant.generative.writer import GenerativeWriter
        from knowledge.retriever import Retriever
        from knowledge.settings import Settings
        from knowledge.study import load_study

        asked = question_set(loaded := load_study(self.study or Settings.from_environment().study), *self._chosen)
        earlier = load_earlier(self.against, loaded, asked.questions) if self.against else None
        for name in self.models:
            GenerativeWriter.open(name)
        # Opened again when its turn comes: of models in files, opening one closes the one before.
        writers = (GenerativeWriter.open(name) for name in self.models)
        return evaluate_answers(Retriever.open(self.study), asked, self.command, earlier, writers)

    def of_retrieval(self, seed: int) -> RetrievalReport:
        """How well the questions find their paragraphs; `seed` draws the slips and colloquial spellings."""
        from assistant.evaluation.report import evaluate_retrieval
        from knowledge.retriever import Retriever
        from knowledge.settings import Settings

        return evaluate_retrieval(Retriever.open(self.study), Settings.from_environment().cache, seed, self.command)

    @property
    def _chosen(self) -> tuple[Path | None, Sequence[str], Sequence[str]]:
        return self.questions, self.kinds, self.languages
