"""A retrieval evaluation for readers: a table in the terminal, JSON for programs, one HTML file that opens offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.pages import rendered
from assistant.evaluation.plots import bars
from assistant.evaluation.provenance import provenance
from assistant.evaluation.retrieval import MEASURES, Group, Score, as_written, groups, losses, measure, searchable, systems
from assistant.evaluation.tables import printed, table
from knowledge.questions import load_questions
from knowledge.records import Study, StudyError

if TYPE_CHECKING:
    from rich.table import Table

    from knowledge.retriever import Retriever

_WORST = 100  # questions shown with what was found instead


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """What was measured, on what, by which command."""

    study: Study
    about: Mapping[str, Any]  # command, commit, versions, model, index, seed
    scores: Sequence[Score]
    groups: Sequence[Group]
    lost: Mapping[str, Sequence[Group]]  # by perturbation, the groups of the retriever

    @property
    def systems(self) -> list[str]:
        """The names of what was measured, the retriever first."""
        return list(self.groups[0].measured)

    def as_text(self) -> str:
        """Tables for a terminal: means, with the 95 % interval of nDCG@10."""
        return printed(self._compared(), self._hurried())

    def as_data(self) -> dict[str, Any]:
        """Everything, for `json.dumps`: each score with the paragraphs that it comes from."""
        return {
            "about": dict(self.about),
            "groups": [asdict(group) for group in self.groups],
            "perturbed": {how: [asdict(group) for group in found] for how, found in self.lost.items()},
            "questions": [
                {
                    "id": score.question.id,
                    "system": score.system,
                    "asked": score.asked,
                    "language": score.question.language,
                    "kind": score.question.kind,
                    "right": score.question.paragraphs,
                    "found": score.found,
                    "values": dict(score.values),
                }
                for score in self.scores
            ],
        }

    def as_html(self) -> str:
        """One page with plots, tables and the questions that went wrong; it fetches nothing."""
        return rendered(
            "retrieval.html",
            report=self,
            measures=MEASURES,
            plot=_drawn(self.groups),
            loss=_drawn(self._side_by_side()) if self.lost else "",
            wrong=[(score, self._text(score)) for score in self._wrong()],
        )

    def _wrong(self) -> list[Score]:
        own = [score for score in self.scores if score.system == self.systems[0] and score.values["R@1"] < 1]
        return sorted(own, key=lambda score: (score.values["nDCG@10"], score.question.id))[:_WORST]

    def _text(self, score: Score) -> str:
        if not score.found:
            return ""
        return self.study.quote(self.study.paragraphs[score.found[0] - 1])

    def _side_by_side(self) -> list[Group]:
        """The retriever on the questions as written and as perturbed, as if they were systems."""
        own = self.systems[0]
        found = {"as written": self.groups, **self.lost}
        return [
            Group(group.name, group.questions, {how: held[i].measured[own] for how, held in found.items()})
            for i, group in enumerate(self.groups)
        ]

    def _compared(self) -> Table:
        """The systems side by side, a section a group."""
        made = table(["questions", "", f"{MEASURES[0]} (95 %)"], MEASURES[1:])
        for group in self.groups:
            for system, measured in group.measured.items():
                first = measured[MEASURES[0]]
                title = f"{group.name}: {group.questions}" if system == self.systems[0] else ""
                rest = (f"{measured[name].mean:.3f}" for name in MEASURES[1:])
                made.add_row(title, system, f"{first.mean:.3f} ({first.low:.3f} to {first.high:.3f})", *rest)
            made.add_section()
        return made

    def _hurried(self) -> Table:
        """What slips of the finger and colloquial spelling cost, in points."""
        made = table(["questions", f"{MEASURES[0]} as written", *self.lost])
        for group in self._side_by_side():
            written, *hurried = (measured[MEASURES[0]].mean for measured in group.measured.values())
            losses = (f"{mean:.3f} ({100 * (mean - written):+.1f})" for mean in hurried)
            made.add_row(group.name, f"{written:.3f}", *losses)
        return made


def evaluate_retrieval(retriever: Retriever, cache: Path, seed: int, command: str = "") -> RetrievalReport:
    """Measure `retriever` on the questions of its study, beside the baselines, and as hurried readers type them.

    Args:
        retriever: what is measured.
        cache: where the index of the baseline with another model is kept.
        seed: draws the slips and colloquial spellings.
        command: what the reader typed, for the report.

    Raises:
        StudyError: the study has no questions that can be searched for.
    """
    study = retriever.study
    assert study.folder is not None, "a retriever's study was loaded from a folder"
    questions = searchable(load_questions(study, study.folder))
    if not questions:
        raise StudyError(f"{study.folder} holds no answerable question with its place; add questions.yaml or questions.jsonl")
    compared = systems(retriever, cache)
    scores = measure(questions, compared, as_written)
    lost = losses(compared[0], questions, seed)
    return RetrievalReport(
        study=study,
        about=provenance(retriever, command) | {"seed": seed},
        scores=scores,
        groups=groups(scores),
        lost={how: groups(found) for how, found in lost.items()},
    )


def _drawn(groups: Sequence[Group]) -> str:
    names = [f"{group.name}\n{group.questions}" for group in groups]
    systems = list(groups[0].measured)
    return bars(names, {name: [g.measured[name][MEASURES[0]] for g in groups] for name in systems}, MEASURES[0])
