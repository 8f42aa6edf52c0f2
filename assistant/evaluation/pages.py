"""Reports as pages: HTML that fetches nothing, and Markdown in which every text stays text."""

from __future__ import annotations

import re
from typing import Any


def rendered(template: str, **values: Any) -> str:
    """The page that `template`, a file beside this one, makes of `values`; in HTML every text is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant", "evaluation"),
        autoescape=template.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["literal"] = literal
    return environment.get_template(template).render(values)


def literal(text: str) -> str:
    """`text` as one line of Markdown that shows it letter by letter, in a table too."""
    folded = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    escaped = folded.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", escaped)
