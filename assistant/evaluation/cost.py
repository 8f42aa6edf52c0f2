"""What a chat model takes for the answers that it was to write, and how many of them it did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from assistant.evaluation.results import Outcome


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that writing costs; less is better."""

    name: str
    meaning: str
    form: str  # in which it is shown


COSTS = (
    Figure("first", "seconds to the first sentence shown, median", "{:.2f}"),
    Figure("seconds", "of the chat model for an answer, median", "{:.2f}"),
    Figure("calls", "of the chat model for an answer, mean", "{:.2f}"),
    Figure("input-tokens", "for an answer, mean; 0 where the provider does not count", "{:.0f}"),
    Figure("output-tokens", "likewise", "{:.0f}"),
    Figure("dropped", "sentences for an answer that did not pass the gate, mean", "{:.2f}"),
    Figure("fell-back", "answers that are the curated writer's after all", "{:.3f}"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of some answers, by figure; a figure that no answer gives is left out."""

    answers: int  # that a chat model was to write; it is not asked where the study has no answer
    figures: Mapping[str, float]  # by the names of COSTS
    faults: Mapping[str, int]  # why answers fell back, the commonest first

    def shown(self, figure: Figure) -> str:
        """`figure` for readers; nothing where no answer gives it."""
        return figure.form.format(self.figures[figure.name]) if figure.name in self.figures else ""


def cost_of(outcomes: Iterable[Outcome]) -> Cost | None:
    """What a chat model did for `outcomes`; `None` where it was to write none of them."""
    writings = [outcome.writing for outcome in outcomes if outcome.writing]
    if not writings:
        return None
    faults = Counter(str(writing["fault"]) for writing in writings if writing["fault"])
    shown = [writing["first"] for writing in writings if writing["first"] is not None]
    figures = {
        "seconds": float(np.median([writing["seconds"] for writing in writings])),
        "calls": _mean(writings, "calls"),
        "input-tokens": _mean(writings, "input_tokens"),
        "output-tokens": _mean(writings, "output_tokens"),
        "dropped": sum(len(writing["dropped"]) for writing in writings) / len(writings),
        "fell-back": faults.total() / len(writings),
    }
    first = {"first": float(np.median(shown))} if shown else {}
    return Cost(len(writings), first | figures, dict(faults.most_common()))


def _mean(writings: Sequence[Mapping[str, Any]], name: str) -> float:
    return float(np.mean([writing[name] for writing in writings]))
