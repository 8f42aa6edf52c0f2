"""A page that is served, a Chromium, and someone who reads."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing that Chromium does of its own accord, so that every request is the page's.
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
HOME = Path(__file__).parents[2]
PATIENCE = 60  # seconds for the first page, and for the first answer, which waits for the model


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)  # the browser is steered through a socket
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium, chromium-browser or google-chrome on the PATH"))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Server:
    """The page in a process of its own, started and ended as its user would."""

    def __init__(self, settings, *command):
        self.port = free_port()
        self.settings = settings | {"TANYA_PORT": str(self.port), "TANYA_HOST": "127.0.0.1"}
        self.command = command
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, *self.command], cwd=HOME, env=os.environ | self.settings, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while not is_open(self.port):
            assert self.process.poll() is None, f"the server ended with status {self.process.returncode}"
            assert time.monotonic() < deadline, f"no page within {PATIENCE} seconds"
            time.sleep(0.2)
        return self

    def stop(self):
        """End it, if it runs, as its user would; its exit status."""
        self.process.terminate()
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """Where the server keeps what readers send it."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def serve(own_cache, retriever, data):
    """Starts a server over the shipped study, whose index is built already: `serve("-c", "...")`; ends all at last."""
    started = []

    def start(*command):
        settings = {"TANYA_CACHE_DIR": str(own_cache), "TANYA_DATA_DIR": str(data)}
        started.append(server := Server(settings, *command).start())
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def server(serve):
    """The page as its user starts it."""
    return serve("app.py")


@pytest.fixture(scope="module")  # for as long as it lives, no other test of the process can run an event loop
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), "--disable-sync"])
        yield browser
        browser.close()


class Reader:
    """Someone at the page: asks, reads, clicks."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.page = page = context.new_page()
        self.hosts, self.failed, self.dialogs, self.errors = set(), [], [], []
        page.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        page.on("requestfailed", lambda request: self.failed.append((request.url, request.failure)))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.accept()))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("console", lambda message: self.complain(message.text) if message.type == "error" else None)
        self.visit(address)

    def complain(self, error):
        """Keep what the page complains of, but for what it says when it is left while it listens to the server."""
        if "AbortError" not in error and "Connection errored out" not in error:
            self.errors.append(error)

    def visit(self, address):
        self.page.goto(address)
        self.settle()

    def settle(self):
        """Wait until the page has been dressed in the reader's language."""
        self.page.wait_for_selector(".study .sentence", state="attached")
        expect(self.page.locator("#status")).to_be_hidden()

    def ask(self, question):
        """The bubble with the whole answer to `question`."""
        already = self.bubbles.count()
        self.box.fill(question)
        self.box.press("Enter")
        expect(self.bubbles).to_have_count(already + 1)
        expect(self.page.locator("#stop")).to_be_disabled()
        return self.bubbles.nth(already)

    @property
    def box(self):
        """Where questions are typed."""
        return self.page.locator("#question textarea")

    @property
    def bubbles(self):
        """The answers, refusals among them."""
        return self.page.locator("#chat .answer, #chat .refusal")

    def button(self, name):
        """The last visible control with this accessible name."""
        return self.page.get_by_role("button", name=name, exact=True).locator("visible=true").last

    def tab(self, name):
        """The panel under the tab called `name`, brought to the front."""
        more = self.page.get_by_role("button", name="Tab lainnya").or_(self.page.get_by_role("button", name="More tabs"))
        tab = self.page.get_by_role("tab", name=name, exact=True)
        if not tab.is_visible():
            more.click()
            self.page.locator(".overflow-dropdown").get_by_text(name, exact=True).click()
        else:
            tab.click()
        return self.page.locator("[role=tabpanel]:visible")

    def violations(self):
        """What axe-core finds that is serious or critical, with the elements."""
        found = Axe().run(self.page).response["violations"]
        return [(v["id"], v["help"], [n["html"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.fixture
def readers(chromium, server):
    """Makes readers with browsers of their own: `readers(locale="en-US", color_scheme="dark", viewport=...)`."""
    opened = []

    def make(address=server.address, locale="id-ID", viewport=None, **options):
        context = chromium.new_context(locale=locale, viewport=viewport or {"width": 1440, "height": 900}, **options)
        opened.append(reader := Reader(context, address))
        return reader

    yield make
    for reader in opened:
        reader.context.close()
        assert reader.hosts - {None, "", "127.0.0.1"} == set()
        assert reader.errors == []


@pytest.fixture
def reader(readers):
    """An Indonesian reader at a desk."""
    return readers()
