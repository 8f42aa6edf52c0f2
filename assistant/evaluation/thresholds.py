"""Figures that a run must reach, for checks that fail without them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.summary import FIGURES, Group, figures

Side = Literal["at least", "at most"]
_EQUAL = 1e-9  # a mean of tenths is no exact tenth


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound of one figure over all questions."""

    name: str
    side: Side
    bound: float


def thresholds(at_least: Iterable[str], at_most: Iterable[str]) -> list[Threshold]:
    """The thresholds written as `name=value`.

    Raises:
        ValueError: one is not so written, or there is no such figure; the message lists them.
    """
    return [_threshold(given, "at least") for given in at_least] + [_threshold(given, "at most") for given in at_most]


def _threshold(given: str, side: Side) -> Threshold:
    name, _, value = given.partition("=")
    if name not in FIGURES:
        raise ValueError(f"{name!r} is not measured; name one of {', '.join(FIGURES)}")
    try:
        bound = float(value)
    except ValueError:
        bound = math.nan
    if not math.isfinite(bound):
        raise ValueError(f"write {name}=0.97 with a number, found {given!r}")
    return Threshold(name, side, bound)


def unmet(wanted: Iterable[Threshold], group: Group) -> list[str]:
    """A line for each threshold that `group` does not meet; a figure that no question gives meets none."""
    found = figures(group)
    return [line for bound in wanted if (line := _complaint(bound, found.get(bound.name)))]


def _complaint(wanted: Threshold, value: float | None) -> str | None:
    if value is None:
        return f"{wanted.name} was not measured, for no question gives it; {wanted.side} {wanted.bound:g} was asked for"
    missed = value < wanted.bound - _EQUAL if wanted.side == "at least" else value > wanted.bound + _EQUAL
    return f"{wanted.name} is {value:.4g}, {wanted.side} {wanted.bound:g} was asked for" if missed else None
