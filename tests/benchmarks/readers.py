"""The web chat under readers: seconds to the page and to answers, with 1, 10 and 50 of them at once, and what a page weighs.

    python tests/benchmarks/readers.py

It starts the web chat on a free port of this machine and asks there, a bounded number of times, nothing but shipped
questions, each of which must be answered as the assistant answers it by itself. Where there is a Chromium, a reader in
it measures the page; the times from Enter to the first sentence are those of that reader.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
READERS = (1, 10, 50)
EACH = 4  # questions a reader asks, one after another
PATIENCE = 120  # seconds for any one answer
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def main() -> None:
    """Print the table."""
    sys.path.insert(0, str(ROOT))
    from knowledge.questions import load_questions
    from knowledge.study import SHIPPED, load_study

    questions = [q.question for q in load_questions(load_study(), SHIPPED) if q.answerable and not q.history]
    expected = _expected(questions)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"TANYA_PORT": str(port), "TANYA_DATA_DIR": tempfile.mkdtemp()}
    start = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        rows = [("command to first page, index built", f"{_up(f'{address}/', start):.1f} s")]
        rows += [("command to ready for answers", f"{_up(f'{address}/health', start):.1f} s")]
        for readers in READERS:
            rows += _together(readers, address, questions, expected)
        rows += _page(address, questions) if BROWSER else []
    finally:
        server.terminate()
        rows += [("told to end until ended", f"{_seconds(lambda: server.wait(60)):.1f} s, status {server.returncode}")]
    for name, value in rows:
        print(f"| {name} | {value} |")


def _expected(questions: list[str]) -> dict[str, str]:
    from assistant import Assistant

    assistant = Assistant.open()
    return {question: assistant.ask(question).text for question in questions}


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _up(url: str, start: float) -> float:
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)


def _together(readers: int, address: str, questions: list[str], expected: dict[str, str]) -> list[tuple[str, str]]:
    """Each reader with a client of its own, all beginning at once."""
    from gradio_client import Client

    clients = [Client(address, verbose=False) for _ in range(readers)]

    def read(number: int) -> list[tuple[float, bool]]:
        found = []
        for at in range(EACH):
            question = questions[(number * EACH + at) % len(questions)]
            start = time.perf_counter()
            answer = clients[number].submit(question, None, api_name="/ask").result(timeout=PATIENCE)
            found.append((time.perf_counter() - start, answer["text"] == expected[question]))
        return found

    with ThreadPoolExecutor(readers) as pool:
        answers = [answer for found in pool.map(read, range(readers)) for answer in found]
    times = [taken for taken, _ in answers]
    right = sum(same for _, same in answers)
    median, high = (np.percentile(times, p) for p in (50, 95))
    told = f"median {median:.2f} s, 95th percentile {high:.2f} s; {right} of {readers * EACH} answers there and the same"
    return [(f"{readers} readers at once, a question to its answer", told)]


def _page(address: str, questions: list[str]) -> list[tuple[str, str]]:
    """What one reader in a browser waits for and loads."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(locale="id-ID")
        weights: list[int] = []
        page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
        start = time.perf_counter()
        page.goto(address)
        page.wait_for_selector(".study .sentence")
        shown = time.perf_counter() - start
        page.wait_for_timeout(2000)
        loaded, files = sum(weights), len(weights)
        times = []
        for at, question in enumerate(questions[:20]):
            page.locator("#question textarea").fill(question)
            start = time.perf_counter()
            page.locator("#question textarea").press("Enter")
            page.wait_for_function(f"document.querySelectorAll('#chat .said').length > {at}", polling=20)
            times.append(time.perf_counter() - start)
            page.wait_for_selector("#stop:disabled")
        browser.close()
    median, high = (np.percentile(times, p) for p in (50, 95))
    return [
        ("in a browser: address to the study on the page", f"{shown:.1f} s"),
        ("in a browser: Enter to the first sentence, 20 questions", f"median {median:.2f} s, 95th percentile {high:.2f} s"),
        ("what the page weighs, uncompressed", f"{loaded / 1e6:.1f} MB in {files} files"),
    ]


if __name__ == "__main__":
    main()
