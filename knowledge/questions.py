"""The questions of a study: what readers ask of it, and what a right answer holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.quotes import locate
from knowledge.records import Language, Span, Study, StudyError
from knowledge.study import read_yaml


@dataclass(frozen=True, slots=True)
class StudyQuestion:
    """One question with its gold: spans that prove the answer, and nuggets that it must hold."""

    id: str
    question: str
    language: Language
    kind: str
    topic: str
    answerable: bool
    history: tuple[str, ...] = ()  # earlier questions, oldest first
    quotes: tuple[Span, ...] = ()
    nuggets: tuple[tuple[str, ...], ...] = ()  # of each, one alternative must stand in the answer, lower case
    forbidden: tuple[str, ...] = ()  # what a short and right answer does not hold
    reasons: tuple[str, ...] = ()  # acceptable reasons to abstain


def load_questions(study: Study, folder: str | Path) -> tuple[StudyQuestion, ...]:
    """The questions in `folder`/questions.yaml, in order; none where there is no such file.

    Raises:
        StudyError: in one line, which entry is wrong and how to mend it.
    """
    path = Path(folder) / "questions.yaml"
    if not path.exists():
        return ()
    entries = read_yaml(path) or []
    if not isinstance(entries, list):
        raise StudyError(f"{path} must hold a list of questions, found {type(entries).__name__}; begin each with `- id:`")
    found = tuple(_question(entry, study, path) for entry in entries)
    ids = [question.id for question in found]
    if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
        raise StudyError(f"{path}: two questions bear the id {twice!r}; rename one")
    return found


def _question(entry: Any, study: Study, path: Path) -> StudyQuestion:
    if not isinstance(entry, dict) or not {"id", "question", "lang", "answerable"} <= entry.keys():
        raise StudyError(f"{path}: a question needs id, question, lang and answerable, found {entry!r:.80}")
    try:
        quotes = tuple(locate(quote, study.text) for quote in entry.get("quotes", []))
    except ValueError as error:
        raise StudyError(
            f"{path}: question {entry['id']!r}: {error}; copy it from text.md, longer if it is ambiguous"
        ) from None
    reason = entry.get("reason", [])
    return StudyQuestion(
        id=str(entry["id"]),
        question=str(entry["question"]),
        language=entry["lang"],
        kind=str(entry.get("kind", "")),
        topic=str(entry.get("topic", "")),
        answerable=bool(entry["answerable"]),
        history=tuple(entry.get("history", [])),
        quotes=quotes,
        nuggets=tuple(tuple(nugget) for nugget in entry.get("nuggets", [])),
        forbidden=tuple(entry.get("forbidden", [])),
        reasons=(reason,) if isinstance(reason, str) else tuple(reason),
    )
