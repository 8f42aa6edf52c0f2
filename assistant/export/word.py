"""Blocks as a Word file with footnotes, and back, also where a program has split its runs and renumbered its footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZipFile

from assistant.export.document import Document
from assistant.export.footnotes import Footnotes, References, footnote_texts
from assistant.export.layout import Block, Kind, Layout, Look, Mark, Piece, Text, tidied

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_STYLES: dict[Kind, str] = {"title": "Title", "heading": "Heading 1", "item": "List Bullet", "paragraph": "Normal"}
_KINDS = {style: kind for kind, style in _STYLES.items()}
_LANGUAGES = {"id": "id-ID", "en": "en-GB"}
_LARGEST = 50_000_000  # bytes that a file may unpack to; ours are under a hundredth of it


def write(layout: Layout, document: Document) -> bytes:
    """The content of a .docx file."""
    import docx

    file = docx.Document()
    _describe(file, layout.blocks[0].text, document)
    footnotes = Footnotes(file, layout.footnotes)
    for block in layout.blocks:
        _fill(file.add_paragraph(style=_STYLES[block.kind]), block.pieces, footnotes)
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _describe(file: Any, title: str, document: Document) -> None:
    """Say what the file is, and which language it is in, for spelling and for reading aloud."""
    from docx.oxml.ns import qn

    about = file.core_properties
    about.title, about.author, about.comments = title, "tanya", ""
    about.created = about.modified = document.entries[-1].asked
    for spoken in file.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), _LANGUAGES[document.language])


def _fill(paragraph: Paragraph, pieces: Sequence[Piece], footnotes: Footnotes) -> None:
    for at, piece in enumerate(pieces):
        if isinstance(piece, Text):
            run = paragraph.add_run(f"{' ' if at else ''}{piece.text}")
            run.bold, run.italic = piece.look == "strong" or None, piece.look == "emphasis" or None
        else:
            if at and isinstance(pieces[at - 1], Mark):  # two marks in a row would read as one number
                paragraph.add_run(",").font.superscript = True
            footnotes.refer(paragraph, piece.number)


# ---------------------------------------------------------------------------------------------------- reading


def read(content: bytes) -> Layout:
    """The blocks of a .docx file, whoever wrote it; `ValueError` if it is none."""
    try:
        return _read(content)
    except Exception as error:  # of a broken file, whatever the parts of python-docx raise
        raise ValueError(f"it is no whole Word file ({error!r:.100})") from None


def _read(content: bytes) -> Layout:
    import docx

    with ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _LARGEST:
            raise ValueError("it unpacks to more than 50 MB")
    file = docx.Document(BytesIO(content))
    texts = footnote_texts(file)
    references = References(texts)
    blocks = tuple(_block(element, file, references) for element in file.element.body if not element.tag.endswith("}sectPr"))
    numbered = sorted((number, texts[id_]) for id_, number in references.numbers().items())
    return Layout(tuple(block for block in blocks if block.pieces), tuple(numbered))


def _block(element: Any, file: Any, references: References) -> Block:
    from docx.text.paragraph import Paragraph

    pieces = tidied(list(_pieces(element, references)))
    if not element.tag.endswith("}p"):
        return Block("other", pieces)
    style = Paragraph(element, file).style
    return Block(_KINDS.get(str(style.name) if style else "Normal", "paragraph"), pieces)


def _pieces(element: Any, references: References) -> Iterator[Piece]:
    """What stands in an element, in order, however deep."""
    from docx.oxml.ns import qn
    from docx.text.run import Run

    for part in element.iter():
        if (number := references.number(part)) is not None:
            yield Mark(number)
        elif part.tag in (qn("w:br"), qn("w:tab"), qn("w:cr")):
            yield Text(" ")
        elif part.tag == qn("w:t"):
            run = Run(part.getparent(), cast(Any, None))
            between = run.font.superscript and (part.text or "").strip() in ("", ",")
            if not between and not references.shown(part):
                yield Text(part.text or "", _look(run))


def _look(run: Any) -> Look:
    return "strong" if run.bold else "emphasis" if run.italic else "plain"
