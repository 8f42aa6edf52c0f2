"""Means with their intervals as SVG pictures that stand within a page and fetch nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from math import nan
from typing import TYPE_CHECKING

from assistant.evaluation.statistics import Interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS = ("#1f4e79", "#9aa5b1", "#c7b299", "#b8c9b0", "#d9a6a6")
_CROWDED = 8  # groups along the axis, above which their names are smaller


def bars(groups: Sequence[str], series: Mapping[str, Sequence[Interval | None]], label: str) -> str:
    """Groups along the axis, in each a bar for every one of `series`; None leaves a gap."""
    from matplotlib.figure import Figure

    width = 0.8 / len(series)
    figure = Figure(figsize=(11, 4), layout="constrained")
    axes = figure.subplots()
    for i, (name, found) in enumerate(series.items()):
        places = [place + (i - (len(series) - 1) / 2) * width for place in range(len(groups))]
        means = [held.mean if held else nan for held in found]
        errors = [
            [held.mean - held.low if held else nan for held in found],
            [held.high - held.mean if held else nan for held in found],
        ]
        axes.bar(places, means, width, yerr=errors, label=name, color=_COLOURS[i % len(_COLOURS)], capsize=2)
    axes.set_xticks(range(len(groups)), groups, fontsize="small" if len(groups) > _CROWDED else None)
    axes.set_ylim(0, 1)
    axes.set_ylabel(label)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper center", ncols=len(series), frameon=False)
    return _svg(figure)


def dots(found: Mapping[str, Interval], label: str, zero: bool = False) -> str:
    """One line a name, the first on top, with its mean as a dot; around `zero` for differences, else from 0 to 1."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 0.7 + 0.32 * len(found)), layout="constrained")
    axes = figure.subplots()
    lines = range(len(found))
    means = [held.mean for held in found.values()]
    errors = [[held.mean - held.low for held in found.values()], [held.high - held.mean for held in found.values()]]
    axes.errorbar(means, lines, xerr=errors, fmt="o", color=_COLOURS[0], ecolor=_COLOURS[1], elinewidth=3, markersize=6)
    axes.set_yticks(lines, list(found))
    axes.invert_yaxis()
    axes.set_xlabel(label)
    axes.grid(axis="x", color="#e3e8ed")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    if zero:
        axes.axvline(0, color="#51606f", linewidth=1)
    else:
        axes.set_xlim(-0.02, 1.02)
    return _svg(figure)


def _svg(figure: Figure) -> str:
    """The element itself: a page needs neither the namespaces, which are addresses, nor the metadata."""
    from matplotlib import rc_context

    picture = io.StringIO()
    with rc_context({"svg.hashsalt": "tanya"}):  # the same picture has the same bytes
        figure.savefig(picture, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    svg = picture.getvalue()
    return re.sub(r'\s+xmlns(:xlink)?="[^"]*"', "", svg[svg.index("<svg") :])
