"""Writers side by side: what each made of the same questions, and what that took, a column each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.evaluation.cost import COSTS, Cost, Figure
from assistant.evaluation.judging import MEASURES
from assistant.evaluation.summary import Group
from assistant.evaluation.tables import shown

_COMPARED = (
    "right",
    "nugget-recall",
    "nugget-precision",
    "citation-recall",
    "citation-precision",
    "abstention-recall",
    "false-abstention",
    "language",
)
_MEANINGS = {measure.name: measure.meaning for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every writer."""

    name: str
    cells: tuple[str, ...]  # one a writer; empty where it has no such figure
    meaning: str


def side_by_side(everything: Sequence[Group]) -> list[Row]:
    """The rows of the table of writers, from all answers of each; a row that would be empty is left out."""
    rows = [
        *(_row(name, everything, partial(_mean, name), _MEANINGS[name]) for name in _COMPARED),
        _row(
            "unsupported",
            everything,
            lambda group: f"{group.unsupported} of {group.claims}",
            "sentences shown that no citation proves",
        ),
        _row("words", everything, lambda group: f"{group.words.median:.0f}", "of an answer, median"),
        _row(
            "latency",
            everything,
            lambda group: f"{group.milliseconds.median:.0f}",
            "milliseconds for an answer or a refusal, median",
        ),
        _row("asked", everything, lambda group: f"{group.cost.answers}" if group.cost else "", "answers that it was to write"),
        *(_row(figure.name, everything, partial(_cost, figure), figure.meaning) for figure in COSTS),
        _row("faults", everything, lambda group: _faults(group.cost), "why answers fell back"),
    ]
    return [row for row in rows if any(row.cells)]


def _row(name: str, everything: Sequence[Group], cell: Callable[[Group], str], meaning: str) -> Row:
    return Row(name, tuple(cell(group) for group in everything), meaning)


def _mean(name: str, group: Group) -> str:
    return shown(group.measured[name].interval) if name in group.measured else ""


def _cost(figure: Figure, group: Group) -> str:
    return group.cost.shown(figure) if group.cost else ""


def _faults(cost: Cost | None) -> str:
    return ", ".join(f"{fault} {times}" for fault, times in cost.faults.items()) if cost else ""
