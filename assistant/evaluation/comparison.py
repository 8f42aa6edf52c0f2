"""Two runs of one question set, side by side: what changed, and whether by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.judging import MEASURES
from assistant.evaluation.results import Outcome, Run, load_run
from assistant.evaluation.statistics import Difference, difference
from knowledge.questions import StudyQuestion
from knowledge.records import Study, StudyError

_ENOUGH = 0.5  # share of the questions that an earlier run must have asked too, to be one of the same set


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure in both runs, over the questions to which it applies in both."""

    measure: str
    questions: int
    now: float
    before: float
    difference: Difference  # now - before


@dataclass(frozen=True, slots=True)
class Change:
    """A question that one run answered rightly and the other did not."""

    now: Outcome
    before: Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside an earlier one."""

    about: Mapping[str, Any]  # of the earlier run
    matched: int  # questions that both asked
    questions: int  # of the run
    measures: Sequence[Compared]
    gained: Sequence[Change]
    lost: Sequence[Change]
    reworded: int  # questions that are as right or wrong as before, with another text
    same_gold: bool  # whether both read the same files of questions, byte for byte

    def as_data(self) -> dict[str, Any]:
        """The comparison for `json.dumps`; of a question that changed, what either run said."""
        return {
            "about": dict(self.about),
            "matched": self.matched,
            "questions": self.questions,
            "measures": [asdict(compared) for compared in self.measures],
            "gained": [_told(change) for change in self.gained],
            "lost": [_told(change) for change in self.lost],
            "reworded": self.reworded,
            "same_gold": self.same_gold,
        }


def load_earlier(path: Path, study: Study, questions: Sequence[StudyQuestion]) -> Run:
    """The run that was written to `path`, if it asked the same questions of the same study.

    Raises:
        StudyError: in one line, that it is no run, what it is a run of, or how few questions match.
        OSError: it cannot be read.
    """
    earlier = load_run(path)
    if earlier.about.get("study") != study.id:
        raise StudyError(f"{path} is a run of the study {earlier.about.get('study')!r}, this is one of {study.id!r}")
    asked = {_key(outcome) for outcome in earlier.outcomes}
    matched = sum((question.id, question.question, question.history) in asked for question in questions)
    if matched < _ENOUGH * len(questions):
        raise StudyError(
            f"{path} is a run of another question set: {matched} of {len(questions)} questions match by id and wording"
        )
    return earlier


def compare(run: Run, earlier: Run) -> Comparison:
    """What changed from `earlier` to `run`, over the questions that both asked in the same words."""
    before = {_key(outcome): outcome for outcome in earlier.outcomes}
    pairs = [Change(outcome, before[_key(outcome)]) for outcome in run.outcomes if _key(outcome) in before]
    turned = [pair for pair in pairs if pair.now.right != pair.before.right]
    same = [pair for pair in pairs if pair.now.right == pair.before.right]
    return Comparison(
        about=earlier.about,
        matched=len(pairs),
        questions=len(run.outcomes),
        measures=[found for measure in MEASURES if (found := _compared(measure.name, pairs))],
        gained=[pair for pair in turned if pair.now.right],
        lost=[pair for pair in turned if pair.before.right],
        reworded=sum(pair.now.said != pair.before.said for pair in same),
        same_gold=run.about["questions"]["sha256"] == earlier.about["questions"]["sha256"],
    )


def _told(change: Change) -> dict[str, str]:
    return {"id": change.now.id, "asked": change.now.asked, "now": change.now.said, "before": change.before.said}


def _key(outcome: Outcome) -> tuple[str, str, tuple[str, ...]]:
    return outcome.id, outcome.asked, outcome.history


def _compared(measure: str, pairs: Sequence[Change]) -> Compared | None:
    both = [
        (p.now.scores[measure], p.before.scores[measure])
        for p in pairs
        if measure in p.now.scores and measure in p.before.scores
    ]
    if not both:
        return None
    now, before = (np.array([score.value for score in side]) for side in zip(*both, strict=True))
    return Compared(measure, len(both), float(now.mean()), float(before.mean()), difference(now, before))
