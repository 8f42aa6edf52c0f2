"""The vocabulary of the project: what a study is made of. Read this file first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Language = Literal["id", "en"]
Voice = Literal["author", "study", "outlook"]


class StudyError(ValueError):
    """A study folder that cannot be used; the message names the file and the mend."""


class IndexUnavailable(RuntimeError):
    """An index that can be neither read nor built; the message says what to do."""


class ModelUnavailable(RuntimeError):
    """A model that is not on this machine; the message says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of the study's text, counted from 0."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, found [{self.start}, {self.end})")

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole consecutive sentences of one paragraph: `study.text[start:end] == text`."""

    text: str
    paragraph: int  # counted from 1
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Note:
    """A curated statement about the study in both languages, anchored by exact quotes."""

    id: str
    topic: str
    voice: Voice  # whose claim it is
    statement: Mapping[Language, str]
    quotes: tuple[Span, ...]  # at least one
    antecedents: tuple[Span, ...] = ()  # who or what a pronoun in the quotes stands for; proof, too
    terms: tuple[str, ...] = ()  # other words a reader may use
    items: tuple[str, ...] = ()  # ids of the notes that this one lists, in the order of the text
    answers: tuple[str, ...] = ()  # what it tells: nouns ("which country") and question words ("why")
    denies: tuple[str, ...] = ()  # what it rules out: a yes/no question about these is answered "no"
    label: Mapping[Language, str] = field(default_factory=dict)  # a name of few words, for maps and tables; may be empty
    question: Mapping[Language, str] = field(default_factory=dict)  # that it answers, for a reader to ask; may be empty

    @property
    def proof(self) -> tuple[Span, ...]:
        """Everything that its statement cites."""
        return (*self.quotes, *self.antecedents)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Notes to be looked at crosswise: whether the study says of each row's what each column's is."""

    rows: tuple[str, ...]  # ids of notes
    columns: tuple[str, ...]  # ids of notes
    claim: Mapping[Language, str]  # what a cell claims, with {row} and {column} for the labels of the two notes


@dataclass(frozen=True, slots=True)
class Study:
    """A text with its notes and what is known about it; `None` is unknown."""

    id: str
    text: str
    language: Language
    paragraphs: tuple[Span, ...]  # headings are not paragraphs
    sentences: tuple[Passage, ...]  # one sentence each, in order
    notes: tuple[Note, ...] = ()
    matrix: Crossing | None = None
    title: str | None = None
    author: str | None = None
    institution: str | None = None
    source: str | None = None
    licence: str | None = None
    as_of: str | None = None
    folder: Path | None = None  # where it was loaded from

    @property
    def topics(self) -> dict[str, tuple[Note, ...]]:
        """The notes by topic; topics in the order in which the text comes to what leads them, the notes that list others."""
        found: dict[str, list[Note]] = {}
        for note in self.notes:
            found.setdefault(note.topic, []).append(note)

        def place(topic: str) -> int:
            leading = [note for note in found[topic] if note.items] or found[topic]
            return min(quote.start for note in leading for quote in note.quotes)

        return {topic: tuple(found[topic]) for topic in sorted(found, key=place)}

    def quote(self, span: Span) -> str:
        """The exact characters at `span`."""
        return self.text[span.start : span.end]

    def paragraph_of(self, span: Span) -> int:
        """The number, from 1, of the paragraph that holds `span`; `ValueError` if none does."""
        for number, paragraph in enumerate(self.paragraphs, start=1):
            if paragraph.contains(span):
                return number
        raise ValueError(f"[{span.start}, {span.end}) lies in no single paragraph of {self.id!r}")

    def sentences_of(self, span: Span) -> tuple[Passage, ...]:
        """The sentences that share a character with `span`, in order."""
        first = bisect_right(self.sentences, span.start, key=lambda s: s.end)
        return self.sentences[first : bisect_left(self.sentences, span.end, key=lambda s: s.start)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that retrieval returned, and the note that led there, if one did."""

    passage: Passage
    score: float  # 0 to 1, higher is better; comparable within one search only
    note: Note | None = None
    cosine: float = 0.0  # of the model's vectors, -1 to 1; what dense search did not find has the lowest that it found
    share: float = 0.0  # of the question's information that its words hold, 0 to 1
