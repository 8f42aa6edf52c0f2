"""How the index grows: `python tests/benchmarks/growth.py [passages ...]`, 1,000, 10,000 and 100,000 by default.

Each size is measured in a process of its own, on a text of dictionary words drawn by Zipf's law, a paragraph a passage.
Random unit vectors stand in for embeddings, so no time is the model's; the time of one real query embedding, taken in
the same run, is given beside. Prints a Markdown table. Nothing is asserted: the numbers belong to the machine.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge import Retriever, load_study
from knowledge.index import ensure_index
from knowledge.language import dictionary

SIZES = (1_000, 10_000, 100_000)
WORDS = 60  # of a passage; Indonesian Wikipedia has about as many
SEARCHES = 200


class RandomVectors(Embeddings):
    """A unit vector of 384 numbers drawn by the text, and the number of texts that were embedded."""

    def __init__(self) -> None:
        self.name = "random-384"
        self.embedded = 0

    def embed_query(self, text: str) -> list[float]:
        """The vector of `text`."""
        vector = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(384)
        return (vector / np.linalg.norm(vector)).tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of `texts`."""
        self.embedded += len(texts)
        return [self.embed_query(text) for text in texts]


def main() -> None:
    """Measure each size, and print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    bare = _bare_embedding()
    rows = [json.loads(subprocess.check_output([sys.executable, __file__, "--one", str(size)])) for size in sizes]
    print(f"One bare query embedding: {1000 * bare:.1f} ms.\n")
    print("| passages | " + " | ".join(f"{size:,}" for size in sizes) + " |\n|---" + "|---" * len(sizes) + "|")
    for name in rows[0]:
        print(f"| {name} | " + " | ".join(row[name] for row in rows) + " |")
    searches = [float(row["search without embedding, median"].removesuffix(" ms")) / 1000 for row in rows]
    print("| search, multiple of one query embedding | " + " | ".join(f"{(bare + s) / bare:.2f} x" for s in searches) + " |")


def _bare_embedding() -> float:
    """Seconds of one query embedding by the bundled model, median."""
    from knowledge.embedding import StudyEmbeddings

    embeddings = StudyEmbeddings()
    times = []
    for question in _questions(50):
        start = time.perf_counter()
        embeddings.embed_query(question)
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def _text(passages: int) -> str:
    random = np.random.default_rng(0)
    words = np.array(sorted(dictionary("id")))
    random.shuffle(words)
    drawn = words[np.minimum(random.zipf(1.2, (passages, WORDS)) - 1, len(words) - 1)]
    return "\n\n".join(" ".join(row).capitalize() + "." for row in drawn)


def _questions(number: int) -> list[str]:
    random = np.random.default_rng(1)
    words = np.array(sorted(dictionary("id")))
    return ["Apa " + " ".join(random.choice(words, 5)) + "?" for _ in range(number)]


def one(passages: int) -> dict[str, str]:
    """What an index of `passages` takes."""
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "study", Path(place) / "cache"
        folder.mkdir()
        text = _text(passages)
        (folder / "text.md").write_text(text, "utf-8")
        (folder / "study.yaml").write_text("language: id\n", "utf-8")
        embeddings = RandomVectors()
        study, loading = _timed(lambda: load_study(folder))
        _, building = _timed(lambda: ensure_index(study, embeddings, embeddings.name, cache))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        built = embeddings.embedded
        _, unchanged = _timed(lambda: ensure_index(study, embeddings, embeddings.name, cache))
        again = embeddings.embedded - built
        retriever, opening = _timed(lambda: Retriever.open(folder, cache=cache, embeddings=embeddings))
        retriever.search("Apa?")
        times = [_timed(lambda question=question: retriever.search(question))[1] for question in _questions(SEARCHES)]
        disk = sum(path.stat().st_size for path in retriever.index.folder.rglob("*") if path.is_file()) / 2**20
        (folder / "text.md").write_text(text.replace("\n\n", " Akhir kata.\n\n", 1), "utf-8")
        changed = load_study(folder)
        _, changing = _timed(lambda: ensure_index(changed, embeddings, embeddings.name, cache))
        return {
            "loading and cutting the study": f"{loading:.1f} s",
            "building, vectors given": f"{building:.1f} s",
            "peak memory while building": f"{peak:.0f} MB",
            "index on disk": f"{disk:.0f} MB",
            "embedded when unchanged": f"{again}",
            "ensuring the unchanged index": f"{unchanged:.2f} s",
            "embedded when one paragraph changes": f"{embeddings.embedded - built}",
            "building when one paragraph changes": f"{changing:.1f} s",
            "opening": f"{opening:.1f} s",
            "search without embedding, median": f"{1000 * np.median(times):.1f} ms",
            "search without embedding, 95th percentile": f"{1000 * np.percentile(times, 95):.1f} ms",
        }


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main()
