"""The evaluation of answers in a terminal: what was wrong, what changed, and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.evaluation.comparison import Change, Comparison
from assistant.evaluation.cost import Figure
from assistant.evaluation.results import Outcome
from assistant.evaluation.summary import Group, Refusals
from assistant.evaluation.tables import one_line, printed, shown, table

if TYPE_CHECKING:
    from rich.table import Table

    from assistant.evaluation.answer_report import AnswerReport

_NAME = 24  # characters of a writer's name in one line of its column


def as_text(report: AnswerReport, most: int) -> str:
    """The whole of `report`, at most `most` wrong answers and as many changed ones."""
    return printed(*_blocks(report, most))


def _blocks(report: AnswerReport, most: int) -> Iterator[Any]:
    everything = report.groups[0]
    if report.beside:
        yield _writers(report)
    for other in report.beside:
        yield from _failures(other, most, f" by {one_line(other.writer)}")
        yield ""
    yield from _failures(report, most, f" by {one_line(report.writer)}" if report.beside else "")
    if report.comparison:
        yield from _compared(report.comparison, most)
    if report.beside:
        yield f"\nAll answers by {one_line(report.writer)}:"
    yield _overall(everything, report)
    if len(report.groups) > 1:
        yield from (_by_group(report.groups, block) for block in report.blocks)
    if len(report.groups) > 1 and report.costs:
        yield _costs(report.groups, report.costs)
    if report.refusals:
        yield _refusals(report.refusals, report.refused)
    yield _lengths(everything)


def _writers(report: AnswerReport) -> Table:
    made = table(["writers"], [one_line(name) for name in report.writers], [""])
    for column in made.columns[1:-1]:
        column.overflow, column.max_width = "fold", _NAME
    for row in report.side_by_side:
        made.add_row(row.name, *row.cells, row.meaning)
    return made


def _failures(report: AnswerReport, most: int, by: str) -> Iterator[Any]:
    yield f"Wrong{by}: {len(report.wrong) or 'none'} of {report.groups[0].questions}"
    yield _told([line for outcome in report.wrong[:most] for line in _wrong(outcome)])
    if len(report.wrong) > most:
        yield f"And {len(report.wrong) - most} more, which the JSON holds."


def _told(lines: Sequence[tuple[str, str]]) -> Table:
    """Names and texts, an empty line before each that begins with no name of a part."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, text in lines:
        grid.add_row(name, one_line(text))
    return grid


def _wrong(outcome: Outcome) -> list[tuple[str, str]]:
    history = f" (after: {' / '.join(outcome.history)})" if outcome.history else ""
    return [
        ("", ""),
        ("asked", outcome.asked + history),
        ("answered", outcome.said),
        ("wrong", outcome.scores["right"].reason),
        ("", f"{outcome.id}, {outcome.kind or 'without a kind'}, {outcome.language}"),
    ]


def _changed(change: Change) -> list[tuple[str, str]]:
    return [
        ("", ""),
        ("asked", change.now.asked),
        ("before", change.before.said),
        ("now", change.now.said),
        ("", change.now.id),
    ]


def _compared(comparison: Comparison, most: int) -> Iterator[Any]:
    yield f"\nBeside {one_line(str(comparison.about.get('command')))} at commit {comparison.about.get('commit')}:"
    yield f"{comparison.matched} of {comparison.questions} questions match; {comparison.reworded} more answers read otherwise."
    if not comparison.same_gold:
        yield "The files of questions differ, so what is right may differ too."
    made = table(["measure"], ["now", "before", "difference (95 %)", "p", "pairs"], ["test"])
    for compared in comparison.measures:
        change = compared.difference.interval
        made.add_row(
            compared.measure,
            f"{compared.now:.3f}",
            f"{compared.before:.3f}",
            f"{change.mean:+.3f} ({change.low:+.3f} to {change.high:+.3f})",
            f"{compared.difference.p:.3f}",
            str(compared.questions),
            compared.difference.test,
        )
    yield made
    for title, changes in (("Wrong now, right before", comparison.lost), ("Right now, wrong before", comparison.gained)):
        yield f"\n{title}: {len(changes) or 'none'}"
        yield _told([line for change in changes[:most] for line in _changed(change)])


def _overall(group: Group, report: AnswerReport) -> Table:
    made = table(["all questions"], ["mean", "95 %", "questions"], [""])
    for name, held in group.measured.items():
        interval = f"{held.interval.low:.3f} to {held.interval.high:.3f}"
        made.add_row(name, f"{held.interval.mean:.3f}", interval, str(held.questions), report.meanings[name])
    return made


def _by_group(groups: Sequence[Group], names: Sequence[str]) -> Table:
    made = table(["by kind and language"], ["questions", *(name.replace("-", "\n") for name in names)])
    for group in groups:
        cells = (shown(group.measured[name].interval) if name in group.measured else "" for name in names)
        made.add_row(one_line(group.name), str(group.questions), *cells)
    return made


def _costs(groups: Sequence[Group], figures: Sequence[Figure]) -> Table:
    made = table(["by kind and language"], ["asked", *(figure.name.replace("-", "\n") for figure in figures)])
    for group in groups:
        if group.cost:
            made.add_row(one_line(group.name), str(group.cost.answers), *(group.cost.shown(figure) for figure in figures))
    return made


def _refusals(rows: Sequence[Refusals], refused: Mapping[str, tuple[int, int]]) -> Table:
    """What was given against what is accepted; below it how many were refused."""
    columns = (reason.replace("-", "\n", 1) for reason in refused)
    made = table(["refusals"], ["all", "accepted", "answer-\nable", *columns])
    for row in rows:
        accepted = (str(row.accepted.get(reason, 0)) for reason in refused)
        made.add_row(one_line(row.given), str(row.questions), str(row.right), str(row.answerable), *accepted)
    if refused:
        made.add_section()
        made.add_row("refused", "", "", "", *(f"{found} of {every}" for found, every in refused.values()))
    return made


def _lengths(group: Group) -> str:
    middle, high, bare = group.milliseconds.median, group.milliseconds.high, group.bare
    return (
        f"length: median {group.words.median:.0f} words, 95th percentile {group.words.high:.0f}\n"
        f"latency: median {middle:.1f} ms ({middle / bare:.2f} x one query embedding of {bare:.1f} ms), "
        f"95th percentile {high:.1f} ms ({high / bare:.2f} x)"
    )
