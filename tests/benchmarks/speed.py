"""Speed and memory: `python tests/benchmarks/speed.py`. Every ratio is taken within one run of this file.

Prints a Markdown table. Nothing here is asserted: the numbers belong to the machine.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).parents[2]
ROUNDS = 10


def main() -> None:
    """Measure, and print the table."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as cache:
        os.environ["TANYA_CACHE_DIR"] = cache
        rows += page(cache)
        rows += ask()
    print("| measure | value |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def page(cache: str) -> list[tuple[str, str]]:
    """Start the web chat with an empty cache; wait for the page, then for the first answer."""
    from gradio_client import Client

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    environment = os.environ | {"TANYA_PORT": str(port), "TANYA_CACHE_DIR": cache}
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        shown = _when_up(f"http://127.0.0.1:{port}/", start)
        _when_up(f"http://127.0.0.1:{port}/health", start)
        client = Client(f"http://127.0.0.1:{port}/", verbose=False)
        client.predict("Apa peran AOIP?", None, api_name="/ask")
        answered = time.perf_counter() - start
        resident = psutil.Process(server.pid).memory_info().rss / 2**20
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    return [
        ("command to first page, empty cache", f"{shown:.1f} s"),
        ("command to first answer, empty cache", f"{answered:.1f} s"),
        ("resident memory of the web chat after one answer", f"{resident:.0f} MB"),
    ]


def _when_up(url: str, start: float) -> float:
    while True:
        try:
            with urllib.request.urlopen(url, timeout=1) as page:
                if page.status == 200:
                    return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)


def ask() -> list[tuple[str, str]]:
    """Ask the shipped questions, each time beside one bare embedding of the same question."""
    from assistant import Assistant
    from knowledge.embedding import StudyEmbeddings
    from knowledge.questions import load_questions
    from knowledge.study import SHIPPED, load_study

    study, embeddings = load_study(), StudyEmbeddings()
    embeddings.embed_query("pemanasan")
    assistant = Assistant.open()
    questions = [q.question for q in load_questions(study, SHIPPED) if not q.history]
    asked, bare = [], []
    for question in questions:
        start = time.perf_counter()
        embeddings.embed_query(question)
        bare.append(time.perf_counter() - start)
        start = time.perf_counter()
        assistant.ask(question)
        asked.append(time.perf_counter() - start)
    ms = [1000 * np.percentile(times, p) for times in (asked, bare) for p in (50, 95)]
    return [
        (f"warm ask, median of {len(asked)} questions", f"{ms[0]:.1f} ms, {ms[0] / ms[2]:.2f} x one bare query embedding"),
        ("warm ask, 95th percentile", f"{ms[1]:.1f} ms, {ms[1] / ms[2]:.2f} x the median bare embedding"),
        ("one bare query embedding, median", f"{ms[2]:.1f} ms"),
    ]


if __name__ == "__main__":
    main()
