"""A question and its answer as data that a caller keeps and gives back: who keeps it may alter it, so it is checked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.answers import Answer, Citation, Turn
from assistant.rendering import DERIVED, as_data
from knowledge.records import Span, Study

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked, what was answered, and when; the unit of a conversation that is kept or exported."""

    question: str  # as typed
    answer: Answer
    asked: datetime  # in UTC

    def __post_init__(self) -> None:
        if self.asked.utcoffset() != timedelta(0):
            raise ValueError(f"a time must be in UTC, found {self.asked.isoformat()}")

    @property
    def turn(self) -> Turn:
        """The exchange as the history of the next question."""
        return Turn(self.question, self.answer)


def exchange_as_data(exchange: Exchange) -> dict[str, Any]:
    """The exchange as JSON types: `question`, `asked` in ISO 8601, and `answer` as `rendering.as_data` gives it."""
    from pydantic_core import to_jsonable_python

    data = {"question": exchange.question, "asked": exchange.asked, "answer": as_data(exchange.answer)}
    jsonable: dict[str, Any] = to_jsonable_python(data)
    return jsonable


def exchange_from_data(data: object, study: Study) -> Exchange:
    """The exchange that `exchange_as_data` gave as `data`, whose every quote and passage stands in `study` as it says.

    The derived fields of the answer are ignored and derived again, so that a sentence of the assistant may be reworded
    between two versions; any other key that is not known is refused. Claims are not proven again: see `export.checking`.

    Raises:
        ValueError: in one line, what is wrong.
    """
    exchange = _built(data)
    for at, citation in enumerate(exchange.answer.citations, start=1):
        if citation.number != at:
            raise ValueError(f"citations are numbered from 1 in their order, found {citation.number} in place {at}")
        if not stands(citation, study):
            raise ValueError(f"citation {at} does not stand at [{citation.start}, {citation.end}) of {study.id!r}")
    for passage in exchange.answer.nearest:
        if not 0 <= passage.start < passage.end or study.sentences_of(passage.span) != (passage,):
            raise ValueError(f"[{passage.start}, {passage.end}) is no sentence of {study.id!r} as it is told")
    return exchange


def stands(citation: Citation, study: Study) -> bool:
    """Whether `citation` is the text of `study` at its place and in its paragraph, from one visible character to another."""
    if not (0 <= citation.start < citation.end and 1 <= citation.paragraph <= len(study.paragraphs)):
        return False
    span = Span(citation.start, citation.end)
    within = study.paragraphs[citation.paragraph - 1].contains(span)
    return within and study.quote(span) == citation.quote == citation.quote.strip()


def _built(data: object) -> Exchange:
    """The records that `data` spells, strictly: no text stands for a number, no key is left over."""
    from pydantic import ValidationError

    try:
        # By way of JSON, where strict means: lists for tuples and ISO 8601 for a time, and nothing else.
        typed = json.dumps(_without_derived(data), allow_nan=False)
        exchange = _form().validate_json(typed, strict=True, extra="forbid")
    except ValidationError as error:
        raise ValueError(_first(error)) from None
    except (TypeError, RecursionError):
        raise ValueError("an exchange is made of JSON types, found something else") from None
    confidence = exchange.answer.confidence
    if confidence is not None and not 0 <= confidence <= 1:
        raise ValueError(f"confidence is 0 to 1, found {confidence}")
    return Exchange(exchange.question, exchange.answer, exchange.asked.astimezone(UTC))


def _without_derived(data: object) -> object:
    if not isinstance(data, dict) or not isinstance(data.get("answer"), dict):
        return data
    return data | {"answer": {name: value for name, value in data["answer"].items() if name not in DERIVED}}


@cache
def _form() -> TypeAdapter[Exchange]:
    from pydantic import TypeAdapter

    return TypeAdapter(Exchange)


def _first(error: ValidationError) -> str:
    """The first thing that is wrong and where, in one line and without what was found there, which may be anything."""
    wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(map(str, wrong["loc"])) or "exchange"
    return f"{where!r:.80}: {' '.join(wrong['msg'].split()):.160}"
