"""The study as an entry of a bibliography: what is not known about it is left out, never made up.

BibTeX is written by hand: it is one entry of six fields and the escapes below, for which pybtex would bring two packages.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Any, Literal

from assistant.export.document import fingerprint, plain
from assistant.messages import say
from knowledge.records import Study

Style = Literal["bibtex", "csl-json"]
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # not \{, because BibTeX counts it
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
} | {character: f"\\{character}" for character in "&%$#_"}
_BABEL = {"id": "indonesian", "en": "english"}


def reference(study: Study, style: Style, read: date) -> str:
    """The reference of `study`, read on the day `read`, as BibTeX or as CSL-JSON; what it adds is in the study's language."""
    return _bibtex(study, read) if style == "bibtex" else _csl(study, read)


def _bibtex(study: Study, read: date) -> str:
    """A report if it is known who published it, else a miscellaneous work, which needs no field."""
    fields = {
        "author": _whole(study.author),
        "title": _whole(study.title),
        "institution": _whole(study.institution),
        "langid": _BABEL[study.language],
        "urldate": read.isoformat(),
        "note": _latex(_note(study)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{'techreport' if fields['institution'] else 'misc'}{{{_key(study.id)},", *lines, "}", ""])


def _whole(text: str | None) -> str:
    """`text` in braces, which keep capitals, and a name as it is: which part of it is the last is not known."""
    return f"{{{_latex(_known(text))}}}" if _known(text) else ""


def _csl(study: Study, read: date) -> str:
    """A list of one item, by the CSL-JSON schema 1.0.2."""
    author, title, publisher = _known(study.author), _known(study.title), _known(study.institution)
    item: dict[str, Any] = {"id": plain(study.id), "type": "report" if publisher else "manuscript"}
    item |= {"title": title} if title else {}
    item |= {"author": [{"literal": author}]} if author else {}
    item |= {"publisher": publisher} if publisher else {}
    accessed = {"date-parts": [[read.year, read.month, read.day]]}
    item |= {"language": study.language, "accessed": accessed, "note": _note(study)}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _note(study: Study) -> str:
    """What no field is for: that the title is unknown, where the text is from, and which text it is."""
    language = study.language
    parts = [] if _known(study.title) else [say("export-untitled", language).capitalize()]
    parts += [_known(study.source).rstrip(".")] if _known(study.source) else []
    parts.append(f"{say('export-fingerprint', language)}: {fingerprint(study)}")
    return ". ".join(parts) + "."


def _known(text: str | None) -> str:
    return plain(text or "")


def _latex(text: str) -> str:
    return "".join(_LATEX.get(character, character) for character in text)


def _key(id_: str) -> str:
    """`id_` in the characters that every BibTeX takes in a key."""
    ascii_ = unicodedata.normalize("NFKD", id_).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", ascii_).strip("-") or "study"
