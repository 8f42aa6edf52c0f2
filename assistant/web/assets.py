"""The page's own script and style as they are served; they hold words of the interface and nothing of a reader."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from assistant.messages import messages
from knowledge.language import LANGUAGES

_STYLES = ("style.css", "cards.css", "map.css", "table.css")
# Nested twice in Gradio's container, to weigh more than what Gradio says of the same elements.
_WEIGHT = ".gradio-container.gradio-container"
_SAID = ("page-sidebar", "page-conversation", "page-more-tabs", "page-delete-all-sure", "page-whole")


def script(study: str) -> str:
    """The script over the study with the id `study`, with what it says in each language."""
    words = {code: {key: messages()[key][code] for key in _SAID} for code in LANGUAGES}
    facts = json.dumps({"words": words, "study": study}, ensure_ascii=True)
    return _read("script.js").replace('"FACTS"', facts)


@cache
def style() -> str:
    """The style of the page and of each of its panels."""
    rules = "\n".join(_read(name) for name in _STYLES)
    return f"{_read('colours.css')}\n{_WEIGHT} {{\n{rules}}}\n"


@cache
def _read(name: str) -> str:
    return resources.files("assistant").joinpath("web", name).read_text("utf-8")
