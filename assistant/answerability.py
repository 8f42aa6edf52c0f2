"""Whether a study answers a question that none of its notes is near, with which sentence, and if not, why not.

Small logistic models over the signals of signals.py: which sentence of a passage to quote, whether the passage is the
right one (another model where the question is in another language than the study), and whether the sentence tells what
is asked. The confidence is the product of the last two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from assistant.abstention import instructed, not_named, written
from assistant.answers import Abstention
from assistant.coverage import Vocabulary
from assistant.dictation import undictated
from assistant.messages import say
from assistant.question import Question
from assistant.reading import Asked, Kind, Read, Reader, holds
from assistant.signals import Signals, denials_gone, nearness, qualifiers_gone, ranks_gone, reversals_gone, signals
from knowledge.records import Evidence, Study

_HARDLY = 0.2  # share of a question's weight below which the passage is about something else
# The signals that speak for these reasons.
_PREMISE = frozenset({"reversal_gone", "denial_gone"})
_DETAIL = frozenset({"told", "undefined"})
# What is not told, as the assistant says it.
_DETAILS: Mapping[Kind, str] = {
    "date": "when",
    "number": "count-of",
    "person": "who",
    "place": "where",
    "reason": "why",
    "definition": "definition",
    "acronym": "acronym",
}


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: `base` and a weight for each signal that it looks at."""

    base: float
    weights: Mapping[str, float]

    def log_odds(self, found: Signals) -> float:
        """The logarithm of p / (1 - p)."""
        return self.base + sum(weight * float(getattr(found, name)) for name, weight in self.weights.items())

    def probability(self, found: Signals) -> float:
        """Between 0 and 1."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.log_odds(found)))))


@dataclass(frozen=True, slots=True)
class Judge:
    """The models, and the confidence from which on a sentence is an answer."""

    chosen: Model  # which sentence of a passage to quote
    found: Model  # whether it is the right passage
    told: Model  # whether the sentence of the right passage tells what is asked
    abroad: Model  # stands for `found` where the question is in another language than the study
    enough: float

    def choose(self, passage: Sequence[Signals]) -> int:
        """Which of the sentences of `passage` to quote: its place, from 0."""
        return max(range(len(passage)), key=lambda at: self.chosen.log_odds(passage[at]))

    def confidence(self, seen: Signals) -> float:
        """How sure it is that a sentence answers, 0 to 1."""
        return (self.abroad if seen.abroad else self.found).probability(seen) * self.told.probability(seen)

    def worst(self, seen: Signals) -> str:
        """Which of the things that a sentence may lack speaks most against it."""
        lacks = {name: weight * (getattr(seen, name) - (name == "told")) for name, weight in self.told.weights.items()}
        return min((name for name in lacks if name != "cosine"), key=lambda name: lacks[name])


@cache
def trained() -> Judge:
    """The models in answerability.yaml."""
    data = yaml.load(resources.files("assistant").joinpath("answerability.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    models = {name: Model(**data[name]) for name in ("chosen", "found", "told", "abroad")}
    return Judge(**models, enough=data["enough"])


@dataclass(frozen=True, slots=True)
class Weighed:
    """The best passage, read: its sentence that answers best, and how sure it is that it does."""

    asked: Asked
    passage: tuple[Read, ...]
    chosen: Read
    signals: Signals  # of `chosen`
    confidence: float  # 0 to 1


class Answerability:
    """Judges the best passage of one study where no note is near; safe to share between threads."""

    def __init__(self, study: Study, vocabulary: Vocabulary, spread: float) -> None:
        """`spread` is the scale on which the model's cosines tell texts apart."""
        self._study = study
        self._vocabulary = vocabulary
        self._spread = spread
        self._reader = Reader(study, vocabulary)

    def read(self, question: Question, evidence: Sequence[Evidence]) -> tuple[Asked, tuple[Read, ...], list[Signals]]:
        """What is asked, the sentences of the best passage in `evidence`, and the signals of each."""
        asked = self._reader.question(question)
        sentences = undictated(self._study.sentences_of(evidence[0].passage.span), self._study)
        passage = tuple(self._reader.sentence(s) for s in sentences)
        near = nearness(evidence, self._spread)
        return asked, passage, [signals(asked, passage, read, near) for read in passage]

    def weigh(self, question: Question, evidence: Sequence[Evidence]) -> Weighed:
        """The best sentence of the best passage in `evidence`, which is not empty."""
        asked, passage, seen = self.read(question, evidence)
        at = trained().choose(seen)
        return Weighed(asked, passage, passage[at], seen[at], trained().confidence(seen[at]))

    def refusal(self, question: Question, weighed: Weighed) -> Abstention | None:
        """Why `weighed` is no answer to `question`, told by what it lacks most; `None` if it is sure enough."""
        around = frozenset().union(*(read.held for read in weighed.passage))
        if found := instructed(question, around, self._vocabulary):
            return found
        if weighed.confidence >= trained().enough:
            return None
        return self._reason(question, weighed, around)

    def _reason(self, question: Question, weighed: Weighed, around: frozenset[str]) -> Abstention:
        asked, seen, worst = weighed.asked, weighed.signals, trained().worst(weighed.signals)
        there = {w for w in asked.weights if holds(around, w)}
        if seen.held_near < _HARDLY and not asked.names & there:
            return Abstention("outside-topic")
        gone = [w for w in asked.weights if w not in there]
        if any(w in asked.names | asked.numbers for w in gone):
            return not_named(question, gone, self._vocabulary)
        if worst in _PREMISE:
            premise = reversals_gone(asked, around) or denials_gone(asked, weighed.chosen)
            return Abstention("premise-not-in-study", written(question, premise))
        if worst == "rank_gone" and seen.rank_gone:
            return Abstention("detail-not-given", written(question, ranks_gone(asked, weighed.chosen)))
        if worst in _DETAIL and seen.told < 1 and asked.kind in _DETAILS:
            return Abstention("detail-not-given", say(_DETAILS[asked.kind], question.language))
        return not_named(question, qualifiers_gone(asked, there) or gone, self._vocabulary)
