"""Whether what an exported file says still stands: every quote in the study, every sentence borne by its quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.export.document import Document, Sentence, fingerprint, plain
from assistant.export.recovery import NotExported, Recovered
from assistant.verification import supports
from knowledge.quotes import QuoteNotFound, locate
from knowledge.records import Span, Study


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in a file, by the name that a reader finds it under, and where the file says that it stands."""

    name: str
    quote: str
    paragraph: int
    start: int
    end: int

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"paragraph {self.paragraph}, characters {self.start}–{self.end}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was checked in a file, and in one line each what does not stand."""

    quotes: int
    sentences: int
    changed: tuple[str, ...]
    same_text: bool  # whether the study's text is still the one that was quoted


def check(recovered: Recovered, study: Study) -> Outcome:
    """Compare what a file says with `study`, character by character.

    White space counts in JSON alone: lines of a study are broken anew in the other forms.

    Raises:
        NotExported: the file quotes another study.
    """
    document = recovered.document
    if document.study.id != plain(study.id) and document.study.fingerprint != fingerprint(study):
        raise NotExported(f"the file quotes the study {document.study.id!r}, not {study.id!r}; name its folder by --study")
    quotes = list(_quotes(document))
    sentences = [(f"question {at}", s) for at, entry in enumerate(document.entries, start=1) for s in entry.sentences]
    changed = [line for quoted in quotes if (line := _altered(quoted, study, exact=recovered.exact))]
    changed += _miscounted(document)
    changed += [line for name, sentence in sentences if (line := _unproven(name, sentence, document, study))]
    changed += [f"this is not as tanya wrote it: “{plain(text)}”" for text in recovered.strays]
    if not changed and not recovered.whole:
        changed = ["quotes and sentences stand, but something else was changed: a question, a verdict, a refusal or a date"]
    same = document.study.fingerprint == fingerprint(study)
    return Outcome(len(quotes), len(sentences), tuple(changed), same)


def _quotes(document: Document) -> Iterator[Quoted]:
    for note in document.footnotes:
        yield Quoted(f"footnote {note.number}", note.quote, note.paragraph, note.start, note.end)
    for at, entry in enumerate(document.entries, start=1):
        for number, near in enumerate(entry.nearest, start=1):
            yield Quoted(f"nearest passage {number} of question {at}", near.text, near.paragraph, near.start, near.end)


# ----------------------------------------------------------------------------------------------------- quotes


def _altered(quoted: Quoted, study: Study, *, exact: bool) -> str | None:
    """What is wrong with a quote, if anything is."""
    span = _place(quoted, study)
    there = study.quote(span) if span else ""
    if quoted.quote == there or (not exact and plain(quoted.quote) == plain(there)):
        return None
    said = f"the file says “{plain(quoted.quote)}”, {quoted.place}"
    if (home := _elsewhere(quoted.quote, study)) and home != span:
        now = f"paragraph {study.paragraph_of(home)}, characters {home.start}–{home.end}"
        return f"{quoted.name} was moved: {said}; it stands in {now}"
    found = f"the study says there “{plain(there)}”" if there else "the study has no such place"
    return f"{quoted.name} was changed: {said}; {found}"


def _place(quoted: Quoted, study: Study) -> Span | None:
    """Where the file says that a quote stands, if the study has that place in that paragraph."""
    if not (0 <= quoted.start < quoted.end and 1 <= quoted.paragraph <= len(study.paragraphs)):
        return None
    span = Span(quoted.start, quoted.end)
    return span if study.paragraphs[quoted.paragraph - 1].contains(span) else None


def _elsewhere(quote: str, study: Study) -> Span | None:
    """The one place where `quote` stands in the study, wherever the file says that it does."""
    try:
        span = locate(quote, study.text)
        study.paragraph_of(span)
    except (QuoteNotFound, ValueError):
        return None
    return span


def _miscounted(document: Document) -> Iterator[str]:
    """The footnotes that are there twice, and those that no sentence cites."""
    cited = {number for entry in document.entries for sentence in entry.sentences for number in sentence.footnotes}
    for number, times in Counter(note.number for note in document.footnotes).items():
        if times > 1:
            yield f"footnote {number} is there {times} times"
        if number not in cited:
            yield f"footnote {number} is cited by no sentence"


# -------------------------------------------------------------------------------------------------- sentences


def _unproven(name: str, sentence: Sentence, document: Document, study: Study) -> str | None:
    """Why the footnotes of a sentence do not prove it, if they do not."""
    said = f"a sentence of {name}, “{plain(sentence.text)}”,"
    notes = {note.number: note for note in document.footnotes}
    if not sentence.footnotes:
        return f"{said} has no footnote"
    if missing := [number for number in sentence.footnotes if number not in notes]:
        return f"{said} cites footnote {missing[0]}, which is not there"
    cited = (notes[number] for number in sentence.footnotes)
    spans = [_home(Quoted("", note.quote, note.paragraph, note.start, note.end), study) for note in cited]
    known = [span for span in spans if span]
    if len(known) == len(spans) and _is_borne(sentence.text, known, study):
        return None
    reason = supports(plain(sentence.text), [plain(study.quote(span)) for span in known]).reason
    return f"{said} is not what its footnotes say ({reason})"


def _home(quoted: Quoted, study: Study) -> Span | None:
    """Where a quote stands, or where it stood before it was changed."""
    place = _place(quoted, study)
    if place and plain(study.quote(place)) == plain(quoted.quote):
        return place
    return _elsewhere(quoted.quote, study) or place


def _is_borne(text: str, spans: Sequence[Span], study: Study) -> bool:
    """Whether `text` states a note that the study proves by `spans`, or says nothing that the study does not say there."""
    said = plain(text)
    for note in study.notes:
        if set(spans) == set(note.proof) and said in map(plain, note.statement.values()):
            return True
    return supports(said, [plain(study.quote(span)) for span in spans]).supported
