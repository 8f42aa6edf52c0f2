"""Speed of building and searching one study: `python tests/benchmarks/search.py [study]`, the shipped one by default.

Every ratio is taken within one run: each question is embedded bare and then searched, and the passages that are
embedded bare, 400 at most, are then built into an index of their own. Prints a Markdown table. Nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import Retriever, load_study
from knowledge.embedding import StudyEmbeddings
from knowledge.index import ensure_index, entries
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

PASSAGES = 400
QUESTIONS = 200


def main() -> None:
    """Measure, and print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED
    embeddings = StudyEmbeddings()
    embeddings.embed_query("pemanasan")
    rows = [*searching(folder, embeddings), *building(folder, embeddings)]
    print("| measure | value |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def searching(folder: Path, embeddings: StudyEmbeddings) -> list[tuple[str, str]]:
    """Search beside one bare embedding of the same question."""
    retriever = Retriever.open(folder, embeddings=embeddings)
    questions = load_questions(retriever.study, folder)
    bare, searched = [], []
    for question in questions[:: max(1, len(questions) // QUESTIONS)]:
        bare.append(_seconds(lambda asked=question.question: embeddings.embed_query(asked)))
        searched.append(_seconds(lambda asked=question.question: retriever.search(asked)))
    once, median, high = np.median(bare), np.median(searched), np.percentile(searched, 95)
    return [
        ("index entries", f"{len(retriever.index.entries):,}"),
        ("one bare query embedding, median", f"{1000 * once:.1f} ms"),
        (f"warm search, median of {len(searched)} questions", f"{1000 * median:.1f} ms, {median / once:.2f} x"),
        ("warm search, 95th percentile", f"{1000 * high:.1f} ms, {high / once:.2f} x the median bare embedding"),
    ]


def building(folder: Path, embeddings: StudyEmbeddings) -> list[tuple[str, str]]:
    """Build an index with an empty cache, beside embedding the same texts and nothing else; then ensure it unchanged."""
    study = load_study(folder)
    few = replace(study, paragraphs=study.paragraphs[:PASSAGES])
    few = replace(few, sentences=tuple(s for s in study.sentences if s.paragraph <= PASSAGES))
    texts = [entry.dense for entry in entries(few)]
    bare = _seconds(lambda: embeddings.embed_documents(texts))
    with tempfile.TemporaryDirectory() as cache:
        built = _seconds(lambda: ensure_index(few, embeddings, embeddings.name, Path(cache)))
        unchanged = _seconds(lambda: ensure_index(few, embeddings, embeddings.name, Path(cache)))
    return [
        (f"embedding {len(texts)} entries", f"{bare:.1f} s"),
        (f"building their index, {len(texts)} entries", f"{built:.1f} s, {built / bare:.2f} x"),
        ("ensuring it unchanged", f"{unchanged:.2f} s"),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
