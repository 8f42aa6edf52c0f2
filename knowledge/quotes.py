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
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = [Span(m.start(), m.end()) for m in pattern.finditer(text)]
    if within is not None:
        found = [span for span in found if within.contains(span)]
    if len(found) != 1:
        where = "nowhere" if not found else f"{len(found)} times"
        raise QuoteNotFound(f"{quote!r} stands {where} in the text")
    return found[0]
