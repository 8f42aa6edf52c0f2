"""Notes crosswise, each cell proven by one sentence of the study, or not said there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.verification import supports
from knowledge.records import Crossing, Language, Note, Passage, Study


@dataclass(frozen=True, slots=True)
class Cell:
    """What the study says of a row and a column."""

    row: Note
    column: Note
    sentence: Passage | None  # that bears it out; none if the study does not say


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells, row by row, and the notes at their edges."""

    rows: tuple[Note, ...]
    columns: tuple[Note, ...]
    cells: tuple[tuple[Cell, ...], ...]


def matrix(study: Study) -> Matrix | None:
    """The matrix that study.yaml asks for, every cell put to the gate; none if it asks for none."""
    if study.matrix is None:
        return None
    notes = {note.id: note for note in study.notes}
    rows, columns = (tuple(notes[at] for at in ids) for ids in (study.matrix.rows, study.matrix.columns))
    return Matrix(rows, columns, tuple(tuple(_cell(row, column, study, study.matrix) for column in columns) for row in rows))


def _cell(row: Note, column: Note, study: Study, plan: Crossing) -> Cell:
    """One sentence alone must say it: of two, the one might name the country and the other the field of something else."""
    claim = _claim(row, column, plan, study.language)
    homes = (s for quote in row.quotes for s in study.sentences_of(quote) if _names(s, row, study) and _names(s, column, study))
    return Cell(row, column, next((s for s in homes if supports(claim, [s.text]).supported), None))


def _names(sentence: Passage, note: Note, study: Study) -> bool:
    """Whether the label stands in the sentence word for word.

    The gate takes words of one stem for the same ("latihan", "pelatihan"); a table of nothing but names must not.
    """
    return bool(re.search(rf"\b{re.escape(note.label[study.language])}\b", sentence.text, re.IGNORECASE))


def _claim(row: Note, column: Note, plan: Crossing, language: Language) -> str:
    return plan.claim[language].format(row=_within(row.label[language]), column=_within(column.label[language]))


def _within(label: str) -> str:
    """A label inside a sentence: a capital that only began the label goes."""
    return label if (" " not in label and label.istitle()) or label[1:2].isupper() else label[0].lower() + label[1:]
