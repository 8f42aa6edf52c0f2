"""An evaluation of answers for readers, failures first: terminal, Markdown, JSON, one HTML page that opens offline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from assistant.evaluation import answer_tables
from assistant.evaluation.answering import answer_all
from assistant.evaluation.comparison import Comparison, compare
from assistant.evaluation.cost import COSTS, Figure
from assistant.evaluation.judging import MEASURES, flaws
from assistant.evaluation.pages import rendered
from assistant.evaluation.plots import bars, dots
from assistant.evaluation.provenance import authorship, digest, provenance
from assistant.evaluation.question_set import QuestionSet
from assistant.evaluation.results import Outcome, Run
from assistant.evaluation.summary import AUROC, Group, Refusals, groups, refusals, refused
from assistant.evaluation.writers import Row, side_by_side

if TYPE_CHECKING:
    from assistant.generative.writer import GenerativeWriter
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
    """What was answered by one writer, on which study and questions, by which command."""

    about: Mapping[str, Any]  # command, commit, study, questions with digest, models, versions
    outcomes: Sequence[Outcome]
    groups: Sequence[Group]  # all questions first
    refusals: Sequence[Refusals]
    comparison: Comparison | None = None
    beside: Sequence[AnswerReport] = ()  # what other writers made of the same questions

    @property
    def writer(self) -> str:
        """Who wrote the answers."""
        return str(self.about["writer"])

    @property
    def writers(self) -> list[str]:
        """All writers, in the order in which they were asked."""
        return [*(report.writer for report in self.beside), self.writer]

    @property
    def side_by_side(self) -> list[Row]:
        """The table of the writers, a cell each in the order of `writers`."""
        return side_by_side([report.groups[0] for report in (*self.beside, self)])

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
    def costs(self) -> list[Figure]:
        """What the chat model cost, the figures that any answer gave."""
        cost = self.groups[0].cost
        return [figure for figure in COSTS if cost and figure.name in cost.figures]

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
            "beside": [report.as_data() for report in self.beside],
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


def evaluate_answers(
    retriever: Retriever,
    asked: QuestionSet,
    command: str = "",
    earlier: Run | None = None,
    writers: Iterable[GenerativeWriter] = (),
) -> AnswerReport:
    """Ask the assistant over `retriever` every question of `asked`, judge the answers, and compare them with `earlier`.

    The curated writer is measured, and after it each of `writers`; the report is of the last, with the others beside it.

    Args:
        retriever: what the assistant answers from.
        asked: the questions.
        command: what the reader typed, for the report.
        earlier: a run of the same questions, with which the last writer is compared.
        writers: each is taken when the one before it has answered everything, so that models need not be open at once.
    """
    files = {"files": list(map(str, asked.files)), "sha256": digest(asked.files), "asked": len(asked.questions)}
    about = provenance(retriever, command) | {"questions": files}
    *beside, last = (_report(retriever, asked, about, writer) for writer in chain([None], writers))
    comparison = compare(Run(last.about, tuple(last.outcomes)), earlier) if earlier else None
    return replace(last, comparison=comparison, beside=tuple(beside))


def _report(
    retriever: Retriever, asked: QuestionSet, about: Mapping[str, Any], writer: GenerativeWriter | None
) -> AnswerReport:
    outcomes = answer_all(retriever, asked.questions, writer)
    return AnswerReport({**about, **authorship(writer)}, outcomes, groups(outcomes), refusals(outcomes))
