"""The questions of a study: what readers ask of it, and what a right answer holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.language import LANGUAGES
from knowledge.quotes import locate
from knowledge.records import Language, Span, Study, StudyError
from knowledge.study import read_text, read_yaml

_NEEDED = ("id", "question", "lang", "answerable")


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
    paragraphs: tuple[int, ...] = ()  # where the answer stands, or what tempts where there is none; counted from 1
    quotes: tuple[Span, ...] = ()
    nuggets: tuple[tuple[str, ...], ...] = ()  # of each, one alternative must stand in the answer, lower case
    forbidden: tuple[str, ...] = ()  # what a short and right answer does not hold
    reasons: tuple[str, ...] = ()  # acceptable reasons to abstain


def load_questions(study: Study, place: str | Path) -> tuple[StudyQuestion, ...]:
    """The questions in `place`, a folder or a single file, in order; none where there are none.

    They stand in questions.yaml, with quotes; or in questions.jsonl, one a line with `set` for its kind, `paragraph`
    and `answers` (alternatives), as question sets from elsewhere have them. A single file may bear any name.

    Raises:
        StudyError: in one line, which entry is wrong and how to mend it.
    """
    found: list[StudyQuestion] = []
    places: dict[str, Path] = {}
    for path in question_files(place):
        for entry in _entries(path):
            question = _question(entry, study, path)
            if question.id in places:
                raise StudyError(f"{path}: two questions bear the id {question.id!r}; rename one")
            places[question.id] = path
            found.append(question)
    return tuple(found)


def question_files(place: str | Path) -> list[Path]:
    """The files of questions in `place`: those of a folder that exist, or the one that it names."""
    path = Path(place).expanduser()
    return [file for file in (path / "questions.yaml", path / "questions.jsonl") if file.exists()] if path.is_dir() else [path]


def _entries(path: Path) -> list[Any]:
    if path.suffix == ".jsonl":
        return _json_lines(path)
    entries = read_yaml(path) or []
    if not isinstance(entries, list):
        raise StudyError(f"{path} must hold a list of questions, found {type(entries).__name__}; begin each with `- id:`")
    return entries


def _json_lines(path: Path) -> list[Any]:
    found = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        try:
            found += [json.loads(line)] if line.strip() else []
        except ValueError as error:
            raise StudyError(f"{path}, line {number}: {error}; write one JSON object a line") from None
    return found


def _question(entry: Any, study: Study, path: Path) -> StudyQuestion:
    if not isinstance(entry, Mapping) or not entry.keys() >= set(_NEEDED):
        raise StudyError(f"{path}: a question needs id, question, lang and answerable, found {entry!r:.80}")
    where = f"{path}: question {entry['id']!r}"
    if entry["lang"] not in LANGUAGES:
        raise StudyError(f"{where}: lang must be one of {', '.join(LANGUAGES)}, found {entry['lang']!r}")
    exact = _texts(entry, "quotes", where)
    try:
        quotes = tuple(locate(quote, study.text) for quote in exact)
        homes = sorted({study.paragraph_of(quote) for quote in quotes})
    except ValueError as error:
        raise StudyError(f"{where}: {error}; copy it from text.md, longer if it is ambiguous") from None
    number = entry.get("paragraph")
    if number is not None and not (isinstance(number, int) and 1 <= number <= len(study.paragraphs)):
        raise StudyError(f"{where}: paragraph must be 1 to {len(study.paragraphs)}, found {number!r}")
    answers = tuple(answer.lower() for answer in _texts(entry, "answers", where))
    reason = entry.get("reason") or []
    nuggets = entry.get("nuggets") or ([answers] if answers else [])
    if not isinstance(nuggets, list) or not all(isinstance(nugget, list | tuple) for nugget in nuggets):
        raise StudyError(f"{where}: nuggets must be a list of lists of alternatives, found {nuggets!r:.80}")
    return StudyQuestion(
        id=str(entry["id"]),
        question=str(entry["question"]),
        language=entry["lang"],
        kind=str(entry.get("kind", entry.get("set", ""))),
        topic=str(entry.get("topic", "")),
        answerable=bool(entry["answerable"]),
        history=_texts(entry, "history", where),
        paragraphs=(number,) if number else tuple(homes),
        quotes=quotes,
        nuggets=tuple(tuple(map(str, nugget)) for nugget in nuggets),
        forbidden=_texts(entry, "forbidden", where),
        reasons=(reason,) if isinstance(reason, str) else tuple(reason),
    )


def _texts(entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    found = entry.get(name) or []
    if not isinstance(found, list) or not all(isinstance(text, str | int | float) for text in found):
        raise StudyError(f"{where}: {name} must be a list of texts, found {found!r:.80}")
    return tuple(map(str, found))
