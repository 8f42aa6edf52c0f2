"""A retrieval evaluation for readers: a table in the terminal, JSON for programs, one HTML file that opens offline."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.evaluation.retrieval import MEASURES, Group, Score, as_written, groups, losses, measure, searchable, systems
from knowledge.questions import load_questions
from knowledge.records import Study, StudyError

if TYPE_CHECKING:
    from knowledge.retriever import Retriever

_PACKAGES = ("tanya", "bm25s", "chromadb", "ir-measures", "sentence-transformers", "torch")
_WORST = 100  # questions shown with what was found instead
_COLOURS = ("#1f4e79", "#9aa5b1", "#c7b299", "#b8c9b0", "#d9a6a6")


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
        from rich.console import Console

        console = Console(file=io.StringIO(), width=118, force_terminal=False)
        console.print(self._compared(), self._hurried())
        return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]

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
        from jinja2 import Environment

        template = resources.files("assistant").joinpath("evaluation", "retrieval.html").read_text("utf-8")
        return (
            Environment(autoescape=True)
            .from_string(template)
            .render(
                report=self,
                measures=MEASURES,
                plot=_bars(self.groups),
                loss=_bars(self._side_by_side()) if self.lost else "",
                wrong=[(score, self._text(score)) for score in self._wrong()],
            )
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

    def _compared(self) -> Any:
        """The systems side by side, a section a group."""
        from rich.box import SIMPLE
        from rich.table import Table

        table = Table("questions", "", f"{MEASURES[0]} (95 %)", box=SIMPLE)
        for name in MEASURES[1:]:
            table.add_column(name, justify="right")
        for group in self.groups:
            for system, measured in group.measured.items():
                first = measured[MEASURES[0]]
                title = f"{group.name}: {group.questions}" if system == self.systems[0] else ""
                rest = (f"{measured[name].mean:.3f}" for name in MEASURES[1:])
                table.add_row(title, system, f"{first.mean:.3f} ({first.low:.3f} to {first.high:.3f})", *rest)
            table.add_section()
        return table

    def _hurried(self) -> Any:
        """What slips of the finger and colloquial spelling cost, in points."""
        from rich.box import SIMPLE
        from rich.table import Table

        table = Table("questions", f"{MEASURES[0]} as written", *self.lost, box=SIMPLE)
        for group in self._side_by_side():
            written, *hurried = (measured[MEASURES[0]].mean for measured in group.measured.values())
            losses = (f"{mean:.3f} ({100 * (mean - written):+.1f})" for mean in hurried)
            table.add_row(group.name, f"{written:.3f}", *losses)
        return table


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
        about={
            "command": command,
            "commit": _commit(),
            "study": study.id,
            "paragraphs": len(study.paragraphs),
            "model": retriever.index.held.facts["model"],
            "reranker": retriever.reranker.name if retriever.reranker else None,
            "index": retriever.index.folder.name,
            "seed": seed,
            "versions": {name: version(name) for name in _PACKAGES},
        },
        scores=scores,
        groups=groups(scores),
        lost={how: groups(found) for how, found in lost.items()},
    )


def _commit() -> str | None:
    """The commit that is measured, if this file stands in its own repository and not in someone else's."""
    root = Path(__file__).parents[2]
    try:
        top = _git(root, "rev-parse", "--show-toplevel")
        return _git(root, "describe", "--always", "--dirty") if Path(top) == root else None
    except (OSError, subprocess.CalledProcessError):  # installed from an archive
        return None


def _git(root: Path, *asked: str) -> str:
    return subprocess.run(["git", "-C", str(root), *asked], capture_output=True, text=True, check=True).stdout.strip()


def _bars(groups: Sequence[Group]) -> str:
    """nDCG@10 with its interval as an SVG picture: groups along the axis, a bar a system."""
    from matplotlib.figure import Figure

    names = list(groups[0].measured)
    width = 0.8 / len(names)
    figure = Figure(figsize=(11, 4), layout="constrained")
    axes = figure.subplots()
    for i, name in enumerate(names):
        found = [group.measured[name][MEASURES[0]] for group in groups]
        places = [place + (i - (len(names) - 1) / 2) * width for place in range(len(groups))]
        errors = [[f.mean - f.low for f in found], [f.high - f.mean for f in found]]
        axes.bar(places, [f.mean for f in found], width, yerr=errors, label=name, color=_COLOURS[i % len(_COLOURS)], capsize=2)
    axes.set_xticks(range(len(groups)), [f"{group.name}\n{group.questions}" for group in groups])
    axes.set_ylim(0, 1)
    axes.set_ylabel(MEASURES[0])
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=len(names), frameon=False)
    picture = io.StringIO()
    figure.savefig(picture, format="svg", metadata={"Date": None, "Creator": None})
    svg = picture.getvalue()
    return svg[svg.index("<svg") :]
