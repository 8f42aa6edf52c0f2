"""Tables for a terminal. What stands in them is text, whatever it looks like: no markup, no control characters."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.evaluation.statistics import Interval

if TYPE_CHECKING:
    from rich.table import Table

_WIDTH = 118


def printed(*blocks: Any) -> str:
    """Tables and lines, one below the other, as plain text."""
    from rich.console import Console

    page = io.StringIO()
    console = Console(file=page, width=_WIDTH, force_terminal=False, markup=False, emoji=False, highlight=False)
    console.print(*blocks, sep="\n")
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def table(left: Sequence[str], right: Sequence[str] = (), last: Sequence[str] = ()) -> Table:
    """An empty table: columns of words, then of numbers, then of words again."""
    from rich.box import SIMPLE
    from rich.table import Table

    made = Table(*left, box=SIMPLE)
    for name in right:
        made.add_column(name, justify="right")
    for name in last:
        made.add_column(name)
    return made


def one_line(text: str) -> str:
    """`text` with spaces folded and nothing in it that a terminal would obey."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def shown(interval: Interval) -> str:
    """A mean and its interval in few characters: 0.974 .94–.99."""
    return f"{interval.mean:.3f} {_short(interval.low)}–{_short(interval.high)}"


def _short(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1) if value < 0.995 else "1"
