"""What a reader takes along: a conversation with footnotes, and the reference of the study; what was exported is re-checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from assistant.exchange import Exchange
from assistant.export.document import compose
from assistant.export.reference import reference
from knowledge.records import Language, Study

__all__ = ["SUFFIXES", "Form", "export", "reference"]

Form = Literal["markdown", "docx", "json"]
SUFFIXES: dict[Form, str] = {"markdown": ".md", "docx": ".docx", "json": ".json"}


def export(exchanges: Sequence[Exchange], study: Study, form: Form, language: Language) -> bytes:
    """`exchanges`, at least one and oldest first, as the content of a file; headings are in `language`, the rest as it is."""
    document = compose(exchanges, study, language)
    match form:
        case "json":
            from assistant.export.data import write

            return write(document)
        case "markdown":
            from assistant.export import markdown
            from assistant.export.layout import lay_out

            return markdown.write(lay_out(document))
        case "docx":
            from assistant.export import word
            from assistant.export.layout import lay_out

            return word.write(lay_out(document), document)
