"""Check an exported file again: every quote against the study, every sentence against the quotes that it cites."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.export.document import folded, text_mark
from assistant.export.markdown import unescaped
from assistant.export.word import ANSWER
from assistant.verification import supports
from knowledge.records import Study

_FOOTNOTE = re.compile(r"“(?P<quote>.*)” — (?:paragraf|paragraph) (?P<paragraph>\d+), .*")
_TEXT = re.compile(r"sha256:[0-9a-f]{64}")
_MOST = 50_000_000  # bytes; what is larger was not exported by us


class NotAnExport(ValueError):
    """A file that cannot be checked; the message says why."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote as a file has it."""

    number: int
    quote: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer as a file has it, with the numbers of the quotes that it cites."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file."""

    text: str  # the mark of the study's text
    quotes: tuple[Quoted, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome: how much there was, and what does not stand, a line each."""

    quotes: int
    sentences: int
    changed: tuple[str, ...]


def check(file: Path, study: Study) -> Check:
    """Every quote and sentence of the exported `file` put to `study`.

    Raises:
        NotAnExport: in one line, why the file cannot be checked.
        OSError: the file cannot be read.
    """
    content = file.read_bytes()
    if len(content) > _MOST:
        raise NotAnExport(f"{file} has {len(content):,} bytes; name a file that tanya exported")
    reading = _read(content, file)
    if reading.text != text_mark(study):
        raise NotAnExport(f"{file} quotes another text than {study.id!r}; name its study with --study")
    return Check(len(reading.quotes), len(reading.said), tuple(_changed(reading, study)))


def _changed(reading: Reading, study: Study) -> Iterator[str]:
    quotes = {quoted.number: quoted for quoted in reading.quotes}
    if len(quotes) < len(reading.quotes):
        yield "two quotes bear the same number"
    for quoted in reading.quotes:
        yield from _misquoted(quoted, study)
    for said in reading.said:
        if missing := [number for number in said.cites if number not in quotes]:
            yield f"a sentence cites [{missing[0]}], which is not there: “{said.text}”"
        elif not _borne_out(said.text, [quotes[number].quote for number in said.cites], study):
            yield f"the quotes do not bear out: “{said.text}”"
    cited = {number for said in reading.said for number in said.cites}
    yield from (f"[{number}] is cited by no sentence" for number in quotes if number not in cited)


def _misquoted(quoted: Quoted, study: Study) -> Iterator[str]:
    """What is wrong with a quote; white space is folded, because a line of a document cannot keep it."""
    homes = [
        number
        for number, span in enumerate(study.paragraphs, start=1)
        if quoted.quote and quoted.quote in folded(study.quote(span))
    ]
    if not homes:
        yield f"[{quoted.number}] does not stand in the study: “{quoted.quote}”"
    elif quoted.paragraph not in homes:
        yield f"[{quoted.number}] stands in paragraph {homes[0]}, not {quoted.paragraph}: “{quoted.quote}”"


def _borne_out(text: str, quotes: Sequence[str], study: Study) -> bool:
    if text.startswith("“") and text.endswith("”"):
        return text[1:-1] in quotes
    stated = [note for note in study.notes if text in map(folded, note.statement.values())]
    proven = any({folded(study.quote(span)) for span in note.proof} == set(quotes) for note in stated)
    return proven or supports(text, quotes).supported


# ---------------------------------------------------------------------------------------------------- reading


def _read(content: bytes, file: Path) -> Reading:
    try:
        if content.startswith(b"PK"):
            return _docx(content)
        if content.lstrip().startswith(b"{"):
            return _json(content)
        return _markdown(content.decode())
    except (ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise NotAnExport(f"{file} was not exported by tanya, or its form was changed ({error!s:.120})") from None


def _mark(text: str) -> str:
    found = _TEXT.search(text)
    if not found:
        raise ValueError("it does not say which text it quotes")
    return found.group()


def _footnote(number: int, text: str) -> Quoted:
    found = _FOOTNOTE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"footnote {number} is not in the form “quote” — paragraph")
    return Quoted(number, found["quote"], int(found["paragraph"]))


def _markdown(text: str) -> Reading:
    quotes, said = list[Quoted](), list[Said]()
    for line in filter(None, map(str.strip, text.splitlines())):
        if note := re.fullmatch(r"\[\^(\d+)\]: (.*)", line):
            quotes.append(_footnote(int(note[1]), unescaped(note[2])))
        elif cited := re.fullmatch(r"(.*?)((?:\[\^\d+\])+)", line):
            numbers = tuple(int(number) for number in re.findall(r"\d+", cited[2]))
            said.append(Said(unescaped(cited[1].removeprefix("- ")), numbers))
    return Reading(_mark(unescaped(text)), tuple(quotes), tuple(said))


def _json(content: bytes) -> Reading:
    data = json.loads(content)
    quotes, said = list[Quoted](), list[Said]()
    for exchange in data["exchanges"]:
        base = len(quotes)  # each answer numbers its citations from 1
        answer: dict[str, Any] = exchange["answer"]
        quotes += [Quoted(base + c["number"], folded(c["quote"]), c["paragraph"]) for c in answer["citations"]]
        said += [Said(folded(c["text"]), tuple(base + number for number in c["citations"])) for c in answer["claims"]]
        for passage in answer["nearest"]:
            number = len(quotes) + 1
            quotes.append(Quoted(number, folded(passage["text"]), passage["paragraph"]))
            said.append(Said(f"“{folded(passage['text'])}”", (number,)))
    return Reading(_mark(data["study"]["text"]), tuple(quotes), tuple(said))


def _docx(content: bytes) -> Reading:
    import docx
    from docx.oxml.ns import qn
    from lxml import etree

    word = docx.Document(io.BytesIO(content))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        notes = etree.fromstring(package.read("word/footnotes.xml"), parser)
    texts = {int(note.get(qn("w:id"))): "".join(note.itertext()).strip() for note in notes if note.get(qn("w:type")) is None}
    said = []
    for paragraph in word.paragraphs:
        cites = tuple(int(mark.get(qn("w:id"))) for mark in paragraph._p.iter(qn("w:footnoteReference")))
        if cites and paragraph.style is not None and paragraph.style.name == ANSWER:
            said.append(Said(folded(paragraph.text), cites))
    facts = "\n".join(paragraph.text for paragraph in word.paragraphs[:8])
    return Reading(_mark(facts), tuple(_footnote(number, text) for number, text in texts.items()), tuple(said))
