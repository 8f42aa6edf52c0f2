"""The server in a process of its own, over a small study, as programs and proxies meet it."""

import asyncio
import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from gradio_client import Client
from world import TEXT

from assistant.web.server import Serving

pytestmark = pytest.mark.enable_socket
PATIENCE = 60  # seconds
# The assistant of these tests: hashed words for vectors, and two seconds before each sentence if it is to be slow.
DOUBLE = """
import sys
sys.path.insert(0, {tests!r})
from world import HashingEmbeddings, answer_slowly
from assistant.assistant import Assistant
from knowledge import Retriever
Assistant.open = classmethod(lambda cls, folder, model: cls(Retriever.open(folder, embeddings=HashingEmbeddings())))
if {slow}:
    answer_slowly()
from assistant.cli import app
app(["serve"])
"""


class Served:
    """A server that is listening."""

    def __init__(self, folder, slow=False, **settings):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        (folder / "study").mkdir(parents=True)
        (folder / "study" / "text.md").write_text(TEXT, "utf-8")
        known = {"STUDY": folder / "study", "CACHE_DIR": folder / "cache", "DATA_DIR": folder / "data", "PORT": self.port}
        named = {f"TANYA_{name}": str(value) for name, value in (known | settings).items()}
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", DOUBLE.format(tests=str(Path(__file__).parent), slow=slow)],
                env=os.environ | named,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + PATIENCE
        while self.get("/health", missing=503)[0] != 200:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def get(self, path, missing=None, **headers):
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, headers=headers), timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return missing, ""

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(40)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    server = Served(tmp_path_factory.mktemp("served"))
    yield server
    server.end()


@pytest.fixture(scope="module")
def client(served):
    return Client(served.address, verbose=False)


def test_the_health_check_tells_the_study_and_its_index(served):
    status, told = served.get("/health")
    assert (status, json.loads(told)["status"], json.loads(told)["study"]) == (200, "ready", "study")
    assert re.fullmatch("[0-9a-f]{20}", json.loads(told)["index"])


def test_programs_ask_with_a_history_and_search(client):
    answer = client.predict("Berapa lama biji dijemur?", None, api_name="/ask")
    assert answer["claims"][0]["text"] == "Biji dijemur selama 14 hari."
    assert TEXT[answer["citations"][0]["start"] : answer["citations"][0]["end"]] == answer["citations"][0]["quote"]
    again = client.predict(
        "Sumbernya mana?", [{"question": "Berapa lama biji dijemur?", "answer": answer["text"]}], api_name="/ask"
    )
    assert again["language"] == "id"
    hits = client.predict("Berapa lama biji dijemur?", 2, api_name="/search")
    assert hits[0]["paragraph"] == 2
    assert set(hits[0]) == {"score", "text", "paragraph", "start", "end", "note"}


def test_the_endpoints_describe_their_parameters(client):
    ways = client.view_api(return_format="dict")["named_endpoints"]
    assert set(ways) == {"/ask", "/search"}
    described = {p["parameter_name"]: p["type"]["description"] for way in ways.values() for p in way["parameters"]}
    assert set(described) == {"question", "history", "k"}
    assert described["k"] == "How many passages, 1 to 50."


def test_no_other_site_may_read_anything(served):
    request = urllib.request.Request(served.address + "/config", headers={"Host": "a.example", "Origin": "http://b.example"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert not [name for name in answer.headers if name.lower().startswith("access-control-allow")]


def test_what_the_page_does_not_use_is_not_there(served):
    for path in ("/gradio_api/upload", "/gradio_api/deep_link?session_hash=x", "/gradio_api/runs", "/gradio_api/mcp/sse"):
        assert served.get(path)[0] == 404


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("/search", "Apa?", 0), "k must be a whole number from 1 to 50, found 0"),
        (("/search", "Apa?", "many"), "k must be a whole number from 1 to 50, found 'many'"),
        (("/search", 7, 1), "question must be text, found int"),
        (("/ask", ["x"], None), "question must be text, found list"),
        (("/ask", "Apa?", "x"), "history must be a list of turns, found str"),
        (("/ask", "Apa?", [{"question": "x"}]), 'turn 1 must be {"question": text, "answer": text}'),
    ],
)
def test_bad_input_is_told_in_one_line(client, arguments, complaint):
    name, *given = arguments
    with pytest.raises(Exception, match=re.escape(complaint)):
        client.predict(*given, api_name=name)


def tools(address, **headers):
    """The tools that the official client of the protocol sees, and what two calls give."""
    import httpx
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def look():
        client = httpx.AsyncClient(headers=headers)
        way = streamable_http_client(f"{address}/gradio_api/mcp/", http_client=client)
        async with client, way as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            listed = (await session.list_tools()).tools
            asked = await session.call_tool("ask", {"question": "Berapa lama biji dijemur?"})
            found = await session.call_tool("search", {"question": "kopi", "k": 0})
            return listed, asked, found

    return asyncio.run(asyncio.wait_for(look(), PATIENCE))


def test_the_same_is_there_as_tools_of_the_model_context_protocol(served):
    listed, asked, found = tools(served.address)
    assert {tool.name for tool in listed} == {"ask", "search"}
    described = next(tool for tool in listed if tool.name == "ask")
    assert described.description.startswith("Answer a question from the study; every claim cites exact passages")
    assert described.inputSchema["properties"]["question"]["description"] == "The question, in Indonesian or English."
    assert json.loads(asked.content[0].text)["claims"][0]["text"] == "Biji dijemur selama 14 hari."
    assert found.isError
    assert "k must be a whole number from 1 to 50" in found.content[0].text


def test_what_is_logged_is_a_line_each_and_no_question(served, client):
    client.predict("Siapa pembeli rahasia?", None, api_name="/ask")
    log = served.log.read_text()
    assert "rahasia" not in log
    for line in log.splitlines():
        assert re.match(r"tanya: http|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (info|warning|error) ", line), log


# ---------------------------------------------------------------------------------------------------- other ways to serve


class Proxy(BaseHTTPRequestHandler):
    """Takes /tanya away and passes the rest on."""

    target = ""

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.pass_on(None)

    def do_POST(self):
        self.pass_on(self.rfile.read(int(self.headers.get("content-length", 0))))

    def pass_on(self, body):
        if not self.path.startswith("/tanya/"):
            self.send_error(404)
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        request = urllib.request.Request(self.target + self.path.removeprefix("/tanya"), body, headers, method=self.command)
        with urllib.request.urlopen(request, timeout=20) as answer:
            self.send_response(answer.status)
            for name in ("content-type", "content-security-policy"):
                if answer.headers.get(name):
                    self.send_header(name, answer.headers[name])
            self.end_headers()
            while part := answer.read1(4096):
                self.wfile.write(part)
                self.wfile.flush()


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory):
    """The address of a proxy with a guarded server behind it, whose log has the questions."""
    server = Served(tmp_path_factory.mktemp("proxied"), ROOT_PATH="/tanya", USER="ibu", PASSWORD="rahasia", LOG_QUESTIONS="1")
    handler = type("Handler", (Proxy,), {"target": server.address})
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    proxy.daemon_threads = True
    Thread(target=proxy.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{proxy.server_address[1]}/tanya/", server
    proxy.shutdown()
    server.end()


KEY = {"Authorization": "Basic " + base64.b64encode(b"ibu:rahasia").decode()}


def test_behind_a_proxy_and_a_password_the_page_and_an_answer_come_through(behind_proxy):
    address, server = behind_proxy
    client = Client(address, headers=KEY, verbose=False)
    answer = client.predict("Berapa lama biji dijemur?\nYa?", None, api_name="/ask")
    assert "14 hari" in answer["text"]
    request = urllib.request.Request(address, headers=KEY)
    with urllib.request.urlopen(request, timeout=10) as page:
        assert '"root":"http://127.0.0.1' in page.read().decode().replace(" ", "")
    assert 'question="Berapa lama biji dijemur?\\nYa?"' in server.log.read_text()


@pytest.mark.parametrize("path", ["/", "/config", "/tanya.js", "/gradio_api/info", "/gradio_api/mcp/", "/gradio_api/call/ask"])
def test_without_the_password_every_way_is_closed(behind_proxy, path):
    assert behind_proxy[1].get(path)[0] == 401
    assert behind_proxy[1].get("/health")[0] == 200


def test_tools_are_there_for_those_who_know_the_password(behind_proxy):
    listed, asked, _ = tools(behind_proxy[1].address, **KEY)
    assert {tool.name for tool in listed} == {"ask", "search"}
    assert "14 hari" in json.loads(asked.content[0].text)["text"]


def test_told_to_end_the_server_finishes_what_it_is_answering(tmp_path):
    server = Served(tmp_path, slow=True)
    with urllib.request.urlopen(f"{server.address}/gradio_api/heartbeat/abc", timeout=20):  # an open page listens like this
        client = Client(server.address, verbose=False)
        job = client.submit("Berapa lama biji dijemur?", None, api_name="/ask")
        time.sleep(1)
        server.process.send_signal(signal.SIGTERM)
        assert "14 hari" in job.result(timeout=20)["text"]
    assert server.process.wait(15) == 0
    assert "info ending" in server.log.read_text()


def test_told_twice_the_server_ends_at_once(tmp_path):
    server = Served(tmp_path, slow=True)
    job = Client(server.address, verbose=False).submit("Berapa lama biji dijemur?", None, api_name="/ask")
    time.sleep(1)
    server.process.terminate()
    time.sleep(0.2)
    server.process.terminate()
    assert server.process.wait(2) == -signal.SIGTERM
    assert not job.done() or job.exception()


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"user": "ibu"}, "a user needs a password and a password a user"),
        ({"password": "x"}, "a user needs a password and a password a user"),
        ({"root_path": "tanya/"}, "a root path begins with / and does not end with it, found 'tanya/'"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(settings, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        Serving(**settings)
