"""Where the sentences of an Indonesian or English text begin and end."""

from __future__ import annotations

import re

from knowledge.language import either
from knowledge.records import Language, Span

_CLOSERS = "\"'”’)]»"


def sentence_spans(text: str, language: Language) -> list[Span]:
    """The sentences of `text`, without the white space between them; together they hold every other character.

    sentencex (Wikimedia) finds the ends; it does not know the Indonesian abbreviations of lexicon.yaml ("Jl.",
    "Rp.", "hlm."), takes any line break for an end, and some initials, so ends after these are taken back.
    """
    import sentencex

    spans: list[Span] = []
    start = 0
    for paragraph in re.finditer(r"\S(?:.*\S)?(?:\n(?=[^\n]*\S).*\S)*", text):
        start = paragraph.start()
        block = paragraph.group().replace("\n", " ")
        ends = [paragraph.start() + b["end_index"] for b in sentencex.get_sentence_boundaries(language, block)]
        for end in [*ends[:-1], paragraph.end()]:
            stop = start + len(text[start:end].rstrip())
            if stop > start and (end == paragraph.end() or not _continues(text, start, stop, end)):
                spans.append(Span(start, stop))
                start = end + len(text[end : paragraph.end()]) - len(text[end : paragraph.end()].lstrip())
    return spans


def _continues(text: str, start: int, stop: int, end: int) -> bool:
    """Whether what stands before `stop` is an abbreviation or an initial, not the end of a sentence."""
    following = text[end:].lstrip()[:1]
    if following.islower():
        return True
    head = text[start:stop].rstrip(_CLOSERS)
    word = re.split(r"[\s(\[\"“]", head.removesuffix("."))[-1]
    initial = re.fullmatch(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]", word) is not None
    short = word.lower() in either("abbreviations") or (following.isdigit() and word.lower() in either("numbered"))
    return head.endswith(".") and (initial or short)
