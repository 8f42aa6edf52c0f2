"""A document as blocks of text with marks of footnotes: what Markdown and Word files have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.export.document import Document, Entry, Footnote, checksum, plain
from assistant.messages import say
from knowledge.records import Language

Look = Literal["plain", "strong", "emphasis"]
# "other" is what no layout has: something that a file holds beyond it.
Kind = Literal["title", "heading", "item", "paragraph", "other"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that look alike; none of them is markup."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Mark:
    """The reference to a footnote."""

    number: int


Piece = Text | Mark


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item of a list or a paragraph; a space stands before each text but the first."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words, without marks."""
        return " ".join(piece.text for piece in self.pieces if isinstance(piece, Text))


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a file and, by number, the texts of its footnotes."""

    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[int, str], ...]


def tidied(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """`pieces` with like texts joined and white space folded."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Text) and isinstance(last, Text) and piece.look == last.look:
            joined[-1] = Text(last.text + piece.text, piece.look)
        else:
            joined.append(piece)
    folded = (Text(" ".join(p.text.split()), p.look) if isinstance(p, Text) else p for p in joined)
    return tuple(piece for piece in folded if isinstance(piece, Mark) or piece.text)


def lay_out(document: Document) -> Layout:
    """The blocks of `document`; `recovery.recover` reads them back."""
    blocks = [Block("title", (Text(say("export-title", document.language)),)), *_head(document)]
    for number, entry in enumerate(document.entries, start=1):
        blocks += _entry(number, entry, document.language)
    return Layout(tuple(blocks), tuple((f.number, footnote_text(f, document.language)) for f in document.footnotes))


def _head(document: Document) -> Iterator[Block]:
    study, language = document.study, document.language
    yield labelled("export-study", study.id, language)
    yield labelled("export-name", study.title, language)
    yield labelled("export-author", study.author, language)
    if document.read:
        yield labelled("export-read", document.read.isoformat(), language)
    yield labelled("export-fingerprint", study.fingerprint, language)
    yield labelled("export-checksum", checksum(document), language)


def labelled(key: str, value: str | None, language: Language) -> Block:
    """An item that says something of the whole or of a question; what is unknown is said to be."""
    label = f"{say(key, language)}:"
    if value is None:
        return Block("item", (Text(label), Text(say("export-unknown", language), "emphasis")))
    return Block("item", (Text(f"{label} {value}"),))


def _entry(number: int, entry: Entry, language: Language) -> Iterator[Block]:
    yield Block("heading", (Text(f"{number}. {entry.question}".strip()),))
    if entry.asked:
        yield labelled("export-asked", f"{entry.asked:%Y-%m-%d %H:%M:%S} UTC", language)
    if entry.understood is not None:
        yield labelled("export-understood", entry.understood, language)
    if entry.writer is not None:
        yield labelled("export-writer", entry.writer, language)
    if pieces := tuple(_answer(entry)):
        yield Block("paragraph", pieces)
    for refusal in entry.refusals:
        yield Block("paragraph", (Text(refusal, "emphasis"),))
    if entry.nearest:
        yield lead(language)
    for passage in entry.nearest:
        yield Block("item", (Text(quoted(passage.text, passage.paragraph, passage.start, passage.end, language)),))


def _answer(entry: Entry) -> Iterator[Piece]:
    if entry.opening:
        yield Text(entry.opening, "strong")
    for sentence in entry.sentences:
        yield Text(sentence.text)
        yield from map(Mark, sentence.footnotes)


def lead(language: Language) -> Block:
    """What stands before the nearest passages."""
    return Block("paragraph", (Text(say("nearest", language)),))


def quoted(quote: str, paragraph: int, start: int, end: int, language: Language) -> str:
    """A quote with its place."""
    place = f"{say('paragraph', language, number=paragraph)}, {say('export-characters', language)} {start}–{end}"
    return f"“{plain(quote)}”, {place}"


def footnote_text(footnote: Footnote, language: Language) -> str:
    """A footnote in words: quote, place, study, date."""
    place = quoted(footnote.quote, footnote.paragraph, footnote.start, footnote.end, language)
    return f"{place}. {footnote.study}. {say('export-read', language)}: {footnote.read.isoformat()}."
