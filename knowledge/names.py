"""The names of territories, languages, months and days in Indonesian and English: Unicode CLDR's, by Babel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from knowledge.language import LANGUAGES

if TYPE_CHECKING:
    from babel import Locale

Kind = Literal["territory", "language", "month", "day"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# The world, unknown, the eurozone, outlying Oceania, and the two that CLDR makes up for tests.
_NO_TERRITORY = frozenset({"001", "ZZ", "EZ", "QO", "XA", "XB"})


@dataclass(frozen=True, slots=True)
class Name:
    """What one of the two languages calls a territory, a language, a month or a day."""

    kind: Kind
    code: str  # CLDR's, the same in both languages: "ID" and "019" are territories, "1" is January, "0" is Monday
    text: str  # as CLDR writes it
    short: bool = False  # an abbreviation of a month or a day


def names_of(*kinds: Kind) -> tuple[Name, ...]:
    """Every name of these kinds, the Indonesian ones first."""
    return tuple(name for name in _names() if name.kind in kinds)


@cache
def _names() -> tuple[Name, ...]:
    from babel import Locale

    return tuple(name for code in LANGUAGES for name in _of(Locale(code)))


def _of(locale: Locale) -> Iterator[Name]:
    yield from (Name("territory", code, text) for code, text in locale.territories.items() if code not in _NO_TERRITORY)
    # Longer codes are variants of a language, such as American English.
    yield from (Name("language", code, text) for code, text in locale.languages.items() if len(code) < 4)
    yield from _dated("month", locale.months)
    yield from _dated("day", locale.days)


def _dated(kind: Kind, listed: Mapping[str, Mapping[str, Mapping[int, str]]]) -> Iterator[Name]:
    for width in ("wide", "abbreviated"):
        yield from (Name(kind, str(code), text, short=width == "abbreviated") for code, text in listed["format"][width].items())
