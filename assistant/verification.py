"""The gate: the only door from draft to answer. Deterministic, and it knows no writer.

What it checks stands in assistant/entailment. The embedding model has no part in it, because it was measured to tell
nothing there: of 212 claims that only unknown words speak against, 85 of them genuine, neither the cosine of claim and
quotes (AUROC 0.36) nor what the unknown words add to it (0.67) nor the cosine of an unknown word with the words of the
quotes (0.41) tells genuine ones from altered ones; "jual" is as near to "beli" as "merawat" to "memelihara".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answers import Abstention, Answer, Citation, Claim, Draft, DraftClaim, Support
from assistant.entailment.checks import affirmed, failed
from assistant.question import Question
from knowledge.language import either, words
from knowledge.records import Passage, Span, Study


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether quotes bear a claim out, and if not, which check failed on which words."""

    supported: bool
    reason: str


def supports(claim: str, quotes: Sequence[str]) -> Verdict:
    """Whether `claim`, a sentence in Indonesian or English, says nothing that `quotes`, taken together, do not say.

    The quotes may be in the other language. Refused are numbers, names and words that no quote has; negations, limits,
    hedges, comparisons and sources that are added or dropped; and parties, causes or numbers that have changed places.
    Strict: a word that the glossary does not know for another of the quotes is refused, too.

    Raises:
        TypeError: `quotes` is one text instead of a sequence of them.
    """
    if isinstance(quotes, str):
        raise TypeError(f"quotes must be a sequence of texts, found one; write [{quotes[:20]!r}]")
    if not any(map(words, quotes)):
        return Verdict(False, "no quote")
    if not words(claim):
        return Verdict(False, "no words")
    if claim in quotes:
        return Verdict(True, "word for word")
    if found := failed(claim, quotes):
        check, missing = found
        return Verdict(False, f"{check}: {', '.join(dict.fromkeys(missing))}")
    return Verdict(True, "every check passed")


def verify(draft: Draft, question: Question, study: Study, nearest: tuple[Passage, ...]) -> Iterator[Answer]:
    """The answer as it grows: one more each time a claim of `draft` is borne out by its quotes, the whole one last.

    An abstention if no claim is. Until the whole is known no verdict and no count stands before the claims.
    """
    proven: list[tuple[DraftClaim, Support]] = []
    for claim in draft.claims:
        if support := _support(claim, study):
            proven.append((claim, support))
            if len(proven) < len(draft.claims):
                yield _answer(proven, question, study)
    if not proven:
        yield Answer(question.text, question.language, abstention=Abstention("not-proven"), nearest=nearest)
        return
    whole = len(proven) == len(draft.claims)
    verdict = draft.verdict if whole and _stands(draft, question) else None
    yield replace(_answer(proven, question, study), verdict=verdict, count=draft.count if whole else None)


def _answer(proven: Sequence[tuple[DraftClaim, Support]], question: Question, study: Study) -> Answer:
    spans = list(dict.fromkeys(span for claim, _ in proven for span in claim.quotes))
    numbers = {span: number for number, span in enumerate(spans, start=1)}
    return Answer(
        question=question.text,
        language=question.language,
        claims=tuple(Claim(claim.text, tuple(numbers[s] for s in claim.quotes), support) for claim, support in proven),
        citations=tuple(_citation(span, number, study) for span, number in numbers.items()),
    )


def _stands(draft: Draft, question: Question) -> bool:
    """Whether the claims of `draft` bear its verdict out: a yes affirms all that is asked."""
    return draft.verdict != "yes" or affirmed(_as_claim(question), [claim.text for claim in draft.claims])


def _as_claim(question: Question) -> str:
    """What a yes to `question` would say: its words without those that only ask."""
    silent = either("asking") | either("opener") | either("particles") | either("tags") - either("negation")
    carried = [word for word in question.content if word not in question.tokens]  # by a follow-up
    said = carried + [word for word in question.tokens if word not in silent]
    while said[-2:] in (["atau", "tidak"], ["or", "not"]):
        said = said[:-2]
    while said and said[-1] in either("tags"):  # "... masuk mitra tidak?"
        said.pop()
    return " ".join(said)


def _support(claim: DraftClaim, study: Study) -> Support | None:
    """How the quotes bear `claim` out: as their very words, as a note that bears them, or by the words it shares."""
    if not claim.quotes or not all(any(p.contains(span) for p in study.paragraphs) for span in claim.quotes):
        return None
    quotes = [study.quote(span) for span in claim.quotes]
    if claim.text in quotes:
        return "quote"
    note = next((n for n in study.notes if n.id == claim.note), None)
    if note and claim.text in note.statement.values() and set(claim.quotes) == set(note.proof):
        return "note"
    return "entailed" if supports(claim.text, quotes).supported else None


def _citation(span: Span, number: int, study: Study) -> Citation:
    return Citation(number, study.quote(span), study.paragraph_of(span), span.start, span.end)
