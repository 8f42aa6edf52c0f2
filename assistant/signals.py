"""What tells whether a sentence answers a question: signals, each with a meaning of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading import Asked, Kind, Read, holds
from knowledge.language import either
from knowledge.records import Evidence
from knowledge.retriever import LEXICAL_WORTH

_RIVALS = 5  # passages that the best one is compared with
_TOGETHER = ((2, 1.0), (5, 0.5))  # words at most so far apart belong together so much
_FAR = 40  # words


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near search found one passage, before a word of it is read."""

    lead: float  # score over the mean of the next passages, in spreads of the model's cosine
    cosine: float  # over the furthest passage that was found, in spreads


@dataclass(frozen=True, slots=True)
class Signals:
    """One sentence of one passage beside one question. What is "gone" is 0 where nothing is, and else 1 or a weight."""

    lead: float  # of the passage, see `Nearness`
    cosine: float  # of the passage
    held_near: float  # share of the question's weight in the passage, 0 to 1
    names_near: float  # share of its names in the passage, 0 to 1
    rarest_gone_near: float  # weight of the rarest word that the passage lacks
    rarest_gone: float  # weight of the rarest word that the sentence lacks
    qualifier_gone: float  # the passage has a word of the question, and lacks the next one, which narrows it
    reversal_gone: float  # a verb that turns things round ("melarang") is not in the passage
    number_gone: float  # a number of the question is not in the sentence
    rank_gone: float  # "pertama", "terbesar", "setelah" are not in the sentence
    denial_gone: float  # the question says "bukan", and the sentence does not
    head_gone: float  # the first telling word is not in the sentence
    word_gone: float  # some telling word that is no name is not in the sentence
    told: float  # whether what is asked for is there: a date, a number, a new name, a reason, a definition; 0 to 1
    undefined: float  # a definition is asked for: how far the sentence is from one, 0 to 1
    told_beside: float  # how near that stands to the question's last words, 0 to 1
    held: float  # share of the question's weight in the sentence, 0 to 1
    together: float  # share of it in words that stand together in both, 0 to 1
    opens: float  # whether the sentence is the first of its passage
    abroad: bool  # whether only names and numbers could be looked for, the question being in another language


def nearness(evidence: Sequence[Evidence], spread: float) -> Nearness:
    """How near the first passage of `evidence` is, whose others are its rivals.

    Args:
        evidence: passages, best first, at least one.
        spread: of the model's cosine, on which it tells texts apart.
    """
    best = evidence[0]
    scores = [hit.cosine / spread + LEXICAL_WORTH * hit.share for hit in evidence]
    rivals = [s for s, hit in zip(scores, evidence, strict=True) if hit.passage.paragraph != best.passage.paragraph]
    next_best = sorted(rivals, reverse=True)[:_RIVALS] or scores[:1]
    furthest = min(hit.cosine for hit in evidence)
    return Nearness(scores[0] - sum(next_best) / len(next_best), (best.cosine - furthest) / spread)


def signals(asked: Asked, passage: Sequence[Read], read: Read, near: Nearness) -> Signals:
    """The signals of the sentence `read` of `passage`, which search found as `near`."""
    around = frozenset().union(*(sentence.held for sentence in passage))
    here = {w for w in asked.weights if holds(read.held, w)}
    there = {w for w in asked.weights if holds(around, w)}
    whole = sum(asked.weights.values()) or 1.0
    told = told_at(asked, read)
    plain = [w for w in asked.telling if w not in asked.names | asked.numbers]
    is_told = _told(asked, read, told)
    return Signals(
        lead=near.lead,
        cosine=near.cosine,
        held_near=sum(asked.weights[w] for w in asked.weights if w in there) / whole if asked.weights else 1.0,
        names_near=len(asked.names & there) / len(asked.names) if asked.names else 1.0,
        rarest_gone_near=max((asked.weights[w] for w in asked.weights if w not in there), default=0.0),
        rarest_gone=max((asked.weights[w] for w in asked.weights if w not in here), default=0.0),
        qualifier_gone=float(bool(qualifiers_gone(asked, there))),
        reversal_gone=float(bool(reversals_gone(asked, around))),
        number_gone=float(any(w not in here for w in asked.numbers)),
        rank_gone=float(bool(ranks_gone(asked, read))),
        denial_gone=float(bool(denials_gone(asked, read))),
        head_gone=float(bool(asked.telling) and asked.telling[0] not in here),
        word_gone=float(any(w not in here for w in plain)),
        told=is_told,
        undefined=1 - is_told if asked.kind == "definition" else 0.0,
        told_beside=_beside(asked, read, told),
        held=sum(asked.weights[w] for w in asked.weights if w in here) / whole if asked.weights else 1.0,
        together=_together(asked, read),
        opens=float(read is passage[0]),
        abroad=asked.abroad,
    )


def told_at(asked: Asked, read: Read) -> list[int] | None:
    """The positions of what may answer: a date, a number, a name not in the question; `None` where no position tells."""
    found: dict[Kind, frozenset[int]] = {
        "date": read.dates,
        "number": read.numbers,
        "person": read.names - read.places,
        "place": read.places,
    }
    if asked.kind not in found:
        return None
    return [at for at in sorted(found[asked.kind]) if not any(holds(read.forms[at], w) for w in asked.weights)]


def qualifiers_gone(asked: Asked, there: set[str]) -> list[str]:
    """The words that follow a word of the passage in the question, or its "yang", and are not in the passage."""
    tokens = [t for t in asked.tokens if t != "yang"]
    return [b for a, b in pairwise(tokens) if a in there and b in asked.telling and b not in there]


def reversals_gone(asked: Asked, around: frozenset[str]) -> list[str]:
    """The verbs of the question that turn things round and of which the passage has no form."""
    return [w for w in asked.weights if w in either("reversal") and not holds(around, w)]


def ranks_gone(asked: Asked, read: Read) -> list[str]:
    """The ranking words of the question of which the sentence has no form."""
    return [w for w in asked.ranks if not holds(read.held, w)]


def denials_gone(asked: Asked, read: Read) -> list[str]:
    """The "bukan" of the question, if the sentence has none."""
    return [w for w in asked.tokens if w == "bukan" and w not in read.words][:1]


def _told(asked: Asked, read: Read, told: list[int] | None) -> float:
    if told is not None:
        return float(bool(told))
    if asked.kind == "reason":
        return float(bool(set(read.words) & either("cause")))
    if asked.kind == "acronym":
        named = any(read.words.count(w) for w in asked.weights)
        return float(named and "(" in read.sentence.text)
    return _defined(asked, read) if asked.kind == "definition" else 1.0


def _defined(asked: Asked, read: Read) -> float:
    """1 where "adalah" or its like follows at once on all that is to be defined, less where later or not at all."""
    found = [read.positions(w) for w in asked.telling or tuple(asked.weights)]
    if not found or not all(found):
        return 0.0
    end = max(at[0] for at in found) + 1
    if set(read.words[end : end + 3]) & either("copula"):
        return 1.0
    return 0.6 if set(read.words[end:]) & either("copula") else 0.2


def _beside(asked: Asked, read: Read, told: list[int] | None) -> float:
    if told is None:
        return 0.4  # as near as is usual
    last = [at for w in asked.telling[-2:] for at in read.positions(w)] or [
        at for w in asked.telling for at in read.positions(w)
    ]
    apart = min((abs(at - other) for at in told for other in last), default=_FAR)
    return 1 / (1 + apart / 4)


def _together(asked: Asked, read: Read) -> float:
    """The share of the question's pairs of neighbouring words, by weight, that stand together in the sentence."""
    pairs = list(pairwise(asked.weights))
    if not pairs:
        return float(all(read.positions(w) for w in asked.weights))
    worth = [asked.weights[a] + asked.weights[b] for a, b in pairs]
    close = [_closeness(read.positions(a), read.positions(b)) for a, b in pairs]
    return sum(value * much for value, much in zip(worth, close, strict=True)) / sum(worth)


def _closeness(first: list[int], second: list[int]) -> float:
    apart = min((abs(a - b) for a in first for b in second), default=_FAR)
    return next((value for limit, value in _TOGETHER if apart <= limit), 0.0)
