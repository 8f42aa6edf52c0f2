"""Train the models of assistant/answerability.yaml: `python tests/benchmarks/answerability.py FOLDER [--write]`.

FOLDER is a study without notes whose questions.jsonl has answers, and look-alike questions that the named paragraph tempts
to answer and does not. Prints, cross-validated with folds that share no paragraph, beside single signals and with 95 %
bootstrap intervals over questions:

(a) look-alike unanswerable questions against answerable ones, AUROC of the confidence;
(b) an answerable question against itself with its paragraph removed from what was found, AUROC of the confidence;
(c) from the right paragraph, the share of questions whose chosen sentence holds an answer, letter case aside.

`--write` fits on all questions and writes the file. The threshold is the lowest cross-validated confidence whose balanced
accuracy on (a) is within a point of the highest: of those that do equally well, the one that refuses least.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from assistant.answerability import Answerability, Judge, Model
from assistant.coverage import Vocabulary
from assistant.evaluation.statistics import mean_interval
from assistant.signals import Signals
from knowledge import Evidence, Passage, Retriever
from knowledge.passages import passages
from knowledge.questions import StudyQuestion, load_questions

FILE = Path(__file__).parents[2] / "assistant" / "answerability.yaml"
FOLDS = 10
RESAMPLES = 1000
STRENGTH = 0.1  # the inverse of scikit-learn's penalty: from 0.03 to 1 the AUROC of (a) changes by 0.005
POOLED = "(b) all in the study's language"
POINT = 0.01
SINGLE = ("cosine", "lead", "held_near")  # signals that are measured alone
CHOSEN = ("held", "together", "told", "told_beside", "head_gone", "word_gone", "rank_gone", "number_gone", "opens")
FOUND = ("lead", "cosine", "held_near", "names_near")
ABROAD = ("lead", "cosine", "names_near", "number_gone")
TOLD = (
    *("cosine", "rarest_gone_near", "rarest_gone", "word_gone", "qualifier_gone", "reversal_gone", "number_gone"),
    *("denial_gone", "rank_gone", "told", "undefined"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question over the whole study, or with its paragraph removed."""

    question: StudyQuestion
    removed: bool
    signals: list[Signals]  # of the sentences of the best passage

    @property
    def answerable(self) -> bool:
        """Whether what is left of the study answers it."""
        return self.question.answerable and not self.removed

    @property
    def group(self) -> str:
        """Its question set."""
        return f"{self.question.kind}, {self.question.language}"


@dataclass(frozen=True, slots=True)
class Home:
    """A question with the sentences of its own paragraph."""

    question: StudyQuestion
    holds: list[bool]  # whether a sentence holds an answer
    signals: list[Signals]


def main() -> None:
    """Measure, and write the models if asked to."""
    folder = sys.argv[1]
    retriever = Retriever.open(folder)
    questions = load_questions(retriever.study, folder)
    cases, homes = collect(retriever, questions, [retriever.evidence(q.question) for q in questions])
    confidences, chosen = cross_validated(cases, homes)
    print(of_confidence(cases, confidences), of_choice(homes, chosen), sep="\n\n")
    enough = threshold(cases, confidences)
    print(f"\nanswered at the threshold, {enough:.3f}: {answered(cases, confidences, enough)}")
    if "--write" in sys.argv:
        write(fit(cases, homes, enough), folder)


def collect(
    retriever: Any, questions: Sequence[StudyQuestion], evidence: Iterable[Sequence[Evidence]]
) -> tuple[list[Case], list[Home]]:
    """Every question as it is, every answerable one with its paragraph removed, and with its own paragraph alone."""
    vocabulary = Vocabulary(retriever.study)
    answerability = Answerability(retriever.study, vocabulary, retriever.index.spread)
    cut = passages(retriever.study)
    cases, homes = [], []
    for question, hits in zip(questions, evidence, strict=True):
        asked = vocabulary.question(question.question)
        cases.append(Case(question, False, answerability.read(asked, hits)[2]))
        if question.answerable:
            others = [hit for hit in hits if hit.passage.paragraph not in question.paragraphs]
            cases.append(Case(question, True, answerability.read(asked, others)[2]))
        if question.nuggets:
            own = [answerability.read(asked, [Evidence(p, 0.0)]) for p in cut if p.paragraph in question.paragraphs]
            holds = [holds_answer(question, read.sentence) for _, passage, _ in own for read in passage]
            homes.append(Home(question, holds, [seen for *_, signals in own for seen in signals]))
    return cases, homes


def holds_answer(question: StudyQuestion, sentence: Passage) -> bool:
    """Whether `sentence` holds one of the answers, letter case aside."""
    return any(answer in sentence.text.lower() for nugget in question.nuggets for answer in nugget)


# ---------------------------------------------------------------------------------------------------- fitting


def fit(cases: Sequence[Case], homes: Sequence[Home], enough: float = 0.5) -> Judge:
    """The four models, fitted on these questions."""
    chosen = _fit_choice(homes)
    drafted = Judge(chosen, *3 * (Model(0, {}),), enough)
    first = [(case, case.signals[drafted.choose(case.signals)]) for case in cases]
    # Right passage or not: the same questions with it and without, so that nothing about a question alone can tell.
    paired = [(case, seen) for case, seen in first if case.question.answerable]
    # Told or not, where search finds what tempts: only questions of sets that have both kinds.
    both = {case.group for case in cases if not case.question.answerable}
    return Judge(
        chosen=chosen,
        found=_logistic([(case, seen) for case, seen in paired if not seen.abroad], FOUND),
        told=_logistic([(case, seen) for case, seen in first if case.group in both and not case.removed], TOLD),
        abroad=_logistic([(case, seen) for case, seen in paired if seen.abroad], ABROAD),
        enough=enough,
    )


def _fit_choice(homes: Sequence[Home]) -> Model:
    """Within each paragraph, what the sentences with an answer have more of than its others."""
    rows, labels = [], []
    for home in homes:
        values = np.array([[getattr(seen, name) for name in CHOSEN] for seen in home.signals])
        rows.append(values - values.mean(axis=0))
        labels += home.holds
    weights, _ = _weights(np.concatenate(rows), np.array(labels))
    return Model(0.0, dict(zip(CHOSEN, weights, strict=True)))


def _logistic(found: Sequence[tuple[Case, Signals]], names: Sequence[str]) -> Model:
    values = np.array([[getattr(seen, name) for name in names] for _, seen in found])
    weights, base = _weights(values, np.array([case.answerable for case, _ in found]))
    return Model(base, dict(zip(names, weights, strict=True)))


def _weights(values: np.ndarray, labels: np.ndarray) -> tuple[list[float], float]:
    """The weights of the signals as they are, and the base, of a model fitted on standardised ones."""
    scale = StandardScaler().fit(values)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(scale.transform(values), labels)
    weights = model.coef_[0] / scale.scale_
    return weights.tolist(), float(model.intercept_[0] - weights @ scale.mean_)


# ---------------------------------------------------------------------------------------------------- measuring


def cross_validated(cases: Sequence[Case], homes: Sequence[Home]) -> tuple[np.ndarray, np.ndarray]:
    """The confidence of each case and whether the right sentence is chosen in each home, by models that saw neither."""
    confidences, chosen = np.zeros(len(cases)), np.zeros(len(homes))
    groups = np.array([case.question.paragraphs[0] for case in cases])
    for seen, unseen in GroupKFold(FOLDS).split(groups, groups=groups):
        known = set(groups[seen].tolist())
        judge = fit([cases[n] for n in seen], [home for home in homes if home.question.paragraphs[0] in known])
        for n in unseen:
            confidences[n] = judge.confidence(cases[n].signals[judge.choose(cases[n].signals)])
        for n, home in enumerate(homes):
            if home.question.paragraphs[0] not in known:
                chosen[n] = home.holds[judge.choose(home.signals)]
    return confidences, chosen


def of_confidence(cases: Sequence[Case], confidences: np.ndarray) -> str:
    """(a) and (b) as a Markdown table, beside single signals."""
    single = {name: np.array([getattr(case.signals[0], name) for case in cases]) for name in SINGLE}
    lines = [f"| AUROC | questions | confidence | {' | '.join(single)} |", "|---" * (3 + len(single)) + "|"]
    for name, kept in measures(cases):
        labels = np.array([case.answerable for case in cases])[kept]
        alone = [f"{roc_auc_score(labels, values[kept]):.3f}" for values in single.values()]
        lines.append(f"| {name} | {kept.sum()} | {interval(labels, confidences[kept])} | {' | '.join(alone)} |")
    return "\n".join(lines)


def of_choice(homes: Sequence[Home], chosen: np.ndarray) -> str:
    """(c) as a Markdown table, beside the first sentence and the one that holds most of the question's weight."""
    lines = ["| holds an answer | questions | chosen | first sentence | most words |", "|---" * 5 + "|"]
    for name, fewest in (("(c) all", 1), ("(c) of several sentences", 2)):
        kept = [(home, right) for home, right in zip(homes, chosen, strict=True) if len(home.holds) >= fewest]
        mean = mean_interval(np.array([right for _, right in kept]))
        first = np.mean([home.holds[0] for home, _ in kept])
        most = np.mean([home.holds[int(np.argmax([seen.held for seen in home.signals]))] for home, _ in kept])
        shown = f"{mean.mean:.3f} ({mean.low:.3f} to {mean.high:.3f})"
        lines.append(f"| {name} | {len(kept)} | {shown} | {first:.3f} | {most:.3f} |")
    return "\n".join(lines)


def measures(cases: Sequence[Case]) -> list[tuple[str, np.ndarray]]:
    """The name of each AUROC and which of the cases it is over."""
    answerable = np.array([case.question.answerable for case in cases])
    removed = np.array([case.removed for case in cases])
    groups = np.array([case.group for case in cases])
    at_home = np.array([not case.signals[0].abroad for case in cases])
    found = [(f"(a) {name}", (groups == name) & ~removed) for name in sorted(set(groups[~answerable]))]
    found += [(f"(b) {name}", (groups == name) & answerable) for name in sorted(set(groups))]
    return [*found, (POOLED, at_home & answerable)]


def interval(labels: np.ndarray, values: np.ndarray) -> str:
    """The AUROC with its 95 % bootstrap interval."""
    drawn = [np.random.default_rng(seed).integers(0, len(labels), len(labels)) for seed in range(RESAMPLES)]
    low, high = np.percentile([roc_auc_score(labels[n], values[n]) for n in drawn], (2.5, 97.5))
    return f"{roc_auc_score(labels, values):.3f} ({low:.3f} to {high:.3f})"


def threshold(cases: Sequence[Case], confidences: np.ndarray) -> float:
    """The lowest confidence whose balanced accuracy on (a) is within a point of the highest: that curve is flat."""
    kept = np.any([chosen for name, chosen in measures(cases) if name.startswith("(a)")], axis=0)
    labels = np.array([case.answerable for case in cases])[kept]
    limits = np.linspace(0.05, 0.95, 181)
    accuracies = np.array([balanced_accuracy_score(labels, confidences[kept] >= limit) for limit in limits])
    return float(limits[np.argmax(accuracies >= accuracies.max() - POINT)])


def answered(cases: Sequence[Case], confidences: np.ndarray, enough: float) -> str:
    """What share of each kind of question is answered."""
    kinds: dict[str, list[bool]] = {}
    for case, confidence in zip(cases, confidences, strict=True):
        state = "removed" if case.removed else "answerable" if case.answerable else "look-alike"
        kinds.setdefault(f"{case.group} {state}", []).append(bool(confidence >= enough))
    return "; ".join(f"{name} {np.mean(said):.2f}" for name, said in kinds.items())


def write(judge: Judge, folder: str) -> None:
    """Write the models to the file that the assistant reads."""
    head = "# Made by `python tests/benchmarks/answerability.py FOLDER --write` on "
    head += f"{Path(folder).name}; what the signals are: assistant/signals.py.\n"
    FILE.write_text(head + yaml.safe_dump(_rounded(asdict(judge)), sort_keys=False), "utf-8")


def _rounded(value: Any) -> Any:
    return {key: _rounded(inner) for key, inner in value.items()} if isinstance(value, dict) else round(float(value), 4)


if __name__ == "__main__":
    main()
