"""A document as DOCX with footnotes of Word's own.

python-docx writes everything but footnotes, so these are put into the package here: a part of their own, and references
to it, as ECMA-376 (part 1, 17.11) describes them.
"""

from __future__ import annotations

import io
import re
from typing import Any

from assistant.export.document import Document, Footnote, Sentence

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_UNPRINTABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
ANSWER, REFERENCE, NOTE = "Tanya Answer", "Tanya Footnote Reference", "Tanya Footnote Text"  # names of styles
_SEPARATORS = """
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
"""


def as_docx(document: Document) -> bytes:
    """The document; each reference has a footnote of its own, as Word expects it."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    word = docx.Document()
    word.core_properties.title, word.core_properties.author = clean(document.title), "tanya"
    word.styles.add_style(ANSWER, WD_STYLE_TYPE.PARAGRAPH)
    word.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH).font.size = docx.shared.Pt(9)
    word.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
    word.add_heading(clean(document.title), 0)
    for name, value in document.facts:
        word.add_paragraph(clean(f"{name}: {value}"))
    notes: list[Footnote] = []
    for section in document.sections:
        word.add_heading(clean(section.question), 1)
        for sentence in section.sentences:
            _add(word, sentence, notes)
    _attach(word, notes)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def clean(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _add(word: Any, sentence: Sentence, notes: list[Footnote]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    text = f"“{sentence.text}”" if sentence.verbatim else sentence.text
    paragraph = word.add_paragraph(clean(text), style=ANSWER)
    for note in sentence.footnotes:
        notes.append(note)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(notes)))
        paragraph.add_run(style=REFERENCE)._r.append(reference)


def _attach(word: Any, notes: list[Footnote]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from lxml import etree

    root = etree.fromstring(f'<w:footnotes xmlns:w="{_MAIN}">{_SEPARATORS}</w:footnotes>')
    for number, note in enumerate(notes, start=1):
        footnote = etree.SubElement(root, f"{{{_MAIN}}}footnote", {f"{{{_MAIN}}}id": str(number)})
        paragraph = etree.SubElement(footnote, f"{{{_MAIN}}}p")
        style = etree.SubElement(etree.SubElement(paragraph, f"{{{_MAIN}}}pPr"), f"{{{_MAIN}}}pStyle")
        style.set(f"{{{_MAIN}}}val", word.styles[NOTE].style_id)
        mark = etree.SubElement(paragraph, f"{{{_MAIN}}}r")
        shape = etree.SubElement(etree.SubElement(mark, f"{{{_MAIN}}}rPr"), f"{{{_MAIN}}}rStyle")
        shape.set(f"{{{_MAIN}}}val", word.styles[REFERENCE].style_id)
        etree.SubElement(mark, f"{{{_MAIN}}}footnoteRef")
        text = etree.SubElement(etree.SubElement(paragraph, f"{{{_MAIN}}}r"), f"{{{_MAIN}}}t")
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = clean(f" “{note.quote}” — {note.source}")
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), _CONTENT, blob, word.part.package)
    word.part.relate_to(part, _RELATION)
