"""What is measured of an answer, and the judgement of one: pure, from the question with its gold and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.evaluation import gold, proof
from assistant.evaluation.results import Score
from knowledge.questions import StudyQuestion


@dataclass(frozen=True, slots=True)
class Measure:
    """A property of answers; its judge says exactly how it is defined."""

    name: str
    meaning: str
    judge: Callable[[StudyQuestion, Answer], Score | None]
    less_is_better: bool = False


MEASURES = (
    Measure("right", "answers that are right as a whole", gold.right),
    Measure("nugget-recall", "share of the gold nuggets that the answer holds", gold.nugget_recall),
    Measure("nugget-precision", "share of the claims that are to the point", gold.nugget_precision),
    Measure("citation-recall", "share of the claims that their citations support", proof.citation_recall),
    Measure("citation-precision", "share of the citations that are needed", proof.citation_precision),
    Measure("gold-citations", "share of the citations that overlap a gold quote", gold.gold_citations),
    Measure("paragraph-cited", "answers that cite the right paragraph", gold.paragraph_cited),
    Measure("answer-cited", "of these, cited sentences that hold the answer", gold.answer_cited),
    Measure("abstention-recall", "unanswerable questions refused", gold.abstention_recall),
    Measure("abstention-precision", "refused questions that are unanswerable", gold.abstention_precision),
    Measure("false-abstention", "answerable questions refused (less is better)", gold.false_abstention, less_is_better=True),
    Measure("reason", "right refusals that give an accepted reason", gold.reason),
    Measure("language", "answers in the language of the question", gold.language),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The scores of one answer, by measure; a measure that does not apply to it is left out."""

    scores: Mapping[str, Score]


def judge(question: StudyQuestion, answer: Answer) -> Judgement:
    """How `answer` does on `question`, by every measure that applies."""
    found = {measure.name: measure.judge(question, answer) for measure in MEASURES}
    return Judgement({name: score for name, score in found.items() if score is not None})


def flaws(scores: Mapping[str, Score]) -> dict[str, Score]:
    """The scores that fall short of the best, `right` aside."""
    best = {measure.name: float(not measure.less_is_better) for measure in MEASURES if measure.name != "right"}
    return {name: score for name, score in scores.items() if name in best and score.value != best[name]}
