"""An answer that is made only for as long as somebody listens: who stops it, or leaves, ends the call of the chat model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from threading import Event
from typing import Any, TypeVar

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables.config import var_child_runnable_config

T = TypeVar("T")
_BEAT = 0.5  # seconds; Gradio sees that a reader has gone when it has something to tell
_OVER: Any = object()


class _HungUp(GeneratorExit):
    """Nobody listens to what a chat model says."""


class _Line(BaseCallbackHandler):
    """Ends what LangChain does with a chat model, at its next word, once nobody listens."""

    raise_error = True  # else LangChain would only log it

    def __init__(self, ended: Event) -> None:
        self._ended = ended

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        """Begin no call that nobody hears."""
        self.on_llm_new_token()

    def on_llm_new_token(self, *_: Any, **__: Any) -> None:
        """Go on only if somebody listens."""
        if self._ended.is_set():
            raise _HungUp


async def while_heard(steps: Generator[T], idle: T) -> AsyncIterator[T]:
    """What `steps` gives, taken in a thread, and `idle` as often as nothing comes for half a second.

    When this is closed or cancelled, which a thread cannot be, it ends at once, and `steps` with the next word of the chat
    model that it waits for.
    """
    ended, context = Event(), copy_context()
    context.run(var_child_runnable_config.set, {"callbacks": [_Line(ended)]})
    thread = ThreadPoolExecutor(1, "answer")
    try:
        while True:
            step = asyncio.get_running_loop().run_in_executor(thread, context.run, _next, steps, ended)
            while not (await asyncio.wait([step], timeout=_BEAT))[0]:
                yield idle
            if (found := step.result()) is _OVER:
                return
            yield found
    finally:
        ended.set()
        with suppress(ValueError):  # it is being executed, and closed when it gives something
            steps.close()
        thread.shutdown(wait=False)


def _next(steps: Generator[T], ended: Event) -> T:
    try:
        found: T = next(steps, _OVER)
    except GeneratorExit:
        found = _OVER
    if ended.is_set():
        steps.close()
    return found
