"""A reader at the page, in a real Chromium; each test starts on a page of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Nothing that Chromium does of its own accord, so that every request is the page's.
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
HOME = Path(__file__).parents[2]
PATIENCE = 60  # seconds for the first page, and for the first answer, which waits for the model

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,  # the browser is steered through a socket
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium, chromium-browser or google-chrome on the PATH"),
]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def address(own_cache, retriever):
    """Where the page is served; the index is built already."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"TANYA_PORT": str(port), "TANYA_HOST": "127.0.0.1", "TANYA_CACHE_DIR": str(own_cache)}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=HOME, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while not is_open(port):
            assert server.poll() is None, f"app.py ended with status {server.returncode}"
            assert time.monotonic() < deadline, f"no page within {PATIENCE} seconds"
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET.split(), "--disable-sync"])
        yield browser
        browser.close()


class Reader:
    """Someone at the page: asks, reads, clicks."""

    def __init__(self, page, address):
        self.page, self.hosts, self.dialogs, self.errors = page, set(), [], []
        page.set_default_timeout(PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        page.wait_for_selector(".study")

    def ask(self, question):
        """The bubble with the answer to `question`."""
        bubbles = self.page.locator(".answer, .refusal")
        already = bubbles.count()
        box = self.page.locator("#question textarea")
        box.fill(question)
        box.press("Enter")
        expect(bubbles).to_have_count(already + 1)
        return bubbles.nth(already)

    def marked(self):
        """The sentences that are marked in the study."""
        return self.page.locator(".study mark")

    def visible(self, locator):
        """Whether a sentence stands within the part of the study that is shown."""
        inside, shown = locator.bounding_box(), self.page.locator(".study").bounding_box()
        return shown["y"] <= inside["y"] and inside["y"] + inside["height"] <= shown["y"] + shown["height"]


@pytest.fixture
def reader(chromium, address):
    page = chromium.new_page(viewport={"width": 1280, "height": 600})
    reader = Reader(page, address)
    yield reader
    page.close()
    assert reader.hosts - {None, ""} == {"127.0.0.1"}
    assert (reader.dialogs, reader.errors) == ([], [])


def test_the_study_is_there_at_once_and_the_loading_notice_goes(reader):
    expect(reader.page.locator(".study p > [id^=s]")).to_have_count(14)
    expect(reader.page.locator("#status")).to_be_hidden()


def test_a_reader_asks_in_indonesian_and_follows_up(reader):
    answer = reader.ask("Apa saja tantangan diplomasi pertahanan Indonesia?")
    expect(answer).to_contain_text("ego sektoral antarlembaga dalam negeri")
    expect(reader.marked()).to_have_class(["cited current"])
    expect(reader.marked()).to_contain_text("Destianto juga menyoroti tantangan")
    expect(reader.ask("Yang ketiga?").locator("p").first).to_contain_text("ego sektoral")


def test_a_reader_asks_in_english_and_follows_up(reader):
    expect(reader.ask("Which countries are Indonesia's partners?")).to_contain_text("Australia, Japan, India and France")
    answer = reader.ask("What about Japan?")
    expect(answer).to_contain_text("Indonesia has a partnership with Japan")
    expect(answer).not_to_contain_text("France")


def test_what_the_study_does_not_say_is_refused_beside_the_nearest_sentences(reader):
    refusal = reader.ask("Apakah Indonesia bermitra dengan Jerman?")
    expect(refusal).to_have_class("refusal")
    expect(refusal.locator("p").first).to_have_text("Naskah tidak menyebut Jerman.")
    expect(refusal.locator("q").first).to_contain_text("Australia, Jepang, India, dan Prancis")
    expect(reader.marked().first).to_have_class("near current")


def test_a_click_on_a_citation_shows_its_sentence(reader):
    roles = reader.ask("Apa peran AOIP?")
    partners = reader.ask("Siapa saja mitra Indonesia?")
    current = reader.page.locator(".study .current")
    for bubble, sentence in ((roles, "Melalui AOIP, Indonesia"), (partners, "Indonesia menjalin kemitraan")):
        bubble.locator("button.cite").first.click()
        expect(current).to_have_count(1)
        expect(current).to_contain_text(sentence)
        reader.page.wait_for_timeout(1000)  # it scrolls smoothly
        assert reader.visible(current)


def test_switching_the_language_changes_the_labels_and_the_examples(reader):
    language, send, example = (reader.page.locator(css) for css in ("#language", "#send", ".gallery-item >> nth=0"))
    expect(send).to_have_text("Tanya")
    indonesian = example.inner_text()
    language.get_by_text("English").click()
    expect(send).to_have_text("Ask")
    expect(reader.page.get_by_role("heading", name="The study")).to_be_visible()
    expect(example).not_to_have_text(indonesian)
    language.get_by_text("Indonesia").click()
    expect(send).to_have_text("Tanya")
    expect(example).to_have_text(indonesian)


def test_a_click_on_an_example_puts_it_into_the_question_box(reader):
    example = reader.page.locator(".gallery-item").first
    example.click()
    box = reader.page.locator("#question textarea")
    expect(box).not_to_have_value("")
    assert box.input_value().startswith(example.inner_text().removesuffix("..."))


def test_html_is_shown_as_text(reader):
    typed = "<img src=x onerror=alert(1)> **bold** ![x](http://evil.example/x.png) <script>alert(2)</script>"
    reader.ask(typed)
    expect(reader.page.locator("#chat .user").last).to_contain_text(typed)
    expect(reader.page.locator("#chat img[src='x'], #chat img[src*='evil']")).to_have_count(0)


def test_a_new_conversation_forgets_the_old_one(reader):
    reader.ask("Apakah Indonesia bermitra dengan Jepang?")
    reader.page.locator("#clear").click()
    expect(reader.page.locator(".answer, .refusal")).to_have_count(0)
    expect(reader.marked()).to_have_count(0)
