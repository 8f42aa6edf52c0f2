"""An exported file read back: what it says, the checksum that it bears, and whatever else stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import takewhile
from pathlib import Path

from assistant.export import data, markdown, word
from assistant.export.document import Document, Entry, Footnote, Sentence, Source, checksum
from assistant.export.layout import Block, Layout, Mark, Text, labelled, lay_out, lead
from assistant.messages import say
from knowledge.language import LANGUAGES
from knowledge.records import Language, Passage

_NUMBER = r"([0-9]{1,9})"
_LARGEST = 10_000_000  # bytes of a file that is read; a long conversation has a hundredth of it


class NotExported(ValueError):
    """A file that tanya did not export, or that can no longer be read as such; the message says why."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What an exported file says."""

    document: Document
    checksum: str  # as the file says; empty if it does not
    strays: tuple[str, ...] = ()  # texts in it that no document of tanya's has
    exact: bool = False  # whether its form keeps quotes to the byte, white space too

    @property
    def whole(self) -> bool:
        """Whether it says what was exported, by its own checksum."""
        return self.checksum == checksum(self.document)


def read_exported(file: Path) -> Recovered:
    """What the exported .md, .docx or .json `file` says.

    Raises:
        NotExported: in one line, why it is not such a file.
        OSError: it cannot be read.
    """
    if file.stat().st_size > _LARGEST:
        raise NotExported(f"{file} is larger than 10 MB; no exported file is")
    content = file.read_bytes()
    try:
        match file.suffix.lower():
            case ".json":
                return Recovered(*data.read(content), exact=True)
            case ".docx":
                return recover(word.read(content))
            case ".md":
                return recover(markdown.read(content))
    except ValueError as error:
        raise NotExported(f"{file} was not exported by tanya, or is broken: {' '.join(str(error).split())}") from None
    raise NotExported(f"{file} is no exported file; name one that ends in .md, .docx or .json")


def recover(layout: Layout) -> Recovered:
    """The document that was laid out; what does not come out again when it is laid out anew is a stray.

    Raises:
        ValueError: it is no layout of a document.
    """
    language = _language(layout.blocks)
    head, *groups = _grouped(layout.blocks[1:])
    read = _value(head, "export-read", language)
    source = _source(head, language)
    document = Document(
        language=language,
        study=source,
        read=_date(read or ""),
        entries=tuple(_entry(group, language) for group in groups),
        footnotes=tuple(_footnotes(layout.footnotes, source.name(language), language)),
    )
    return Recovered(document, _value(head, "export-checksum", language) or "", _strays(layout, document))


def _language(blocks: Sequence[Block]) -> Language:
    title = blocks[0].text if blocks else ""
    for language in LANGUAGES:
        if title == say("export-title", language):
            return language
    raise ValueError(f"it does not begin with {' or '.join(repr(say('export-title', code)) for code in LANGUAGES)}")


def _grouped(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks before the first heading, and those of each heading, itself included."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind == "heading":
            groups.append([])
        groups[-1].append(block)
    return groups


def _value(blocks: Iterable[Block], key: str, language: Language) -> str | None:
    """What the first item under the label `key` says; `None` if there is none, or if it says that it is unknown."""
    label = f"{say(key, language)}: "
    unknown = labelled(key, None, language)
    for block in blocks:
        if block.kind == "item" and block != unknown and block.text.startswith(label):
            return block.text.removeprefix(label)
    return None


def _source(head: Sequence[Block], language: Language) -> Source:
    id_, print_ = _value(head, "export-study", language), _value(head, "export-fingerprint", language)
    if id_ is None or print_ is None:
        raise ValueError("it does not say which study it quotes")
    return Source(id_, _value(head, "export-name", language), _value(head, "export-author", language), print_)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------------ questions


def _entry(blocks: Sequence[Block], language: Language) -> Entry:
    heading, *rest = blocks
    about = list(takewhile(lambda block: block.kind == "item", rest))
    told = [block for block in rest[len(about) :] if block != lead(language)]
    answers = [block for block in told if block.kind == "paragraph" and not _is_refusal(block)]
    opening, sentences = _answer(answers[0]) if answers else ("", ())
    return Entry(
        question=re.sub(r"^[0-9]+\. ?", "", heading.text),
        understood=_value(about, "export-understood", language),
        asked=_time(_value(about, "export-asked", language) or ""),
        opening=opening,
        sentences=sentences,
        refusals=tuple(block.text for block in told if _is_refusal(block)),
        nearest=tuple(_nearest(told, language)),
        writer=_value(about, "export-writer", language),
    )


def _is_refusal(block: Block) -> bool:
    looks = [isinstance(piece, Text) and piece.look == "emphasis" for piece in block.pieces]
    return block.kind == "paragraph" and looks == [True]


def _answer(block: Block) -> tuple[str, tuple[Sentence, ...]]:
    """What stands before the sentences, and the sentences: each is a text with the marks after it."""
    opening, sentences = "", list[Sentence]()
    for at, piece in enumerate(block.pieces):
        if isinstance(piece, Mark):
            last = sentences.pop() if sentences else Sentence("", ())
            sentences.append(Sentence(last.text, (*last.footnotes, piece.number)))
        elif at == 0 and piece.look == "strong":
            opening = piece.text
        else:
            sentences.append(Sentence(piece.text, ()))
    return opening, tuple(sentences)


def _nearest(blocks: Iterable[Block], language: Language) -> Iterable[Passage]:
    for block in blocks:
        if block.kind == "item" and (found := re.fullmatch(_quoted(language), block.text)):
            yield Passage(found[1], *map(int, found.groups()[1:]))


def _quoted(language: Language) -> str:
    """The pattern of a quote with its place: quote, paragraph, start and end."""
    paragraph = re.escape(say("paragraph", language, number="#")).replace(re.escape("#"), _NUMBER)
    return rf"“(.*)”, {paragraph}, {re.escape(say('export-characters', language))} {_NUMBER}–{_NUMBER}"


def _footnotes(texts: Iterable[tuple[int, str]], study: str, language: Language) -> Iterable[Footnote]:
    """The footnotes that are whole; the others come out as strays."""
    read = re.escape(say("export-read", language))
    pattern = re.compile(rf"{_quoted(language)}\. {re.escape(study)}\. {read}: ([0-9-]{{10}})\.")
    for number, text in texts:
        found = pattern.fullmatch(text)
        if found and (day := _date(found[5])):
            paragraph, start, end = map(int, found.groups()[1:4])
            yield Footnote(number, found[1], paragraph, start, end, study, day)


def _strays(layout: Layout, document: Document) -> tuple[str, ...]:
    """The texts of `layout` that `document` does not account for; its checksum is told apart from these."""
    again = lay_out(document)
    label = f"{say('export-checksum', document.language)}: "
    extra = Counter(layout.blocks) - Counter(again.blocks)
    blocks = [block.text for block in extra.elements() if not block.text.startswith(label)]
    unread = Counter(layout.footnotes) - Counter(again.footnotes)
    return (*blocks, *(f"[{number}] {text}" for number, text in unread.elements()))
