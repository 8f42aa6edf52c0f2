"""What every answer of the server passes on its way out: who may have it, and what a browser may do with it."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Sequence
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from knowledge.records import Language

# Gradio compiles what its events and HTML do in the browser, so 'unsafe-eval' must stand; its styles are set on elements.
_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
# What Gradio says of itself to those who show a link to the page: its own name, and a picture on an outside host.
_ADVERTISEMENT = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*/?>\s*')
# Gradio answers these, the page uses none, and they write to the disk, or fetch from elsewhere, for anyone.
_CLOSED = tuple(
    f"/gradio_api/{path}"
    for path in ("upload", "deep_link", "proxy=", "process_recording", "runs", "dev/", "mcp/sse", "mcp/messages")
)


class Closed:
    """Says that there is nothing where Gradio has something that the page does not use."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not closed."""
        closed = scope["type"] == "http" and scope["path"].startswith(_CLOSED)
        await (JSONResponse({"detail": "Not Found"}, 404) if closed else self._app)(scope, receive, send)


class Guard:
    """Asks for a user and a password, if there are any, wherever it is not told that the way is free."""

    def __init__(self, app: ASGIApp, credentials: tuple[str, str] | None, free: Sequence[str]) -> None:
        self._app = app
        self._expected = base64.b64encode(":".join(credentials).encode()) if credentials else None
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "http" and not self._may_pass(scope):
            refusal = PlainTextResponse("user and password, please", 401, {"WWW-Authenticate": 'Basic realm="tanya"'})
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        if self._expected is None or scope["path"] in self._free:
            return True
        kind, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
        return kind.lower() == "basic" and secrets.compare_digest(given.strip().encode(), self._expected)


class Dress:
    """Gives every answer its security headers, and the page its script and style before anything of Gradio's."""

    def __init__(self, app: ASGIApp, script: str, style: str, language: Language) -> None:
        self._app = app
        # Plain and first: the script chooses the language from which Gradio's modules then read theirs.
        self._first = f'<head><script src="{escape(script)}"></script><link rel="stylesheet" href="{escape(style)}">'
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything, and edit the page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce, held, page = secrets.token_urlsafe(16), list[Message](), bytearray()

        async def out(message: Message) -> None:
            """Send `message` on with our headers; a page is held until it is whole, and then edited."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS | {"Content-Security-Policy": _POLICY.format(nonce=nonce)})
                if headers.get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
            if not held:  # a stream is passed on as it comes
                await send(message)
                return
            page.extend(message.get("body", b""))
            if not message.get("more_body", False):
                body = self._dressed(page.decode(), nonce).encode()
                MutableHeaders(scope=held[0])["content-length"] = str(len(body))
                await send(held[0])
                await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, out)

    def _dressed(self, page: str, nonce: str) -> str:
        page = _ADVERTISEMENT.sub("", page).replace("<head>", self._first, 1)
        page = re.sub(r'(<html\s+lang=)"\w+"', rf'\1"{self._language}"', page, count=1)
        # What stands in the page as data has no such tag: Gradio writes "<" there as an escape.
        return page.replace("<script", f'<script nonce="{nonce}"')
