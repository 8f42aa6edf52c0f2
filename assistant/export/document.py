"""A conversation as a document: questions, sentences with footnotes, and where these are from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from assistant.answers import Answer
from assistant.exchange import Exchange
from assistant.messages import say
from knowledge.records import Language, Study

Form = Literal["markdown", "docx", "json"]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A quote, and where it stands."""

    quote: str  # white space folded, as a line of a document has it
    paragraph: int  # from 1
    source: str  # the paragraph, the study and the date in words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line of an answer; without footnotes it is in the assistant's own voice."""

    text: str
    footnotes: tuple[Footnote, ...] = ()
    verbatim: bool = False  # a passage of the study, shown in quotation marks


@dataclass(frozen=True, slots=True)
class Section:
    """A question and the lines of its answer."""

    question: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """What every form of export says."""

    title: str
    facts: tuple[tuple[str, str], ...]  # names and values: the author, the date, the fingerprint of the text
    sections: tuple[Section, ...]
    language: Language


def export(exchanges: Sequence[Exchange], study: Study, form: Form, language: Language) -> bytes:
    """`exchanges` as a file in `form`, its headings in `language`; questions, answers and quotes as they are."""
    from assistant.export.data import as_json
    from assistant.export.markdown import as_markdown
    from assistant.export.word import as_docx

    if form == "json":
        return as_json(exchanges, study).encode()
    made = document(exchanges, study, language)
    return as_markdown(made).encode() if form == "markdown" else as_docx(made)


def document(exchanges: Sequence[Exchange], study: Study, language: Language) -> Document:
    """What is exported of `exchanges`, as it is read today."""
    today = datetime.now(UTC).date().isoformat()
    facts = (
        (say("export-author", language), study.author or say("export-unknown", language)),
        (say("export-read", language), today),
        (say("export-text", language), f"{study.id} {text_mark(study)}"),
    )
    title = say("export-title", language, study=study.title or study.id)
    sections = tuple(Section(e.question, _sentences(e.answer, study, today)) for e in exchanges)
    return Document(title, facts, sections, language)


def text_mark(study: Study) -> str:
    """What tells one text from another."""
    return f"sha256:{sha256(study.text.encode()).hexdigest()}"


def folded(text: str) -> str:
    """`text` as it stands on one line."""
    return " ".join(text.split())


def _sentences(answer: Answer, study: Study, today: str) -> tuple[Sentence, ...]:
    def footnote(quote: str, paragraph: int) -> Footnote:
        where = say("export-footnote", answer.language, number=paragraph, study=study.title or study.id, date=today)
        return Footnote(folded(quote), paragraph, where)

    footnotes = {c.number: footnote(c.quote, c.paragraph) for c in answer.citations}
    opening = [Sentence(answer.opening)] if answer.opening else []
    claims = [Sentence(folded(claim.text), tuple(footnotes[n] for n in claim.citations)) for claim in answer.claims]
    refused = [Sentence(said) for said in answer.refusals]
    near = [Sentence(folded(p.text), (footnote(p.text, p.paragraph),), verbatim=True) for p in answer.nearest]
    lead = [Sentence(say("nearest", answer.language))] if near else []
    return (*opening, *claims, *refused, *lead, *near)
