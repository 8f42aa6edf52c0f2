"""What the text of a study dictates to whoever answers from it: it stands there, yet nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.entailment.orders import echoes, orders
from knowledge.records import Evidence, Note, Passage, Span, Study


def dictated(span: Span, study: Study) -> str:
    """The words of the order that `span` is under; none if it is under none.

    That is one which it shares a sentence with, one before it in its paragraph, for what is to be said may stand in
    sentences of its own, or one right after it that takes it up.
    """
    sentences = [s for home in study.sentences_of(span)[:1] for s in study.sentences_of(study.paragraphs[home.paragraph - 1])]
    before = (orders(sentence.text) for sentence in sentences if sentence.start < span.end)
    after = (echoes(sentence.text) for sentence in [s for s in sentences if s.start >= span.end][:1])
    return next((found for found in (*before, *after) if found), "")


def undictated(sentences: Iterable[Passage], study: Study) -> tuple[Passage, ...]:
    """Those of `sentences` that are under no order."""
    return tuple(sentence for sentence in sentences if not dictated(sentence.span, study))


def sound(evidence: Iterable[Evidence], study: Study) -> list[Evidence]:
    """Those of `evidence` that have a sentence under no order, and no note that gives or quotes one."""
    return [hit for hit in evidence if undictated(study.sentences_of(hit.passage.span), study) and _is_sound(hit.note, study)]


def _is_sound(note: Note | None, study: Study) -> bool:
    return note is None or not (any(map(orders, note.statement.values())) or under_order(note.proof, study))


def under_order(quotes: Sequence[Span], study: Study) -> str:
    """The words of the first order that one of `quotes` is under."""
    return next((found for span in quotes if (found := dictated(span, study))), "")
