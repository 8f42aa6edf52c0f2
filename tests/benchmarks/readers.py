"""Many readers at once: `python tests/benchmarks/readers.py [port]`, over the shipped study, on this machine alone.

Starts the web chat, loads its page in Chromium if there is one, then asks by Gradio's client with 1, 10 and 50 readers. Each
reader has a connection of her own and asks one question after another; every answer is compared with that of the Python API,
so that an answer that is lost, or given to another reader, is counted. Prints a Markdown table. Nothing is asserted.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import numpy as np

ROOT = Path(__file__).parents[2]
READERS = {1: 40, 10: 10, 50: 4}  # how many at once: how many questions each asks
PATIENCE = 300  # seconds for all questions of a round


def main() -> None:
    """Measure, and print the table."""
    expected = answers()
    with running() as (address, rows):
        rows += page(address)
        for readers, each in READERS.items():
            rows += asking(address, readers, each, expected)
    print("| measure | value |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def answers() -> dict[str, str]:
    """The shipped questions that need no history, and their answers by the Python API."""
    from assistant import Assistant
    from knowledge.questions import load_questions
    from knowledge.study import SHIPPED

    assistant = Assistant.open()
    asked = [q.question for q in load_questions(assistant.study, SHIPPED) if not q.history]
    return {question: assistant.ask(question).text for question in asked}


@contextmanager
def running() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The address of a web chat with its index at hand, and how long it took to be there and to be ready."""
    with socket.create_server(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0)) as free:
        port = free.getsockname()[1]
    address, start = f"http://127.0.0.1:{port}", time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {"TANYA_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        shown, ready = (_when_up(address + path, start) for path in ("/", "/health"))
        yield address, [("command to page", f"{shown:.1f} s"), ("command to ready", f"{ready:.1f} s")]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


def _when_up(url: str, start: float) -> float:
    while time.perf_counter() - start < PATIENCE:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer in {PATIENCE} s")


def page(address: str) -> list[tuple[str, str]]:
    """The first load of the page by a browser with an empty cache: time to see it, to be answered, and bytes over the wire."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return [("page in Chromium", "not measured: there is no Chromium")]
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        network = tab.context.new_cdp_session(tab)
        network.send("Network.enable")
        sizes: list[float] = []
        network.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        start = time.perf_counter()
        tab.goto(address)
        tab.locator("#question textarea").wait_for()
        seen = time.perf_counter() - start
        tab.wait_for_load_state("load")
        tab.wait_for_timeout(2000)  # what is fetched after the page is seen counts, too
        requests, weight = len(sizes), sum(sizes)
        tab.locator("#question textarea").fill("Siapa saja mitra Indonesia?")
        start = time.perf_counter()
        tab.keyboard.press("Enter")
        tab.locator(".answer button.cite").first.wait_for()
        answered = time.perf_counter() - start
        browser.close()
    return [
        ("page opened to question box, empty cache", f"{seen:.1f} s"),
        ("weight of the page", f"{weight / 1e6:.2f} MB over the wire in {requests} requests"),
        ("Enter to first sentence, in the browser", f"{answered:.2f} s"),
    ]


def asking(address: str, readers: int, each: int, expected: dict[str, str]) -> list[tuple[str, str]]:
    """`readers` that begin at the same time and ask `each` questions, one after another."""
    from gradio_client import Client

    questions = list(expected)
    together = Barrier(readers)
    # A few at a time, for a client fetches the page's whole description, and gives up after ten seconds.
    with ThreadPoolExecutor(4) as few:
        clients = list(few.map(lambda _: Client(address, verbose=False), range(readers)))

    def read(number: int) -> list[tuple[float, bool]]:
        told = []
        together.wait(PATIENCE)
        for at in range(each):
            question = questions[(number * each + at) % len(questions)]
            start = time.perf_counter()
            try:
                answer = clients[number].submit(question, None, api_name="/ask").result(timeout=PATIENCE)
                told.append((time.perf_counter() - start, answer["text"] == expected[question]))
            except Exception as error:
                print(f"{readers} readers: {type(error).__name__}: {error}", file=sys.stderr)
        return told

    with ThreadPoolExecutor(readers) as pool:
        told = [one for reader in pool.map(read, range(readers), timeout=PATIENCE) for one in reader]
    times, right = [seconds for seconds, _ in told], sum(equal for _, equal in told)
    median, high = np.percentile(times, (50, 95)) if times else (np.nan, np.nan)
    return [
        (
            f"asked to first sentence, {readers} readers at once",
            f"median {median:.2f} s, 95th percentile {high:.2f} s; {right} of {readers * each} answered as expected",
        )
    ]


if __name__ == "__main__":
    main()
