"""The gate, measured: `python tests/benchmarks/gate.py [FOLDER] [CLAIMS.jsonl]`.

Altered are the notes and sentences of the study in FOLDER, the shipped one by default: of a large study 800 sentences,
drawn with seed 1. CLAIMS.jsonl holds claims written by hand, one a line: claim, quotes, kind, supported; by default those
of tests/claims. Prints the share that the gate refuses, with its 95 % Wilson interval, and the time of a check.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from assistant.entailment.statement import read
from assistant.evaluation.corruption import CORRUPTIONS, corrupted
from assistant.evaluation.statistics import interval_of
from assistant.verification import supports
from knowledge import Study, load_study
from knowledge.records import Language
from knowledge.study import SHIPPED

CLAIMS = Path(__file__).parents[1] / "claims" / "study.jsonl"
SENTENCES = 800
SEEDS = (1, 2, 3, 4, 5)

Claim = tuple[str, str, Sequence[str]]  # kind, text, quotes


def main(folder: str | None = None, claims: str | None = None) -> None:
    """Measure, and print Markdown tables."""
    study = load_study(folder or SHIPPED)
    _table(f"altered from {study.id}, seeds {SEEDS}", [*_genuine(study), *_altered(study)])
    rows = [json.loads(line) for line in Path(claims or CLAIMS).read_text("utf-8").splitlines()]
    _table("written by hand", [(row["kind"], row["claim"], row["quotes"]) for row in rows])
    _speed([(row["claim"], row["quotes"]) for row in rows])


def _proven(study: Study) -> Iterator[tuple[str, Language, list[str]]]:
    """Sentences with their language and their proof."""
    for note in study.notes:
        for language, statement in note.statement.items():
            yield statement, language, [study.quote(span) for span in note.proof]
    drawn = Random(1).sample(study.sentences, min(SENTENCES, len(study.sentences)))
    yield from ((sentence.text, study.language, [sentence.text]) for sentence in drawn if any(map(str.isalpha, sentence.text)))


def _genuine(study: Study) -> Iterator[Claim]:
    yield from (("unaltered", text, quotes) for text, _, quotes in _proven(study))


def _altered(study: Study) -> Iterator[Claim]:
    for how in CORRUPTIONS:
        seen = set[str]()
        for text, language, quotes in _proven(study):
            for seed in SEEDS:
                change = corrupted(text, language, how, seed, quotes)
                if change and change.text not in seen:
                    seen.add(change.text)
                    yield how, change.text, quotes


def _table(title: str, claims: Iterable[Claim]) -> None:
    refused: dict[str, list[bool]] = defaultdict(list)
    for kind, text, quotes in claims:
        refused[kind].append(not supports(text, quotes).supported)
    print(f"\n| {title} | claims | refused | 95 % |\n|---|---|---|---|")
    for kind, found in refused.items():
        share = interval_of(np.array(found, dtype=float))
        print(f"| {kind} | {len(found)} | {share.mean:.1%} | {share.low:.1%} to {share.high:.1%} |")


def _speed(claims: Sequence[tuple[str, Sequence[str]]]) -> None:
    read.cache_clear()
    start = time.perf_counter()
    for claim, quotes in claims:
        supports(claim, quotes)
    print(f"\none check: {1000 * (time.perf_counter() - start) / len(claims):.1f} ms, mean of {len(claims)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
