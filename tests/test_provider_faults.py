"""Faults as providers really tell them: LangChain's own clients against a server on the loopback that does not behave."""

import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant import Assistant
from assistant.generative import models
from assistant.generative import writer as module
from assistant.generative.models import open_model
from assistant.generative.writer import GenerativeWriter

SECRET = "sk-secret-0123456789"
QUESTION = "Apakah koperasi mengekspor kopi ke Jepang?"
CURATED = "Kopi diekspor ke tiga negara [1]."
SAID = "Koperasi mengekspor kopi ke Jepang [1]. "


class Misbehaving(BaseHTTPRequestHandler):
    """Answers every call as `conduct` of its server says, quoting the key that it was given."""

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.calls += 1
        self.server.conduct(self)

    def log_message(self, *_):
        pass


def refuse(status, text="no"):
    def conduct(handler):
        key = handler.headers.get("Authorization") or handler.headers.get("x-api-key") or ""
        body = json.dumps({"type": "error", "error": {"type": "x", "message": f"{text} ({key})"}}).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return conduct


def stream(*texts, whole, wait=0.0):
    """Sends `texts` as OpenAI's events, and hangs up in the middle if not `whole`."""

    def conduct(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        last = [{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}] if whole else []
        for event in [*({"choices": [{"index": 0, "delta": {"content": text}}]} for text in texts), *last]:
            time.sleep(wait)
            line = f"data: {json.dumps({'id': '1', 'object': 'chat.completion.chunk', 'created': 0, 'model': 'm'} | event)}\n\n"
            handler.wfile.write(f"{len(line):x}\r\n{line}\r\n".encode())
        if whole:
            handler.wfile.write(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")
        handler.close_connection = True

    return conduct


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving) as serving:
        serving.calls = 0
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def asked(server, small, monkeypatch, caplog):
    """Asks the small study by way of a provider's own client; what is returned and logged holds no key."""
    monkeypatch.setattr(module, "_BACK_OFF", {"initial": 0.001, "max": 0.002, "jitter": 0.001})
    address = f"http://127.0.0.1:{server.server_port}"
    for name, value in {
        "TANYA_MODEL_KEY": SECRET,
        "OPENAI_API_KEY": SECRET,
        "OPENAI_BASE_URL": f"{address}/v1",
        "ANTHROPIC_API_KEY": SECRET,
        "ANTHROPIC_BASE_URL": address,
        "OLLAMA_HOST": address,
    }.items():
        monkeypatch.setenv(name, value)
    caplog.set_level(logging.DEBUG, logger="assistant")
    caplog.set_level(logging.INFO)

    def ask(conduct, name=f"{address}/v1#m"):
        server.conduct = conduct
        answer = Assistant(small, GenerativeWriter.open(name)).ask(QUESTION)
        assert SECRET not in repr(answer)
        assert SECRET not in caplog.text
        return answer

    return ask


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m", "ollama:m"])
@pytest.mark.parametrize(
    ("status", "text", "fault", "calls"),
    [
        (401, "invalid x-api-key", "wrong-key", 1),
        (403, "no", "wrong-key", 1),
        (404, "model 'm' not found", "wrong-model", 1),
        (429, "slow down", "rate-limit", 3),
        (500, "oh", "server-error", 3),
        (503, "loading", "server-error", 3),
        (400, "request exceeds the available context size", "too-long-for-model", 1),
        (418, "teapot", "failed", 1),
    ],
)
def test_a_refusal_is_told_in_our_words_and_the_curated_answer_given(asked, server, name, status, text, fault, calls):
    answer = asked(refuse(status, text), name)
    assert (answer.text, answer.writing.fault, server.calls) == (CURATED, fault, calls)


def test_an_answer_that_comes_whole_is_shown(asked):
    answer = asked(stream(*SAID.split(" "), whole=True))
    assert answer.writing.fault == "unproven", "without spaces it is one long word"
    answer = asked(stream("Koperasi mengekspor", " kopi ke", " Jepang [1].", whole=True))
    assert (answer.text, answer.writing.fault) == ("Koperasi mengekspor kopi ke Jepang [1].", None)


@pytest.mark.parametrize(
    ("texts", "fault"),
    [((SAID, "Jepang membeli"), "cut-off"), ((SAID,), "cut-off"), (("Koper",), "cut-off"), ((), "no-server")],
)
def test_half_a_stream_gives_way_to_the_curated_answer(asked, texts, fault):
    answer = asked(stream(*texts, whole=False))
    assert (answer.text, answer.writing.fault) == (CURATED, fault)


def test_a_server_that_is_not_there(asked, server):
    answer = asked(refuse(500), "http://127.0.0.1:9/v1")
    assert (answer.text, answer.writing.fault, server.calls) == (CURATED, "no-server", 0)


@pytest.mark.parametrize("name", ["openai:m", "anthropic:m", "ollama:m"])
def test_a_server_that_does_not_answer(asked, monkeypatch, name):
    provider = name.partition(":")[0]
    seconds = {"client_kwargs": {"timeout": 0.2}} if provider == "ollama" else {"timeout": 0.2}
    monkeypatch.setattr(models, "_ARGUMENTS", models._ARGUMENTS | {provider: models._ARGUMENTS[provider] | seconds})
    answer = asked(lambda _: time.sleep(1), name)
    assert (answer.text, answer.writing.fault) == (CURATED, "time-out")


def test_a_server_that_stops_in_the_middle_of_a_sentence(asked, monkeypatch):
    monkeypatch.setattr(models, "_ARGUMENTS", models._ARGUMENTS | {"openai": models._ARGUMENTS["openai"] | {"timeout": 0.3}})
    answer = asked(stream(SAID, "Jepang", " membeli", whole=True, wait=0.9))
    assert (answer.text, answer.writing.fault) == (CURATED, "time-out")


def test_who_stops_listening_hangs_up_on_the_server(server, small):
    sent, hung_up = [], threading.Event()

    def slow(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        try:
            for word in (SAID + "Biji dijemur lama sekali di halaman " * 500).split(" "):
                chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
                chunk["choices"] = [{"index": 0, "delta": {"content": f"{word} "}}]
                handler.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                sent.append(word)
                time.sleep(0.005)
        except OSError:
            hung_up.set()

    server.conduct = slow
    model = open_model(f"http://127.0.0.1:{server.server_port}/v1")
    growing = Assistant(small, GenerativeWriter(model, "m")).stream(QUESTION)
    assert next(growing).claims
    growing.close()
    assert hung_up.wait(5)
    assert len(sent) < 1000
