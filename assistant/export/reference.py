"""The reference of a study, for a bibliography; what is not known of it is left out and said to be unknown."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

from knowledge.records import Study

Style = Literal["bibtex", "csl-json"]


def reference(study: Study, style: Style, read: date) -> str:
    """The reference of `study`, read on `read`, in `style`."""
    return _bibtex(study, read) if style == "bibtex" else _csl(study, read)


def _remark(study: Study) -> str:
    unknown = ", ".join(name for name in ("title", "institution", "as_of") if getattr(study, name) is None)
    said = [study.source or "", f"Unknown: {unknown.replace('as_of', 'date')}." if unknown else ""]
    return " ".join(part for part in said if part)


def _bibtex(study: Study, read: date) -> str:
    from pybtex.database import BibliographyData, Entry, Person

    known = {"title": study.title, "institution": study.institution, "date": study.as_of}
    fields = {name: value for name, value in known.items() if value}
    fields |= {"language": study.language, "urldate": read.isoformat(), "note": _remark(study)}
    persons = {"author": [Person(last=study.author)]} if study.author else {}
    entry = Entry("misc", fields={name: value for name, value in fields.items() if value}, persons=persons)
    return str(BibliographyData({study.id: entry}).to_string("bibtex"))


def _csl(study: Study, read: date) -> str:
    item: dict[str, Any] = {
        "id": study.id,
        "type": "document",
        "title": study.title,
        "author": [{"literal": study.author}] if study.author else None,
        "publisher": study.institution,
        "issued": {"literal": study.as_of} if study.as_of else None,
        "accessed": {"date-parts": [[read.year, read.month, read.day]]},
        "language": study.language,
        "note": _remark(study) or None,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"
