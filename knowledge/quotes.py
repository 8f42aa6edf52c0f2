"""The only meaning of "exact": a quote stands in the text as it is, white space folded and nothing else."""

from __future__ import annotations

import re

from knowledge.records import Span


class QuoteNotFound(ValueError):
    """The quote does not stand in the text, or not exactly once."""


def locate(quote: str, text: str, within: Span | None = None) -> Span:
    """The one place where `quote` stands in `text`, or in `text[within]`.

    A run of white space in the quote matches any run in the text. Nothing else is forgiven: no case, no
    punctuation, no edit distance, because "38 units" is two edits away from "83 units".

    Raises:
        QuoteNotFound: the quote is empty, stands nowhere, or stands more than once.
    """
    words = quote.split()
    if not words:
        raise QuoteNotFound("the quote is empty")
    # Looked ahead, so that overlapping places count too; whole words, because "38 units" is no quote of "138 units".
    exact = r"\s+".join(map(re.escape, words))
    left, right = (r"(?<!\w)" if words[0][0].isalnum() else "", r"(?!\w)" if words[-1][-1].isalnum() else "")
    first, last = (within.start, within.end) if within else (0, len(text))
    pattern = re.compile(f"{left}(?=({exact}){right})")
    found = [Span(*m.span(1)) for m in pattern.finditer(text, first, last)]
    if len(found) != 1:
        where = "nowhere" if not found else f"{len(found)} times"
        raise QuoteNotFound(f"{quote!r} stands {where} in the text")
    return found[0]
