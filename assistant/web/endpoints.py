"""The ways in for programs: `ask` and `search` as named endpoints of Gradio and as tools of the Model Context Protocol."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.context import get_blocks_context
from gradio.events import api
from gradio.mcp import GradioMCPServer
from gradio.utils import get_function_description

from assistant.answers import Turn
from assistant.assistant import Assistant
from assistant.rendering import as_data, evidence_as_data
from assistant.web.log import answered, refused

MOST_PASSAGES = 50
ANSWERS = "answers"  # the events that share the places for questions that are answered at once


def endpoints(assistant: Future[Assistant]) -> None:
    """Add the endpoints to the Gradio blocks that are being built; `assistant` may still be loading."""

    def ask(question: str, history: list[dict[str, str]] | None = None) -> dict[str, Any]:
        """Answer a question from the study; every claim cites exact passages, and what the study does not say is refused.

        Args:
            question: The question, in Indonesian or English.
            history: Earlier turns, oldest first, each {"question": ..., "answer": ...}; leave out for a first question.

        Returns:
            The answer: text with markers [1] [2], language, claims, citations (number, quote, paragraph, start, end),
            whether it abstained and for what reason, and the nearest passages if it did.
        """
        turns = _turns(history)
        if not isinstance(question, str):
            raise Refused(f"question must be text, found {type(question).__name__}")
        with answered(question) as log:
            answer = assistant.result().ask(question, turns)
            log(answer)
        return as_data(answer)

    def search(question: str, k: int = 5) -> list[dict[str, Any]]:
        """Find the passages of the study that are nearest to a question, best first.

        Args:
            question: What to look for, in Indonesian or English.
            k: How many passages, 1 to 50.

        Returns:
            Passages: score (0 to 1), text, paragraph (from 1), start and end (characters in the text), note (its id, or null).
        """
        if not isinstance(question, str):
            raise Refused(f"question must be text, found {type(question).__name__}")
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
            raise Refused(f"k must be a whole number from 1 to {MOST_PASSAGES}, found {k!r:.40}")
        return evidence_as_data(assistant.result().search(question, k))

    for verb in (ask, search):
        # An MCP tool out of the queue is called at once. In it, Gradio would call it by way of a connection to an address that
        # the first caller names, and without that caller's password. Programs that use Gradio's client are queued as before.
        api(verb, api_name=verb.__name__, queue=False, concurrency_id=ANSWERS)
        _describe(verb)


def _describe(verb: Callable[..., Any]) -> None:
    """Put what the docstring of `verb`, the endpoint that was just added, says of its parameters into the schema of the API."""
    blocks = get_blocks_context()
    assert blocks is not None  # Gradio has just said so
    event = list(blocks.fns.values())[-1]
    _, parameters, _ = get_function_description(verb)
    for component, said in zip(event.inputs, parameters.values(), strict=True):
        if isinstance(component, Component):
            component.label = component.api_info()["description"] = said


def tell_in_json(server: GradioMCPServer) -> None:
    """Let MCP tools give their results as JSON; Gradio writes them as Python does."""

    def as_json(data: Sequence[Any], root_url: str) -> list[Any]:
        """The results of one call, each as a text of JSON."""
        from mcp.types import TextContent

        return [TextContent(type="text", text=json.dumps(result, ensure_ascii=False)) for result in data]

    server.postprocess_output_data = as_json  # type: ignore[method-assign]


class Refused(gr.Error):
    """What a program is told instead of a result; one line, and no traceback in the log."""

    def __init__(self, message: str) -> None:
        refused(message.partition(", found")[0])  # what was found may be a question
        super().__init__(message, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


def _turns(history: Any) -> list[Turn]:
    """The turns that a program tells; an error that names the first that is none."""
    if not isinstance(history, list | None):
        raise Refused(f"history must be a list of turns, found {type(history).__name__}")
    for at, turn in enumerate(history or [], start=1):
        if not isinstance(turn, dict) or not all(isinstance(turn.get(name), str) for name in ("question", "answer")):
            raise Refused(f'turn {at} must be {{"question": text, "answer": text}}, found {turn!r:.80}')
    return [Turn(turn["question"], turn["answer"]) for turn in history or []]
