"""Serve the page, its endpoints and a health check, until a signal ends it."""

from __future__ import annotations

import signal
import socket
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import FrameType

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.middleware.cors import CORSMiddleware

from assistant.assistant import Assistant
from assistant.feedback import FeedbackStore
from assistant.web import assets
from assistant.web.doors import Closed, Dress, Guard
from assistant.web.endpoints import tell_in_json
from assistant.web.layout import theme
from assistant.web.log import event, log_to_stderr
from assistant.web.page import build
from assistant.web.traffic import Traffic, Turnstile
from knowledge.questions import load_questions
from knowledge.records import Study
from knowledge.settings import Settings
from knowledge.study import load_study

_SLOW = 5  # seconds that what is no answer, such as a download, has left when all answers are given


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how the page is served."""

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str = ""  # the prefix that a proxy takes away
    user: str | None = None  # with a password: everything but the health check asks for both
    password: str | None = None
    queue: int = 200  # questions that may wait
    concurrency: int = 4  # questions that are answered at once
    log_questions: bool = False
    model: str | None = None  # the chat model that writes, as `Assistant.open` takes it

    def __post_init__(self) -> None:
        if bool(self.user) != bool(self.password):
            raise ValueError("a user needs a password and a password a user; set TANYA_USER and TANYA_PASSWORD, or neither")
        if self.root_path and (not self.root_path.startswith("/") or self.root_path.endswith("/")):
            raise ValueError(f"a root path begins with / and does not end with it, found {self.root_path!r}")


def serve(study: str | Path | None, serving: Serving) -> None:
    """Serve until SIGTERM or SIGINT, which let running answers finish; the model loads while the page is already there.

    Raises:
        StudyError: the study folder cannot be used.
        OSError: the address cannot be used.
        IndexUnavailable, ModelUnavailable: the assistant cannot be opened.
    """
    folder = Path(study) if study is not None else Settings.from_environment().study
    text = load_study(folder)
    assistant: Future[Assistant] = Future()
    log_to_stderr(questions=serving.log_questions)
    # Bound here, so that an address that cannot be used is told before anything is loaded.
    with _listening(serving) as listening:
        server = Server(text, folder, assistant, FeedbackStore.open(), serving)
        threading.Thread(target=_open, args=(folder, serving.model, assistant, server), daemon=True, name="load").start()
        print(f"tanya: http://{serving.host}:{serving.port}{serving.root_path}", flush=True)
        server.run(sockets=[listening])
    if assistant.done() and (error := assistant.exception()):
        raise error


def _listening(serving: Serving) -> socket.socket:
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    try:
        return socket.create_server((serving.host, serving.port), family=family, backlog=2048)
    except OSError as error:
        where = f"{serving.host} port {serving.port}"
        raise OSError(f"cannot listen on {where} ({error.strerror}); choose another with --host or --port") from None


def _open(folder: Path, model: str | None, assistant: Future[Assistant], server: Server) -> None:
    try:
        assistant.set_result(Assistant.open(folder, model=model))
        event("ready")
    except BaseException as error:
        assistant.set_exception(error)
        server.should_exit = True


class Server(uvicorn.Server):
    """The page's server; told to end, it answers what is being asked before it does."""

    def __init__(
        self, study: Study, folder: Path, assistant: Future[Assistant], feedback: FeedbackStore, serving: Serving
    ) -> None:
        page, translations = build(study, load_questions(study, folder), assistant, feedback)
        page.queue(max_size=serving.queue, default_concurrency_limit=serving.concurrency, api_open=False)
        self._traffic = _application(page, translations, study, assistant, serving)
        super().__init__(
            uvicorn.Config(
                self._traffic,
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_SLOW,
                ws="none",
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End when all answers are given; the next signal does what it always does, and ends the process at once."""
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_DFL)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more questions, let the answers reach their readers, then close every connection."""
        event("ending")
        await self._traffic.drain()
        await super().shutdown(sockets)
        event("ended")


def _application(
    page: gr.Blocks, translations: gr.I18n, study: Study, assistant: Future[Assistant], serving: Serving
) -> Traffic:
    """Everything that is served, behind its doors."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware)  # no other site may read anything, where Gradio by itself lets every site read all

    @app.get("/health")
    def health() -> JSONResponse:
        """Whether questions are answered yet, about which study, and from which index."""
        ready = assistant.done() and assistant.exception() is None
        index = assistant.result().fingerprint if ready else None
        told = {"status": "ready" if ready else "loading", "study": study.id, "index": index}
        return JSONResponse(told, status_code=200 if ready else 503)

    links = [_asset(app, "tanya.js", assets.script(study.id)), _asset(app, "tanya.css", assets.style())]
    gr.mount_gradio_app(
        app,
        page,
        "/",
        root_path=serving.root_path or None,
        i18n=translations,
        theme=theme(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=True,
        pwa=False,
        enable_monitoring=False,
    )
    if page.mcp_server_obj is None:
        raise RuntimeError(f"the MCP tools cannot be offered: {page.mcp_error}")
    tell_in_json(page.mcp_server_obj)
    credentials = (serving.user, serving.password) if serving.user and serving.password else None
    guarded = Guard(Closed(Turnstile(app, serving.concurrency, serving.queue)), credentials, free=("/health",))
    return Traffic(Dress(guarded, script=links[0], style=links[1], language=study.language))


def _asset(app: FastAPI, name: str, text: str) -> str:
    """Serve `text` under a name that changes with it; the link to it."""
    kind = "text/javascript" if name.endswith(".js") else "text/css"
    for_good = {"Cache-Control": "public, max-age=31536000, immutable"}
    app.get(f"/{name}")(lambda: Response(text, media_type=f"{kind}; charset=utf-8", headers=for_good))
    return f"./{name}?v={sha256(text.encode()).hexdigest()[:12]}"
