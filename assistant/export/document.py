"""A conversation to be exported, in no form yet: its citations are footnotes, numbered through, each place once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from assistant.answers import Answer
from assistant.exchange import Exchange
from assistant.messages import say
from knowledge.records import Language, Passage, Study

# What neither XML nor UTF-8 can hold, and other control characters, which no reader sees.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """The study that is quoted, and by which text of it; `None` is unknown."""

    id: str
    title: str | None
    author: str | None
    fingerprint: str  # sha256 of the text, hexadecimal

    def name(self, language: Language) -> str:
        """Its title; where that is unknown its id, and the word that it is unknown."""
        return self.title or f"{self.id} ({say('export-untitled', language)})"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A quote, and where it was read and when."""

    number: int  # from 1, in the order of first use
    quote: str
    paragraph: int
    start: int
    end: int
    study: str  # its name
    read: date  # when it was first quoted


@dataclass(frozen=True, slots=True)
class Sentence:
    """A claim, and the numbers of the footnotes that prove it."""

    text: str
    footnotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and what was answered."""

    question: str  # as typed
    understood: str | None  # standalone, where it is not the question as typed
    asked: datetime | None  # in UTC, to the second; `None` in a file that does not tell
    opening: str  # a verdict or a number in words, or nothing
    sentences: tuple[Sentence, ...]
    refusals: tuple[str, ...]
    nearest: tuple[Passage, ...]
    writer: str | None = None  # the chat model whose sentences are among these, if any are


@dataclass(frozen=True, slots=True)
class Document:
    """What an exported file says; all text is plain, quotes and passages alone are to the byte."""

    language: Language  # of the headings
    study: Source
    read: date | None  # the day of the last question
    entries: tuple[Entry, ...]
    footnotes: tuple[Footnote, ...]


def plain(text: str) -> str:
    """`text` as every form can keep it: white space folded, characters that nobody sees replaced by U+FFFD."""
    return _UNSEEN.sub("\ufffd", " ".join(text.split()))


def fingerprint(study: Study) -> str:
    """The SHA-256 of the study's text, hexadecimal: it tells one text from another."""
    return hashlib.sha256(study.text.encode("utf-8")).hexdigest()


def compose(exchanges: Sequence[Exchange], study: Study, language: Language) -> Document:
    """The document of `exchanges`, oldest first, with headings in `language`; `ValueError` if there is none."""
    if not exchanges:
        raise ValueError("a document needs at least one question")
    source = Source(plain(study.id), _known(study.title), _known(study.author), fingerprint(study))
    footnotes = _footnotes(exchanges, source.name(language))
    entries = tuple(_entry(exchange, footnotes) for exchange in exchanges)
    return Document(language, source, exchanges[-1].asked.date(), entries, tuple(footnotes.values()))


def _known(text: str | None) -> str | None:
    return plain(text or "") or None


def _footnotes(exchanges: Iterable[Exchange], study: str) -> dict[tuple[int, int], Footnote]:
    """A footnote for each place that a claim cites, by that place, in the order of first use."""
    found: dict[tuple[int, int], Footnote] = {}
    for exchange in exchanges:
        cited = {citation.number: citation for citation in exchange.answer.citations}
        for citation in (cited[number] for claim in exchange.answer.claims for number in claim.citations):
            place = (citation.start, citation.end)
            if place not in found:
                read = exchange.asked.date()
                found[place] = Footnote(len(found) + 1, citation.quote, citation.paragraph, *place, study, read)
    return found


def _entry(exchange: Exchange, footnotes: dict[tuple[int, int], Footnote]) -> Entry:
    answer, question = exchange.answer, plain(exchange.question)
    understood = plain(answer.question)
    return Entry(
        question=question,
        understood=understood if understood != question else None,
        asked=exchange.asked.replace(microsecond=0),
        opening=plain(answer.opening),
        sentences=tuple(_sentences(answer, footnotes)),
        refusals=tuple(map(plain, answer.refusals)),
        nearest=answer.nearest,
        writer=_known(answer.written_by),
    )


def _sentences(answer: Answer, footnotes: dict[tuple[int, int], Footnote]) -> Iterable[Sentence]:
    numbers = {citation.number: footnotes.get((citation.start, citation.end)) for citation in answer.citations}
    for claim in answer.claims:
        used = (numbers[number] for number in claim.citations)
        yield Sentence(plain(claim.text), tuple(footnote.number for footnote in used if footnote))


def checksum(document: Document) -> str:
    """The SHA-256 of everything that `document` says: it tells that a file was altered, not by whom.

    White space does not count, so that it is the same in every form.
    """
    from pydantic_core import to_jsonable_python

    said = json.dumps(_plainly(to_jsonable_python(asdict(document))), sort_keys=True)
    return hashlib.sha256(said.encode("ascii")).hexdigest()


def _plainly(data: Any) -> Any:
    if isinstance(data, dict):
        # Files that are older than chat models tell of no writer, and are still whole.
        return {name: _plainly(value) for name, value in data.items() if (name, value) != ("writer", None)}
    if isinstance(data, list):
        return [_plainly(value) for value in data]
    return plain(data) if isinstance(data, str) else data
