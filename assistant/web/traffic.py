"""What is on its way through the server: how many MCP calls at once, and when all answers have left."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

API = "/gradio_api"
_QUIET = 0.3  # seconds without work, after which nobody is between asking and beginning to listen for the answer
_LOOK = 0.02  # seconds between looks at the work


class Traffic:
    """Knows what is being worked on, so that a server can end when all of it is done, and not before.

    Work is a question on its way in and a stream that carries its answer. The stream that a page keeps open for as long as it
    is there is none: it would never end.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept_open: set[asyncio.Task[None]] = set()
        self._draining = False
        self.working = 0  # requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; once the server is to end, no more questions."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _stays_open(scope):
            await self._keep_open(scope, receive, send)
        elif scope["method"] == "POST" and self._draining:
            await JSONResponse({"detail": "The server is stopping."}, 503)(scope, receive, send)
        elif _is_work(scope):
            self.working += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self.working -= 1
        else:
            await self._app(scope, receive, send)

    async def drain(self) -> None:
        """Take no more questions, wait until every answer has left, then end the streams that pages keep open."""
        self._draining = True
        quiet = 0.0
        while quiet < _QUIET:
            await asyncio.sleep(_LOOK)
            quiet = 0.0 if self.working else quiet + _LOOK
        for task in self._kept_open:
            task.cancel()

    async def _keep_open(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def run() -> None:
            """The request, as a task that can be ended by itself."""
            await self._app(scope, receive, send)

        task = asyncio.create_task(run())
        self._kept_open.add(task)
        try:
            await task
        except asyncio.CancelledError:
            task.cancel()
            if not self._draining:
                raise
            with suppress(RuntimeError):  # it had an end of its own
                await send({"type": "http.response.body"})
        finally:
            self._kept_open.discard(task)


class Turnstile:
    """Lets so many MCP calls in at once, and so many more wait: they do not pass through Gradio's queue."""

    def __init__(self, app: ASGIApp, at_once: int, waiting: int) -> None:
        self._app = app
        self._places = asyncio.Semaphore(at_once)
        self._present, self._most = 0, at_once + waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, a call when its turn has come."""
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith(API + "/mcp"):
            await self._app(scope, receive, send)
        elif self._present >= self._most:
            await JSONResponse({"detail": "Too many questions are waiting."}, 503)(scope, receive, send)
        else:
            self._present += 1
            try:
                async with self._places:
                    await self._app(scope, receive, send)
            finally:
                self._present -= 1


def _stays_open(scope: Scope) -> bool:
    """Whether a request lasts as long as the page, or the MCP client, that makes it."""
    path: str = scope["path"]
    return scope["method"] == "GET" and path.startswith((f"{API}/heartbeat/", f"{API}/mcp"))


def _is_work(scope: Scope) -> bool:
    path: str = scope["path"]
    return scope["method"] == "POST" or path.startswith((f"{API}/queue/data", f"{API}/call/"))
