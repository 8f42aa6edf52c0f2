"""The numbers in a text, in digits and in words, Indonesian and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal

from knowledge.language import LANGUAGES
from knowledge.records import Language

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+|%")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_SCALES = {
    "ribu": 10**3, "thousand": 10**3, "thousands": 10**3, "juta": 10**6, "jutaan": 10**6, "million": 10**6, "millions": 10**6,
    "miliar": 10**9, "milyar": 10**9, "billion": 10**9, "triliun": 10**12, "trilyun": 10**12, "trillion": 10**12,
}  # fmt: skip
_SCALED = {"seribu": 10**3, "sejuta": 10**6, "semiliar": 10**9, "setriliun": 10**12}
_FRACTIONS = {
    "setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "separo": Fraction(1, 2), "half": Fraction(1, 2),
    "sepertiga": Fraction(1, 3), "seperempat": Fraction(1, 4), "quarter": Fraction(1, 4),
}  # fmt: skip
_MORE = {
    "lusin": 12, "selusin": 12, "dozen": 12, "keduanya": 2, "twice": 2,
    "terakhir": -1, "last": -1, "single": 1, "tunggal": 1,
}  # fmt: skip
_LONGEST = 100  # digits; a longer run is no number that anybody writes, and Python refuses to read 4,300
_PERCENT = frozenset({"%", "persen", "percent", "prosen", "pct"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, and the characters `[start, end)` where it stands."""

    value: Fraction  # -1 is "the last"
    kind: Literal["cardinal", "ordinal", "percent"]
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        """Whether it is written as years are: four digits and nothing else."""
        return self.kind == "cardinal" and self.end - self.start == 4 and 1000 <= self.value < 2200


def quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """The numbers of `text` in order; `language` says whether 2.300 is two thousand three hundred."""
    tokens = list(_TOKEN.finditer(text))
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        read = _digits(tokens, at, language) or _spelled(tokens, at) or _roman(tokens, at)
        if read is None:
            at += 1
            continue
        value, kind, taken = read
        if at + taken < len(tokens) and (scale := _SCALES.get(tokens[at + taken].group().lower())):
            value, taken = value * scale, taken + 1
        if at + taken < len(tokens) and tokens[at + taken].group().lower() in _PERCENT:
            kind, taken = "percent", taken + 1
        found.append(Quantity(value, kind, tokens[at].start(), tokens[at + taken - 1].end()))
        at += taken
    return tuple(found)


_Read = tuple[Fraction, Literal["cardinal", "ordinal", "percent"], int]


def _digits(tokens: Sequence[re.Match[str]], at: int, language: Language) -> _Read | None:
    """A number in digits; "ke-19" and "19th" are ordinals."""
    written = tokens[at].group()
    if written[0] not in "0123456789" or len(written) > _LONGEST:
        return None
    before = tokens[at - 1].group().lower() if at else ""
    joined = at + 1 < len(tokens) and tokens[at + 1].start() == tokens[at].end()
    if joined and tokens[at + 1].group().lower() in {"st", "nd", "rd", "th"}:
        return Fraction(int(re.sub(r"\D", "", written))), "ordinal", 2
    ordinal = before == "ke" and tokens[at].start() - tokens[at - 1].end() == 1
    return _value(written, language), "ordinal" if ordinal else "cardinal", 1


def _value(written: str, language: Language) -> Fraction:
    """2.300 is 2300 and 5,2 is 52/10 in Indonesian, the other way round in English, unless the groups forbid it."""
    group, point = (".", ",") if language == "id" else (",", ".")
    for thousands, decimal in ((group, point), (point, group)):
        if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?|\d+(?:\{decimal}\d+)?", written):
            return Fraction(written.replace(thousands, "").replace(decimal, "."))
    return Fraction(re.sub(r"\D", "", written))  # "1.2.3", a version or a date


def _spelled(tokens: Sequence[re.Match[str]], at: int) -> _Read | None:
    """The longest number in words that begins here: groups of thousands and millions, each smaller than the one before."""
    total, taken, scale = Fraction(0), 0, 10**15
    kind: Literal["cardinal", "ordinal"] = "cardinal"
    while scale > 1 and kind == "cardinal" and (not taken or _follows(tokens, at + taken)):
        group = _group(tokens, at + taken)
        if group is None or (taken and group[1] >= scale):
            break
        value, scale, kind, length = group
        total, taken = total + value * scale, taken + length
        if scale > 1 and _follows(tokens, at + taken) and tokens[at + taken].group().lower() == "and":
            rest = _group(tokens, at + taken + 1) if at + taken + 1 < len(tokens) else None
            taken += rest is not None and rest[1] < scale  # "fourteen thousand and one"
    return (total, kind, taken) if taken else None


def _follows(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Whether nothing but space or a hyphen parts the word at `at` from the one before."""
    return at < len(tokens) and tokens[at].string[tokens[at - 1].end() : tokens[at].start()].strip() in {"", "-"}


def _group(tokens: Sequence[re.Match[str]], at: int) -> tuple[Fraction, int, Literal["cardinal", "ordinal"], int] | None:
    """A number below a thousand and what it is multiplied by: "dua ratus", "seribu", "five hundred thousand"."""
    word = tokens[at].group().lower()
    if word in _SCALED:
        return Fraction(1), _SCALED[word], "cardinal", 1
    if (parts := _parts(tokens, at)) is not None:
        return parts, 1, "cardinal", 2
    listed = _words()
    for length in range(min(6, len(tokens) - at), 0, -1):
        run = tuple(t.group().lower() for t in tokens[at : at + length])
        if run in listed and all(_follows(tokens, at + i) for i in range(1, length)):
            value, kind = listed[run]
            after = tokens[at + length].group().lower() if _follows(tokens, at + length) else ""
            scale = _SCALES.get(after, 1) if kind == "cardinal" else 1
            return value, scale, kind, length + (scale > 1)
    return None


def _parts(tokens: Sequence[re.Match[str]], at: int) -> Fraction | None:
    """A fraction of two words: "two thirds", "dua pertiga"."""
    if not _follows(tokens, at + 1):
        return None
    count, part = (_words().get((t.group().lower(),)) for t in tokens[at : at + 2])
    written = tokens[at + 1].group().lower()
    if written.startswith("per"):
        part = _words().get((written.removeprefix("per"),))
    elif not (part and part[1] == "ordinal") and written.endswith("s"):
        part = _words().get((written.removesuffix("s"),))
    elif not (count and count[0] == 1):
        return None
    if not count or not part or count[1] != "cardinal" or part[0] < 3:
        return None
    return count[0] / part[0] if written.startswith("per") or part[1] == "ordinal" else None


@cache
def _words() -> dict[tuple[str, ...], tuple[Fraction, Literal["cardinal", "ordinal"]]]:
    """The words for 0 to 999, cardinal and ordinal, in both languages (num2words), and those for halves and pairs."""
    from num2words import num2words

    found: dict[tuple[str, ...], tuple[Fraction, Literal["cardinal", "ordinal"]]] = {}
    for language in LANGUAGES:
        for number in range(1000):
            for kind in ("ordinal", "cardinal"):
                said = num2words(number, lang=language, to=kind).lower()
                for spelling in (said, said.replace(" and ", " ")):
                    found[tuple(re.findall(r"[^\W\d_]+", spelling))] = (Fraction(number), kind)
    found |= {(word,): (value, "cardinal") for word, value in _FRACTIONS.items()}
    found |= {(word,): (Fraction(value), "cardinal") for word, value in _MORE.items()}
    return found


def _roman(tokens: Sequence[re.Match[str]], at: int) -> _Read | None:
    """II, XIX: an ordinal; a lone I, V or X only after a word, never a pronoun or an initial."""
    written = tokens[at].group()
    if len(written) < 2 or not _ROMAN.fullmatch(written):
        return None
    worth = {"I": 1, "V": 5, "X": 10}
    values = [worth[letter] for letter in written]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return Fraction(total), "ordinal", 1
