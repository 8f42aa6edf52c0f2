"""An evaluation of answers for readers, failures first: terminal, Markdown, JSON, one HTML page that opens offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from assistant.evaluation import answer_tables
from assistant.evaluation.answering import answer_all
from assistant.evaluation.comparison import Comparison, compare
from assistant.evaluation.judging import MEASURES, flaws
from assistant.evaluation.pages import rendered
from assistant.evaluation.plots import bars, dots
from assistant.evaluation.provenance import digest, provenance
from assistant.evaluation.question_set import QuestionSet
from assistant.evaluation.results import Outcome, Run
from assistant.evaluation.summary import AUROC, Group, Refusals, groups, refusals, refused

if TYPE_CHECKING:
    from knowledge.retriever import Retriever

# Measures that stand side by side in a table.
_BLOCKS = (
    ("right", "nugget-recall", "nugget-precision", "language"),
    ("citation-recall", "citation-precision", "gold-citations", "paragraph-cited", "answer-cited"),
    ("abstention-recall", "abstention-precision", "false-abstention", "reason", AUROC),
)
_DRAWN = ("right", "citation-recall", "citation-precision")
_MEANINGS = {measure.name: measure.meaning for measure in MEASURES} | {
    AUROC: "how well the confidence tells answerable questions from unanswerable ones"
}
SHOWN = 100  # wrong answers that a report for readers tells; the JSON has all


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """What was answered, on which study and questions, by which command."""

    about: Mapping[str, Any]  # command, commit, study, questions with digest, model, versions
    outcomes: Sequence[Outcome]
    groups: Sequence[Group]  # all questions first
    refusals: Sequence[Refusals]
    comparison: Comparison | None = None

    @property
    def wrong(self) -> list[Outcome]:
        """The outcomes that are not right, in the order of the set."""
        return [outcome for outcome in self.outcomes if not outcome.right]

    @property
    def flawed(self) -> list[Outcome]:
        """The right ones that fall short of some measure."""
        return [outcome for outcome in self.outcomes if outcome.right and flaws(outcome.scores)]

    @property
    def blocks(self) -> list[list[str]]:
        """The measures that any question gave, as they stand side by side."""
        held = ([name for name in block if name in self.groups[0].measured] for block in _BLOCKS)
        return [block for block in held if block]

    @property
    def refused(self) -> dict[str, tuple[int, int]]:
        """By accepted reason, how many questions were refused, and how many there are."""
        return refused(self.refusals)

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each measure says, in one line."""
        return _MEANINGS

    def as_data(self) -> dict[str, Any]:
        """Everything, for `json.dumps`, and for a later run to be compared with."""
        return {
            "about": dict(self.about),
            "groups": [asdict(group) for group in self.groups],
            "refusals": [asdict(row) for row in self.refusals],
            "comparison": self.comparison.as_data() if self.comparison else None,
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
        }

    def as_text(self) -> str:
        """What was wrong, then tables, for a terminal."""
        return answer_tables.as_text(self, SHOWN)

    def as_markdown(self) -> str:
        """What was wrong, then tables, for a page of a forge."""
        return rendered("answers.md", report=self, flaws=flaws, shown=SHOWN)

    def as_html(self) -> str:
        """One page: what was wrong, plots and tables; it fetches nothing."""
        first = self.groups[0]
        by_group = {name: [g.measured[name].interval if name in g.measured else None for g in self.groups] for name in _DRAWN}
        compared = {c.measure: c.difference.interval for c in self.comparison.measures} if self.comparison else {}
        return rendered(
            "answers.html",
            report=self,
            flaws=flaws,
            shown=SHOWN,
            overall=dots({name: held.interval for name, held in first.measured.items()}, "mean with its 95 % interval"),
            parts=bars([f"{g.name}\n{g.questions}" for g in self.groups], by_group, "share") if len(self.groups) > 1 else "",
            changes=dots(compared, "change, with its 95 % interval", zero=True) if compared else "",
        )


def evaluate_answers(retriever: Retriever, asked: QuestionSet, command: str = "", earlier: Run | None = None) -> AnswerReport:
    """Ask the assistant over `retriever` every question of `asked`, judge the answers, and compare them with `earlier`.

    Args:
        retriever: what the assistant answers from.
        asked: the questions.
        command: what the reader typed, for the report.
        earlier: a run of the same questions.
    """
    outcomes = answer_all(retriever, asked.questions)
    files = {"files": list(map(str, asked.files)), "sha256": digest(asked.files), "asked": len(asked.questions)}
    about = provenance(retriever, command) | {"questions": files}
    return AnswerReport(
        about=about,
        outcomes=outcomes,
        groups=groups(outcomes),
        refusals=refusals(outcomes),
        comparison=compare(Run(about, outcomes), earlier) if earlier else None,
    )
