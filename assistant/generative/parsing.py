"""What a chat model writes, piece by piece, as sentences with the numbers that they cite; small models write anyhow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.language import clean, words
from knowledge.records import Language
from knowledge.sentences import sentence_spans

LONGEST = 400  # characters; a longer sentence is no sentence but a loop

_SUPERSCRIPTS = str.maketrans({sign: f"[{at}]" for at, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_NUMBERS = r"\s*(?:kalimat|sentences?|passages?|no\.?|s|\^)?\s*(\d{1,3}(?:\s*(?:,|;|&|\+|/|[-–]|dan|and)\s*\d{1,3})*)\s*"
_MARKER = re.compile(rf"\s*(?:[\[【]{_NUMBERS}[\]】]|[(（]{_NUMBERS}[)）])", re.IGNORECASE)
_AFTER_THE_STOP = re.compile(rf"([.!?…][\"”’*]*)((?:{_MARKER.pattern})+)", re.IGNORECASE)
_PART_OF_A_MARKER = re.compile(r"[\s\[(【（\])】）\d,;&*\"”]*$")
_ITEM = re.compile(r"(?m)^[^\S\n]*(?:>\s*|#+\s+|[-*•–]\s+|\d{1,2}[.)]\s+|[a-zA-Z][)]\s+)+")
_MARKUP = re.compile(r"\*+|_{2,}|`+|~~")
_TAG = re.compile(r"</?\w[^<>]{0,80}>")
# What stands before an answer and says nothing: "Jawaban:", "Yes,", "Based on sentence 2,".
_PREFACE = re.compile(
    r"^(?:(?:jawaban(?:nya)?|jawab|answer|kesimpulan|conclusion)\s*:\s*"
    r"|(?:ya|iya|tidak|betul|benar|tentu|yes|no|sure|certainly|of course)\s*[,.!:]\s+(?=\S)"
    r"|(?:berdasarkan|menurut|sesuai|based on|according to|as stated in)\s+(?:the\s+)?"
    r"(?:kalimat|naskah|teks|bacaan|kutipan|sentences?|passages?|text|study)"
    r"(?:\s+(?:bernomor|di atas|above|tersebut|itu))?(?:\s+\d+)?\s*,\s*"
    r"|(?:selain itu|di samping itu|kemudian|selanjutnya|juga|furthermore|moreover|additionally|in addition|also)\s*,\s*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of a chat model, cleared of what is no part of it."""

    text: str
    numbers: tuple[int, ...]  # that it cites, as they were written: there may be none, or no such sentence


def sentences(pieces: Iterable[str], language: Language) -> Iterator[Written]:
    """The sentences of what comes in `pieces`, each as soon as it is known to be whole.

    Left out is what is no statement: thoughts, headings, questions, and whatever has no words. A text that goes on for
    more than `LONGEST` characters without a full stop ends it, and so does one that states nothing for twice as many.
    """
    pending, idle = "", 0
    for piece in spoken(pieces):
        pending += piece
        whole, pending = _cut(pending, language)
        yield from whole
        idle = 0 if whole else idle + len(piece)
        if len(pending) > LONGEST and any(map(str.isalpha, pending)):
            yield Written(clean(pending), ())
            return
        if idle > 2 * LONGEST:
            return
    whole, _ = _cut(pending + "\n", language)
    yield from whole


_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>.*?</\1>", re.IGNORECASE | re.DOTALL)
_THOUGHT_OPEN = re.compile(r"<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT_END = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_LONGEST_TAG = 12


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces` without what stands in tags for thoughts, which may be cut anywhere and need not be closed."""
    pending = ""
    for piece in pieces:
        pending = _THOUGHT.sub(" ", pending + piece)
        opened = _THOUGHT_OPEN.search(pending)
        ready = pending[: opened.start()] if opened else pending
        tag = ready.rfind("<")
        if not opened and tag >= 0 and ">" not in ready[tag:] and len(ready) - tag < _LONGEST_TAG:
            ready = ready[:tag]  # perhaps the beginning of one
        pending = pending[len(ready) :]
        yield _THOUGHT_END.sub(" ", ready)
    if not _THOUGHT_OPEN.match(pending):
        yield pending


def _cut(text: str, language: Language) -> tuple[list[Written], str]:
    """The sentences of `text` that are whole, and the rest."""
    *lines, rest = _tidy(text).split("\n")
    spans = sentence_spans(rest, language)
    # What follows a sentence shows that it is whole; numbers that follow it are still its own.
    open_ = 2 if len(spans) > 1 and _PART_OF_A_MARKER.match(rest[spans[-1].start :]) else 1
    start = spans[-open_].start if spans else 0
    parts = [line[span.start : span.end] for line in lines for span in sentence_spans(line, language)]
    parts += [rest[span.start : span.end] for span in spans[:-open_]]
    return [sentence for part in parts if (sentence := _read(part))], rest[start:]


def _tidy(text: str) -> str:
    """`text` without the signs of lists and headings, every number before the full stop of its sentence."""
    without = _ITEM.sub("", text.translate(_SUPERSCRIPTS))
    return _AFTER_THE_STOP.sub(lambda found: f"{found.group(2)}{found.group(1)}", without)


def _read(part: str) -> Written | None:
    """The sentence that `part` is, if it states anything."""
    numbers = [n for found in _MARKER.finditer(part) for n in _numbers(found.group(1) or found.group(2))]
    text = clean(_MARKUP.sub("", _TAG.sub("", _MARKER.sub("", part))))
    text = re.sub(r"\s+([.,;:!?])", r"\1", text).strip(" -–•")
    while (bare := _PREFACE.sub("", text)) != text:
        text = bare[:1].upper() + bare[1:]
    if not words(text) or text.endswith(("?", ":")):
        return None
    return Written(text if text.endswith((".", "!", "…")) else f"{text}.", tuple(dict.fromkeys(numbers)))


def _numbers(written: str) -> list[int]:
    """The numbers of a marker: "1, 2" and "1-3"."""
    found: list[int] = []
    for part in re.split(r"\s*(?:,|;|&|\+|/|dan|and)\s*", written):
        first, *last = (int(number) for number in re.split(r"\s*[-–]\s*", part))
        found += range(first, last[0] + 1) if last and last[0] - first < 20 else [first, *last]
    return found
