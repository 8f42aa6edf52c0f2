"""Which questions are asked, and the files that they were read from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from knowledge.questions import StudyQuestion, load_questions, question_files
from knowledge.records import Study, StudyError


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions of a study; at least one."""

    files: tuple[Path, ...]
    questions: tuple[StudyQuestion, ...]


def question_set(
    study: Study, file: Path | None = None, kinds: Collection[str] = (), languages: Collection[str] = ()
) -> QuestionSet:
    """The questions in `file`, else those of the study's folder, of `kinds` and `languages` where such are named.

    Raises:
        StudyError: a question is wrong, none is left, or there is no such kind or language among them.
    """
    assert study.folder is not None, "a study that is evaluated was loaded from a folder"
    place = file or study.folder
    found = load_questions(study, place)
    if not found:
        raise StudyError(f"{place} holds no question; add questions.yaml or questions.jsonl, or name a file by --questions")
    found = _only(found, "kind", kinds, lambda question: question.kind)
    found = _only(found, "language", languages, lambda question: question.language)
    return QuestionSet(tuple(question_files(place)), found)


def _only(
    questions: tuple[StudyQuestion, ...], name: str, wanted: Collection[str], property_of: Callable[[StudyQuestion], str]
) -> tuple[StudyQuestion, ...]:
    held = list(dict.fromkeys(property_of(question) for question in questions))
    if strange := [value for value in wanted if value not in held]:
        raise StudyError(f"no question is of the {name} {strange[0]!r}; there are {', '.join(held)}")
    return tuple(question for question in questions if not wanted or property_of(question) in wanted)
