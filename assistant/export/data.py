"""A document as JSON, every quote to the byte, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from assistant.export.document import Document, checksum

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_FORM = "tanya-export-1"


def write(document: Document) -> bytes:
    """The content of a JSON file, in UTF-8."""
    from pydantic_core import to_jsonable_python

    data = {"form": _FORM, "checksum": checksum(document)} | to_jsonable_python(asdict(document))
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read(content: bytes) -> tuple[Document, str]:
    """The document of a JSON file, and the checksum that the file bears; `ValueError` in one line if it is not of our form."""
    from pydantic import ValidationError

    try:
        data = json.loads(content)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(data, dict) or data.pop("form", None) != _FORM:
        raise ValueError(f'it has no "form": "{_FORM}"')
    said = str(data.pop("checksum", ""))
    try:
        return _form().validate_json(json.dumps(data), strict=True, extra="forbid"), said
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, wrong['loc']))!r:.80}: {wrong['msg']}") from None


@cache
def _form() -> TypeAdapter[Document]:
    from pydantic import TypeAdapter

    return TypeAdapter(Document)
