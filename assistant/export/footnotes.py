"""Footnotes in a Word file, which python-docx does not know: the part that holds them, and the references to it.

A footnote has one reference, because Word counts references, not footnotes; where it is used again stands a field that
repeats its number (ECMA-376 part 1, 17.11 footnotes, 17.16.5.38 NOTEREF).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

_SKELETON = """<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
_BOOKMARK = "tanya_"
_NOTEREF = re.compile(r"\s*NOTEREF\s+(\w+)")
_AFTER_FOOTNOTES = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "themeFontLang", "clrSchemeMapping")  # in settings.xml


class Footnotes:
    """Where the footnotes of one new Word file are made and referred to."""

    def __init__(self, file: Any, footnotes: Sequence[tuple[int, str]]) -> None:
        self._styles = _styles(file)
        self._referred: set[int] = set()
        if footnotes:
            _add_part(file, [self._footnote(number, text) for number, text in footnotes])
            _separate(file)

    def refer(self, paragraph: Any, number: int) -> None:
        """Put the number of a footnote at the end of `paragraph`."""
        if number in self._referred:
            paragraph._p.append(self._repeated(number))
            return
        self._referred.add(number)
        name = f"{_BOOKMARK}{number}"
        reference = self._run(_element("footnoteReference", id=number))
        ends = (_element("bookmarkStart", id=number, name=name), _element("bookmarkEnd", id=number))
        paragraph._p.extend([ends[0], reference, ends[1]])

    def _repeated(self, number: int) -> Any:
        field = _element("fldSimple", instr=f" NOTEREF {_BOOKMARK}{number} \\f \\h ")
        field.append(self._run(_text(str(number))))
        return field

    def _footnote(self, number: int, text: str) -> Any:
        footnote, paragraph, about, words = (_element(tag) for tag in ("footnote", "p", "pPr", "r"))
        footnote.set(_name("id"), str(number))
        about.append(_element("pStyle", val=self._styles["text"]))
        words.append(_text(f" {text}"))
        paragraph.extend([about, self._run(_element("footnoteRef")), words])
        footnote.append(paragraph)
        return footnote

    def _run(self, content: Any) -> Any:
        """A run in superscript."""
        run, about = _element("r"), _element("rPr")
        about.append(_element("rStyle", val=self._styles["reference"]))
        run.extend([about, content])
        return run


def _styles(file: Any) -> dict[str, str]:
    """The ids of Word's own two styles of footnotes, which python-docx's template lacks."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text = file.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = file.styles["Normal"], Pt(9)
    reference = file.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    reference.font.superscript = True
    return {"text": text.style_id, "reference": reference.style_id}


def _add_part(file: Any, footnotes: Sequence[Any]) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml import parse_xml

    root = parse_xml(_SKELETON)
    root.extend(footnotes)
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, file.part.package)
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _separate(file: Any) -> None:
    """Name the separators in the settings, at the place that the schema has for them."""
    about = _element("footnotePr")
    about.extend([_element("footnote", id=-1), _element("footnote", id=0)])
    settings = file.settings.element
    following = (child for child in settings if child.tag.rpartition("}")[2] in _AFTER_FOOTNOTES)
    settings.insert(settings.index(next(following)), about)


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}", {_name(name): str(value) for name, value in attributes.items()})


def _text(text: str) -> Any:
    element = _element("t")
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))


# ---------------------------------------------------------------------------------------------------- reading


def footnote_texts(file: Any) -> dict[str, str]:
    """The words of every footnote of an opened Word file, by its id."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    try:
        part = file.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    except KeyError:
        return {}
    found: dict[str, str] = {}
    for footnote in parse_xml(part.blob):
        if footnote.get(_name("type")) is None:
            words = (t.text or "" if t.tag == _name("t") else " " for t in footnote.iter(*map(_name, ("t", "tab", "br", "p"))))
            found[str(footnote.get(_name("id")))] = " ".join("".join(words).split())
    return found


class References:
    """Which footnote the references in a text mean, while they are read in order: its number is that of its first one."""

    def __init__(self, ids: Collection[str]) -> None:
        self._ids = ids
        self._numbers: dict[str, int] = {}
        self._bookmarks: dict[str, str] = {}  # names of bookmarks, and the ids of the footnotes in them
        self._opened: list[str] = []  # bookmarks since the last footnote
        self._showing = False  # whether what comes is what a field shows

    def number(self, part: Any) -> int | None:
        """The number that `part` of a paragraph shows, if it refers to a footnote; 0 if that is not there."""
        if part.tag == _name("bookmarkStart"):
            self._opened.append(str(part.get(_name("name"))))
        elif part.tag == _name("footnoteReference"):
            return self._first(str(part.get(_name("id"))))
        elif part.tag == _name("fldSimple"):
            return self._again(str(part.get(_name("instr"))))
        elif part.tag == _name("instrText"):
            return self._again(part.text or "")
        elif part.tag == _name("fldChar"):
            self._showing = part.get(_name("fldCharType")) == "separate"
        return None

    def shown(self, text: Any) -> bool:
        """Whether `text` is the number that a field shows, which its instruction tells."""
        inside = self._showing or any(above.tag == _name("fldSimple") for above in text.iterancestors())
        return inside and (text.text or "").strip().isdecimal()

    def numbers(self) -> dict[str, int]:
        """The numbers of all footnotes by id; those that nothing refers to come last."""
        for id_ in self._ids:
            self._numbers.setdefault(id_, len(self._numbers) + 1)
        return {id_: number for id_, number in self._numbers.items() if id_ in self._ids}

    def _first(self, id_: str) -> int:
        for name in self._opened:
            self._bookmarks.setdefault(name, id_)
        self._opened = []
        return self._numbers.setdefault(id_, len(self._numbers) + 1)

    def _again(self, instruction: str) -> int | None:
        named = _NOTEREF.match(instruction)
        if named is None:
            return None
        return self._numbers.get(self._bookmarks.get(named.group(1), ""), 0)
