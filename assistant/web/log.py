"""What the server logs: a line for each event, without the texts of questions unless they are asked for."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from assistant.answers import Answer, Writing
from assistant.messages import say
from knowledge.language import detect

_logger = logging.getLogger("tanya")
_TYPED = ("question", "left_out")  # what a record has of readers and of chat models, logged only where that is asked for


class Line(logging.Formatter):
    """`2026-11-24T00:12:03Z info answered ms=34 language=id claims=1 reason=-`: one line, whatever is logged."""

    def __init__(self, *, questions: bool) -> None:
        super().__init__()
        self._questions = questions

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line; what was typed or written is quoted as JSON, so that it cannot forge another line."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        parts = [at, record.levelname.lower(), " ".join(record.getMessage().split())]
        if record.exc_info and (error := record.exc_info[1]):
            parts.append(f"error={json.dumps(f'{type(error).__name__}: {error}')}")
        if self._questions:
            parts += [f"{name}={json.dumps(said)}" for name in _TYPED if (said := getattr(record, name, None)) is not None]
        return " ".join(parts)


def log_to_stderr(*, questions: bool) -> None:
    """Log our own events and the warnings of everything else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.INFO)  # some libraries set their own loggers lower
    handler.setFormatter(Line(questions=questions))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _logger.setLevel(logging.INFO)


def event(name: str) -> None:
    """Log that `name` happened."""
    _logger.info(name)


def refused(reason: str) -> None:
    """Log that a program asked for what it cannot have."""
    _logger.warning("refused reason=%s", json.dumps(reason))


@contextmanager
def answered(question: str) -> Iterator[Callable[[Answer], None]]:
    """Log how a question was answered, which the caller tells at the end; or that it was stopped, or failed.

    Raises:
        gr.Error: in one line, for the reader, that it failed; what failed stands in the log.
    """
    began, told = time.perf_counter(), list[Answer]()
    extra: dict[str, Any] = {"question": question}
    try:
        yield told.append
    except GeneratorExit:
        _logger.info("stopped ms=%d", _since(began), extra=extra)
        raise
    except Exception:
        _logger.exception("failed ms=%d", _since(began), extra=extra)
        raise gr.Error(say("failed", detect(question) or "id"), print_exception=False) from None
    answer = told[-1]
    facts = (_since(began), answer.language, len(answer.claims), answer.reason or "-", _written(answer.writing))
    if answer.writing:
        extra["left_out"] = [dropped.text for dropped in answer.writing.dropped]
    _logger.info("answered ms=%d language=%s claims=%d reason=%s%s", *facts, extra=extra)


def _written(writing: Writing | None) -> str:
    """What a chat model did for an answer and what it cost, after a space; nothing where none was asked."""
    if writing is None:
        return ""
    first = "-" if writing.first is None else f"{writing.first:.2f}"
    return (
        f" model={json.dumps(writing.model)} calls={writing.calls} tokens={writing.input_tokens}+{writing.output_tokens}"
        f" model_s={writing.seconds:.2f} first_s={first} dropped={len(writing.dropped)} fault={writing.fault or '-'}"
    )


def _since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
