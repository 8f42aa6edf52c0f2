"""The matrix of a study as a table: what it says of each row and column, proven, or that it does not say."""

from __future__ import annotations

from html import escape

from assistant.matrix import Cell, matrix
from assistant.messages import say
from assistant.web.markup import homes
from knowledge.records import Language, Study


def matrix_panel(study: Study, language: Language) -> str:
    """The table; nothing for a study without a matrix."""
    found = matrix(study)
    if found is None:
        return ""
    heads = "".join(f'<th scope="col">{escape(partner.label[language])}</th>' for partner in found.rows)
    # A field to a row: the names of fields are long, and a column can be no wider than a word on a telephone.
    rows = "".join(
        f'<tr><th scope="row">{escape(cells[0].column.label[language])}</th>'
        f"{''.join(_cell(cell, study, language) for cell in cells)}</tr>"
        for cells in zip(*found.cells, strict=True)
    )
    label, corner = escape(say("matrix-label", language), quote=True), say("matrix-corner", language)
    # It scrolls sideways where it is too wide, so it must be reachable by keyboard.
    return (
        f'<div class="matrix" lang="{language}"><p id="matrix-caption">{say("matrix-caption", language)}</p>'
        f'<div class="sheet" role="region" aria-label="{label}" tabindex="0"><table aria-describedby="matrix-caption">'
        f'<thead><tr><th scope="col">{corner}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div></div>'
    )


def _cell(cell: Cell, study: Study, language: Language) -> str:
    if cell.sentence is None:
        return f'<td class="unsaid">{say("matrix-unsaid", language)}</td>'
    at, number = homes(cell.sentence.span, study)[0], cell.sentence.paragraph
    said, quote = say("matrix-said", language, number=number), escape(cell.sentence.text, quote=True)
    names = escape(f"{cell.row.label[language]}, {cell.column.label[language]}: {said}", quote=True)
    button = f'<button type="button" class="cite" data-sentence="s{at}" title="{quote}" aria-label="{names}">¶{number}</button>'
    return f'<td class="said">{button}</td>'
