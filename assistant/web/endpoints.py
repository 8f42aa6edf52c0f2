"""The ways in for programs: `ask` and `search` as named endpoints of Gradio and as tools of the Model Context Protocol."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.answers import Turn
from assistant.assistant import Assistant
from assistant.rendering import as_data, evidence_as_data
from assistant.web.log import answered

MOST_PASSAGES = 50


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
            raise gr.Error(f"question must be text, found {type(question).__name__}", print_exception=False)
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
            raise gr.Error(f"question must be text, found {type(question).__name__}", print_exception=False)
        if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
            raise gr.Error(f"k must be a whole number from 1 to {MOST_PASSAGES}, found {k!r:.40}", print_exception=False)
        return evidence_as_data(assistant.result().search(question, k))

    api(ask, api_name="ask")
    api(search, api_name="search")


def _turns(history: Any) -> list[Turn]:
    """The turns that a program tells; an error that names the first that is none."""
    if not isinstance(history, list | None):
        raise gr.Error(f"history must be a list of turns, found {type(history).__name__}", print_exception=False)
    for at, turn in enumerate(history or [], start=1):
        if not isinstance(turn, dict) or not all(isinstance(turn.get(name), str) for name in ("question", "answer")):
            raise gr.Error(f'turn {at} must be {{"question": text, "answer": text}}, found {turn!r:.80}', print_exception=False)
    return [Turn(turn["question"], turn["answer"]) for turn in history or []]
