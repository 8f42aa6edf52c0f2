"""Feedback as text for a terminal, as JSON, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

from assistant.feedback import Feedback

_COLUMNS = ("at", "rating", "comment", "question", "answer", "study", "fingerprint")
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet takes for the beginning of a formula, white space or not


def as_text(kept: Sequence[Feedback]) -> str:
    """A block for each thumb, and how many there are."""
    if not kept:
        return "No feedback yet."
    blocks = [
        "\n".join(
            [
                f"{f.at}  {f.rating}  {f.study}",
                f"  question: {_line(f.question)}",
                f"  answer:   {_line(str(f.answer.get('text', '')))}",
                *([f"  comment:  {_line(f.comment)}"] if f.comment else []),
            ]
        )
        for f in kept
    ]
    up = sum(f.rating == "up" for f in kept)
    return "\n\n".join([*blocks, f"{len(kept)} in all: {up} up, {len(kept) - up} down."])


def as_json(kept: Sequence[Feedback]) -> str:
    """A list of objects with every field, the answer as an object."""
    return json.dumps([asdict(f) for f in kept], ensure_ascii=False, indent=1)


def as_csv(kept: Sequence[Feedback]) -> str:
    """A row for each thumb under a row of names; what a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for f in kept:
        fields = [f.at, f.rating, f.comment, f.question, str(f.answer.get("text", "")), f.study, f.fingerprint]
        rows.writerow([f"'{field}" if field.lstrip().startswith(_FORMULA) else field for field in fields])
    return out.getvalue()


def _line(text: str) -> str:
    return " ".join(text.split())
