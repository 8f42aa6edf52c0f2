"""Answers and evidence as plain text for a terminal, and as data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.answers import Answer
from assistant.messages import say
from assistant.notices import notice
from knowledge.records import Evidence

DERIVED = ("text", "abstained", "reason")  # what an answer as data holds beyond the fields of `Answer`


def as_text(answer: Answer) -> str:
    """The answer and, below it, each quote with its paragraph; for what is unanswered the nearest passages.

    Last comes why a chat model that was asked did not write it, if it did not.
    """
    lines = [answer.text]
    if answer.citations:
        lines += ["", *(_line(f"[{c.number}]", c.paragraph, c.quote, answer) for c in answer.citations)]
    if answer.nearest:
        lines += ["", say("nearest", answer.language)]
        lines += [_line("-", p.paragraph, p.text, answer) for p in answer.nearest]
    if told := notice(answer):
        lines += ["", told]
    return "\n".join(lines)


def _line(mark: str, paragraph: int, quote: str, answer: Answer) -> str:
    return f"{mark} {say('paragraph', answer.language, number=paragraph)}: “{' '.join(quote.split())}”"


def as_data(answer: Answer) -> dict[str, Any]:
    """The whole answer as JSON types, with the derived fields before its own."""
    return {name: getattr(answer, name) for name in DERIVED} | asdict(answer)


def evidence_as_text(hits: Sequence[Evidence]) -> str:
    """One passage a paragraph, best first: score, paragraph, the note that led there, the text."""
    blocks = []
    for hit in hits:
        led = f"  {hit.note.id}" if hit.note else ""
        blocks.append(f"{hit.score:.3f}  ¶{hit.passage.paragraph}{led}\n{hit.passage.text}")
    return "\n\n".join(blocks)


def evidence_as_data(hits: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Passages as JSON types, best first, each with its score and the id of the note that led there."""
    return [{"score": hit.score, **asdict(hit.passage), "note": hit.note.id if hit.note else None} for hit in hits]
