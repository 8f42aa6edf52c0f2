"""What an evaluation keeps of every question, and the file that it is written to and compared from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.records import Language, StudyError


@dataclass(frozen=True, slots=True)
class Score:
    """One measure of one answer."""

    value: float  # 0 to 1; which way is better is the measure's
    reason: str  # what was found or missing


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question of a set: what was answered, how fast, and every score with its reason."""

    id: str
    asked: str  # the question as it stands in the set
    history: tuple[str, ...]
    kind: str
    language: Language
    answerable: bool
    accepted: tuple[str, ...]  # the reasons to abstain that are right
    answer: Mapping[str, Any]  # as `tanya ask --json` prints it
    scores: Mapping[str, Score]
    words: int  # of the answer, without markers
    milliseconds: float
    bare: float  # milliseconds of one bare embedding of the same question
    confidence: float | None = None

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.scores["right"].value == 1

    @property
    def said(self) -> str:
        """What the reader saw, with markers."""
        return str(self.answer["text"])

    @property
    def reason(self) -> str | None:
        """Why it abstained, if it did."""
        found: str | None = self.answer["reason"]
        return found

    @property
    def writing(self) -> Mapping[str, Any] | None:
        """What a chat model did for it, the fields of `Writing`; `None` where none was to write it."""
        found: Mapping[str, Any] | None = self.answer.get("writing")  # results of older versions have none
        return found

    @property
    def unsupported(self) -> int:
        """How many of its claims their citations do not support, by the gate."""
        supported = self.scores.get("citation-recall")
        return round((1 - supported.value) * len(self.answer["claims"])) if supported else 0


@dataclass(frozen=True, slots=True)
class Run:
    """A question set answered once."""

    about: Mapping[str, Any]  # command, commit, study, questions with digest, model, versions
    outcomes: tuple[Outcome, ...]


def load_run(path: Path) -> Run:
    """The run that an earlier evaluation wrote to `path`.

    Raises:
        StudyError: the file is no such result.
        OSError: it cannot be read.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        run = TypeAdapter(Run).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise StudyError(
            f"{path} is no result of `tanya evaluate --json` ({where}: {first['msg']}); name a file that it wrote"
        ) from None
    questions = run.about.get("questions")
    whole = {"study", "command", "commit"} <= run.about.keys() and isinstance(questions, dict) and "sha256" in questions
    whole = whole and all("right" in outcome.scores and {"text", "reason"} <= outcome.answer.keys() for outcome in run.outcomes)
    if not whole:
        raise StudyError(f"{path} is no result of `tanya evaluate --json` (parts of it are missing); name a file that it wrote")
    return run
