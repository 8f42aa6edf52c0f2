"""A picture of a study as SVG: its topics, their notes and what these list, each a question to click on.

A tree in three columns, laid out here: every branch gets a band as high as its boxes need, so that none overlap. The
libraries for it either draw in the browser from a script of their own or need a program of the system.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import combinations

from assistant.messages import say, topic_name
from knowledge.records import Language, Note, Study

_STEP = 10  # that a deeper item is moved to the right
_LINE, _PAD, _GAP = 16, 7, 7  # heights of a line, above and below it, and between boxes
_LETTER = 7.1  # width of a letter at the size of the labels, on the safe side


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn on; a unit is about a pixel."""

    name: str
    width: int
    columns: tuple[tuple[int, int], ...]  # where topics, notes and items begin, and how wide their boxes are
    beside: bool  # whether what belongs to a box stands beside it, or below


WIDE = Sheet("wide", 640, ((72, 128), (230, 184), (444, 190)), beside=True)  # for a desk
NARROW = Sheet("narrow", 350, ((40, 306), (64, 282), (88, 258)), beside=False)  # for a telephone


@dataclass(frozen=True, slots=True)
class Box:
    """A label with its place; `y` is its middle."""

    label: str
    lines: tuple[str, ...]  # of the label
    x: float
    y: float
    width: float
    kind: str  # topic, note or item
    question: str = ""  # empty: nothing to ask

    @property
    def height(self) -> float:
        """Of the box around its lines."""
        return len(self.lines) * _LINE + 2 * _PAD


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    boxes: tuple[Box, ...]
    branches: tuple[tuple[Box, Box], ...]  # from a box to one that belongs to it
    ties: tuple[tuple[Box, Box], ...]  # topics that are treated in the same paragraph
    height: float


def map_panel(study: Study, language: Language) -> str:
    """The picture, with a line that says how to use it; nothing for a study without notes."""
    if not study.notes:
        return ""
    label = escape(say("map-label", language), quote=True)
    sheets = "".join(_svg(draw(study, language, sheet), sheet, label, language) for sheet in (WIDE, NARROW))
    return f'<div class="map" lang="{language}"><p class="hint">{say("map-hint", language)}</p>{sheets}</div>'


def draw(study: Study, language: Language, sheet: Sheet) -> Picture:
    """Where everything stands on `sheet`; the same study gives the same picture."""
    notes = {note.id: note for note in study.notes}
    listed = {item for note in study.notes for item in note.items}
    boxes, branches, heads, y = list[Box](), list[tuple[Box, Box]](), dict[str, Box](), float(_GAP)
    for topic, told in study.topics.items():
        head, top = _box(topic_name(topic, language), sheet.columns[0], "topic"), y
        if not sheet.beside:
            head, y = _stack([head], y)[0][0], y + head.height + _GAP
        leads = list[Box]()
        for note in (note for note in told if note.id not in listed):
            lead, items, y = _family(note, notes, language, sheet, y)
            boxes += [lead, *items]
            branches += [(lead, item) for item in items]
            leads.append(lead)
        if sheet.beside:
            y = max(y, top + head.height + _GAP)
            head = _at(head, (top + y - _GAP) / 2)
        heads[topic] = head
        branches += [(head, lead) for lead in leads]
        y += _GAP
    return Picture((*heads.values(), *boxes), tuple(branches), tuple(_ties(study, heads)), y)


def _family(note: Note, notes: dict[str, Note], language: Language, sheet: Sheet, y: float) -> tuple[Box, list[Box], float]:
    """A note and what it lists, from `y` on, and where the next one begins."""
    lead = _box(_label(note, language), sheet.columns[1], "note", note.question.get(language, ""))
    within = [_item(item, depth, language, sheet) for item, depth in _within(note, notes)]
    if not sheet.beside:
        (lead, *items), y = _stack([lead, *within], y)
        return lead, items, y
    items, below = _stack(within, y)
    height = max(lead.height, below - y - _GAP)
    spare = (height - (below - y - _GAP)) / 2
    return _at(lead, y + height / 2), [_at(item, item.y + spare) for item in items], y + height + _GAP


def _within(note: Note, notes: dict[str, Note], depth: int = 0) -> Iterator[tuple[Note, int]]:
    """What `note` lists, and what these list, each with its depth."""
    for item in note.items:
        yield notes[item], depth
        yield from _within(notes[item], notes, depth + 1)


def _label(note: Note, language: Language) -> str:
    return note.label.get(language) or textwrap.shorten(note.statement[language], 60, placeholder=" …")


def _box(label: str, column: tuple[int, int], kind: str, question: str = "", shift: float = 0) -> Box:
    x, width = column
    lines = textwrap.wrap(label, int((width - shift - 2 * _PAD) / _LETTER))
    return Box(label, tuple(lines), x + shift, 0, width - shift, kind, question)


def _item(note: Note, depth: int, language: Language, sheet: Sheet) -> Box:
    return _box(_label(note, language), sheet.columns[2], "item", note.question.get(language, ""), shift=depth * _STEP)


def _stack(boxes: Sequence[Box], y: float) -> tuple[list[Box], float]:
    """The boxes one below the other from `y` on, and where the next one would begin."""
    placed = []
    for box in boxes:
        placed.append(_at(box, y + box.height / 2))
        y += box.height + _GAP
    return placed, y


def _at(box: Box, y: float) -> Box:
    return replace(box, y=y)


def _ties(study: Study, topics: dict[str, Box]) -> Iterator[tuple[Box, Box]]:
    paragraphs: dict[str, set[int]] = {topic: set() for topic in topics}
    for note in study.notes:
        paragraphs[note.topic] |= {study.paragraph_of(quote) for quote in note.quotes}
    for one, other in combinations(topics, 2):
        if paragraphs[one] & paragraphs[other]:
            yield topics[one], topics[other]


# ---------------------------------------------------------------------------------------------------- as SVG


def _svg(picture: Picture, sheet: Sheet, label: str, language: Language) -> str:
    lines = [_tie(*tie) for tie in picture.ties] + [_branch(*branch, sheet) for branch in picture.branches]
    nodes = (_node(box, language) for box in picture.boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{sheet.name}" viewBox="0 0 {sheet.width} {picture.height:g}" '
        f'role="group" aria-label="{label}">{"".join(lines)}{"".join(nodes)}</svg>'
    )


def _branch(one: Box, other: Box, sheet: Sheet) -> str:
    if not sheet.beside:
        return f'<path class="branch" d="M{one.x + 10:g} {one.y + one.height / 2:g}V{other.y:g}H{other.x:g}"/>'
    start, end = one.x + one.width, other.x
    middle = (start + end) / 2
    return f'<path class="branch" d="M{start:g} {one.y:g}C{middle:g} {one.y:g} {middle:g} {other.y:g} {end:g} {other.y:g}"/>'


def _tie(one: Box, other: Box) -> str:
    """A bow in the left margin, the wider the farther it reaches."""
    out = max(4.0, one.x - 24 - (other.y - one.y) / 16)
    return f'<path class="tie" d="M{one.x:g} {one.y:g}C{out:g} {one.y:g} {out:g} {other.y:g} {other.x:g} {other.y:g}"/>'


def _node(box: Box, language: Language) -> str:
    top = box.y - box.height / 2
    first = top + _PAD + 12
    lines = "".join(
        f'<tspan x="{box.x + _PAD + 2:g}" y="{first + at * _LINE:g}">{escape(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    rect = f'<rect x="{box.x:g}" y="{top:g}" width="{box.width:g}" height="{box.height:g}" rx="7"/>'
    if not box.question:
        return f'<g class="node {box.kind}">{rect}<text>{lines}</text></g>'
    name = escape(say("map-ask", language, label=box.label, question=box.question), quote=True)
    asked = escape(box.question, quote=True)
    return (
        f'<g class="node {box.kind} ask" role="button" tabindex="0" data-question="{asked}" aria-label="{name}">'
        f"<title>{escape(box.question)}</title>{rect}<text>{lines}</text></g>"
    )
