"""The gate: the only door from draft to answer. Deterministic, and it knows no writer.

What it checks stands in assistant/entailment. The embedding model has no part in it, because it was measured to tell
nothing there: of 212 claims that only unknown words speak against, 85 of them genuine, neither the cosine of claim and
quotes (AUROC 0.36) nor what the unknown words add to it (0.67) nor the cosine of an unknown word with the words of the
quotes (0.41) tells genuine ones from altered ones; "jual" is as near to "beli" as "merawat" to "memelihara".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answers import Abstention, Answer, Citation, Claim, Draft, DraftClaim, Dropped, Support
from assistant.dictation import under_order
from assistant.entailment.checks import affirmed, failed
from assistant.entailment.orders import orders
from assistant.question import Question
from knowledge.language import either, words
from knowledge.records import Passage, Span, Study

_ORDER = "an order, which states nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether quotes bear a claim out, and if not, which check failed on which words."""

    supported: bool
    reason: str


def supports(claim: str, quotes: Sequence[str]) -> Verdict:
    """Whether `claim`, a sentence in Indonesian or English, says nothing that `quotes`, taken together, do not say.

    The quotes may be in the other language. Refused are numbers, names and words that no quote has; negations, limits,
    hedges, comparisons and sources that are added or dropped; and parties, causes or numbers that have changed places.
    What gives orders to whoever answers, claim or quote, states nothing.
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
    if found := next(filter(None, map(orders, (claim, *quotes))), ""):
        return Verdict(False, f"{_ORDER}: {found}")
    if claim in quotes:
        return Verdict(True, "word for word")
    statements = [quote for quote in quotes if not quote.rstrip("\"'”’) ").endswith("?")]
    if not any(map(words, statements)):
        return Verdict(False, "a question, which states nothing")
    if refused := failed(claim, statements):
        check, missing = refused
        return Verdict(False, f"{check}: {', '.join(dict.fromkeys(missing))}")
    return Verdict(True, "every check passed")


def verify(draft: Draft, question: Question, study: Study, nearest: tuple[Passage, ...]) -> Iterator[Answer]:
    """The answer as it grows: one more each time a claim of `draft` is borne out by its quotes, the whole one last.

    An abstention if no claim is. Until the whole is known no verdict and no count stands before the claims.
    """
    proven: list[Proven] = []
    for claim in draft.claims:
        if isinstance(found := prove(claim, study), Proven):
            proven.append(found)
            if len(proven) < len(draft.claims):
                yield answered(proven, question, study)
    if not proven:
        yield Answer(question.text, question.language, abstention=Abstention("not-proven"), nearest=nearest)
        return
    whole = len(proven) == len(draft.claims)
    verdict = draft.verdict if whole and stands(draft.verdict, question, proven) else None
    yield replace(answered(proven, question, study), verdict=verdict, count=draft.count if whole else None)


@dataclass(frozen=True, slots=True)
class Proven:
    """A claim that its quotes bear out, and how."""

    claim: DraftClaim
    support: Support


def prove(claim: DraftClaim, study: Study) -> Proven | Dropped:
    """`claim` if its quotes bear it out: as their very words, as a note that bears them, or by the words it shares."""
    if not claim.quotes or not all(any(p.contains(span) for p in study.paragraphs) for span in claim.quotes):
        return Dropped(claim.text, "no quote")
    if found := orders(claim.text) or under_order(claim.quotes, study):
        return Dropped(claim.text, f"{_ORDER}: {found}")
    quotes = [study.quote(span) for span in claim.quotes]
    if claim.text in quotes:
        return Proven(claim, "quote")
    note = next((n for n in study.notes if n.id == claim.note), None)
    if note and claim.text in note.statement.values() and set(claim.quotes) == set(note.proof):
        return Proven(claim, "note")
    verdict = supports(claim.text, quotes)
    return Proven(claim, "entailed") if verdict.supported else Dropped(claim.text, verdict.reason)


def answered(proven: Sequence[Proven], question: Question, study: Study) -> Answer:
    """The answer to `question` that says what is proven, in this order, citations numbered by first use."""
    spans = list(dict.fromkeys(span for found in proven for span in found.claim.quotes))
    numbers = {span: number for number, span in enumerate(spans, start=1)}
    claims = (Claim(found.claim.text, tuple(numbers[s] for s in found.claim.quotes), found.support) for found in proven)
    return Answer(
        question=question.text,
        language=question.language,
        claims=tuple(claims),
        citations=tuple(_citation(span, number, study) for span, number in numbers.items()),
    )


def stands(verdict: Literal["yes", "no"] | None, question: Question, proven: Sequence[Proven]) -> bool:
    """Whether what is proven bears `verdict` out: a yes affirms all that is asked."""
    return verdict != "yes" or affirmed(_as_claim(question), [found.claim.text for found in proven])


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


def _citation(span: Span, number: int, study: Study) -> Citation:
    return Citation(number, study.quote(span), study.paragraph_of(span), span.start, span.end)
