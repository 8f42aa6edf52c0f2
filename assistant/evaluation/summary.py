"""Many outcomes in few figures: by kind, by language and overall, with their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.cost import COSTS, Cost, cost_of
from assistant.evaluation.judging import MEASURES
from assistant.evaluation.results import Outcome
from assistant.evaluation.statistics import Interval, area_under_curve, interval_of
from knowledge.records import Language

AUROC = "auroc"  # measured of a whole set, not of one answer
FIGURES = (
    *(measure.name for measure in MEASURES),
    *(AUROC, "unsupported", "words", "latency", "latency-95", "latency-multiple"),
    *(figure.name for figure in COSTS),
)
_LANGUAGES: dict[Language, str] = {"id": "in Indonesian", "en": "in English"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over the questions to which it applies."""

    questions: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Spread:
    """The median and the 95th percentile."""

    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one kind or language, or all of them."""

    name: str
    questions: int
    right: int
    measured: Mapping[str, Measured]  # by measure; one that applies to no question is left out
    words: Spread
    milliseconds: Spread
    bare: float  # milliseconds, median of one bare query embedding
    claims: int  # shown in all answers
    unsupported: int  # of them, those that their citations do not support
    cost: Cost | None = None  # of the chat model; none where none was to write


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was done with some questions that should be refused, or was refused: one row of the table of reasons."""

    given: str  # a reason, or "denied" or "answered"
    questions: int
    accepted: Mapping[str, int]  # of how many each reason was an accepted one; a question counts for each of its reasons
    answerable: int  # of how many there is an answer
    right: int  # how many gave an accepted reason


def groups(outcomes: Sequence[Outcome]) -> list[Group]:
    """All questions first, then each kind in the order of the set, then each language, where there is more than one."""
    kinds: dict[str, list[Outcome]] = {}
    languages: dict[Language, list[Outcome]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.kind or "without a kind", []).append(outcome)
        languages.setdefault(outcome.language, []).append(outcome)
    by_language = [(_LANGUAGES[code], held) for code, held in languages.items()]
    parts = [*(kinds.items() if len(kinds) > 1 else ()), *(by_language if len(by_language) > 1 else ())]
    return [_group(name, held) for name, held in [("all", list(outcomes)), *parts]]


def figures(group: Group) -> dict[str, float]:
    """Every figure of `group` that a threshold may be set for."""
    return {
        **{name: measured.interval.mean for name, measured in group.measured.items()},
        "unsupported": group.unsupported,
        "words": group.words.median,
        "latency": group.milliseconds.median,
        "latency-95": group.milliseconds.high,
        "latency-multiple": group.milliseconds.median / group.bare,
        **(group.cost.figures if group.cost else {}),
    }


def refusals(outcomes: Iterable[Outcome]) -> list[Refusals]:
    """What was given where a refusal was right or was given, the commonest first."""
    concerned = [outcome for outcome in outcomes if outcome.reason or not outcome.answerable]
    counted = Counter(_given(outcome) for outcome in concerned)
    return [_row(given, [o for o in concerned if _given(o) == given]) for given, _ in counted.most_common()]


def refused(rows: Iterable[Refusals]) -> dict[str, tuple[int, int]]:
    """By reason: how many questions for which it is accepted were refused, for whatever reason, and how many there are."""
    counted: dict[str, tuple[int, int]] = {}
    for row in rows:
        for reason, questions in row.accepted.items():
            found, every = counted.get(reason, (0, 0))
            counted[reason] = (found + questions * (row.given != "answered"), every + questions)
    return dict(sorted(counted.items()))


def _given(outcome: Outcome) -> str:
    return outcome.reason or ("denied" if outcome.right else "answered")


def _row(given: str, outcomes: Sequence[Outcome]) -> Refusals:
    accepted = Counter(reason for outcome in outcomes for reason in outcome.accepted)
    right = sum(given in outcome.accepted for outcome in outcomes)
    return Refusals(given, len(outcomes), dict(sorted(accepted.items())), sum(o.answerable for o in outcomes), right)


def _group(name: str, outcomes: Sequence[Outcome]) -> Group:
    values: dict[str, list[float]] = {}
    for outcome in outcomes:
        for measure, score in outcome.scores.items():
            values.setdefault(measure, []).append(score.value)
    ordered = [measure.name for measure in MEASURES if measure.name in values]
    measured = {name: Measured(len(values[name]), interval_of(np.array(values[name]))) for name in ordered}
    return Group(
        name=name,
        questions=len(outcomes),
        right=sum(outcome.right for outcome in outcomes),
        measured=measured | _told_apart(outcomes),
        words=_spread(outcome.words for outcome in outcomes),
        milliseconds=_spread(outcome.milliseconds for outcome in outcomes),
        bare=float(np.median([outcome.bare for outcome in outcomes])),
        claims=sum(len(outcome.answer["claims"]) for outcome in outcomes),
        unsupported=sum(outcome.unsupported for outcome in outcomes),
        cost=cost_of(outcomes),
    )


def _told_apart(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """How well the confidence tells questions with an answer from those without, where it is known of both."""
    known = [(o.answerable, o.confidence) for o in outcomes if o.confidence is not None]
    sides = [np.array([confidence for answerable, confidence in known if answerable is side]) for side in (True, False)]
    return {AUROC: Measured(len(known), area_under_curve(*sides))} if all(map(len, sides)) else {}


def _spread(values: Iterable[float]) -> Spread:
    median, high = np.percentile(list(values), (50, 95))
    return Spread(float(median), float(high))
