"""The gate: the only door from draft to answer. Deterministic, and it knows no writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers import Abstention, Answer, Citation, Claim, Draft, DraftClaim, Support
from assistant.question import Question, share_a_form
from knowledge.language import LANGUAGES, either, forms, lexicon, standardise
from knowledge.records import Passage, Span, Study


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether quotes bear a claim out, and if not, which words they do not bear out."""

    supported: bool
    reason: str


def supports(claim: str, quotes: Sequence[str]) -> Verdict:
    """Whether every number, negation and content word of `claim` stands in `quotes` taken together.

    Strict: a claim in another language than its quotes passes only where the words are the same in both.
    """
    if not quotes:
        return Verdict(False, "no quote")
    if not standardise(claim):
        return Verdict(False, "no words")
    said, shown = standardise(claim), [word for quote in quotes for word in standardise(quote)]
    held = frozenset(form for word in shown for form in forms(word))
    for name, missing in (
        ("number", [w for w in said if _is_number(w) and w not in shown]),
        ("negation", _negations(said, shown)),
        ("word", [w for w in said if w not in either("function") and not share_a_form(w, held)]),
    ):
        if missing:
            return Verdict(False, f"{name} not in the quotes: {', '.join(dict.fromkeys(missing))}")
    return Verdict(True, "every number, negation and word stands in the quotes")


def verify(draft: Draft, question: Question, study: Study, nearest: tuple[Passage, ...]) -> Answer:
    """The answer made of the claims of `draft` that their quotes bear out; an abstention if none is."""
    proven = [(claim, support) for claim in draft.claims if (support := _support(claim, study))]
    if not proven:
        return Answer(question.text, question.language, abstention=Abstention("not-proven"), nearest=nearest)
    spans = list(dict.fromkeys(span for claim, _ in proven for span in claim.quotes))
    numbers = {span: number for number, span in enumerate(spans, start=1)}
    return Answer(
        question=question.text,
        language=question.language,
        claims=tuple(Claim(claim.text, tuple(numbers[s] for s in claim.quotes), support) for claim, support in proven),
        citations=tuple(_citation(span, number, study) for span, number in numbers.items()),
        verdict=draft.verdict if len(proven) == len(draft.claims) else None,
        count=draft.count if len(proven) == len(draft.claims) else None,
    )


def _support(claim: DraftClaim, study: Study) -> Support | None:
    """How the quotes bear `claim` out: as their very words, as a note that bears them, or by the words it shares."""
    if not claim.quotes or not all(any(p.contains(span) for p in study.paragraphs) for span in claim.quotes):
        return None
    quotes = [study.quote(span) for span in claim.quotes]
    if claim.text in quotes:
        return "quote"
    note = next((n for n in study.notes if n.id == claim.note), None)
    if note and claim.text in note.statement.values() and set(claim.quotes) == set(note.quotes):
        return "note"
    return "entailed" if supports(claim.text, quotes).supported else None


def _citation(span: Span, number: int, study: Study) -> Citation:
    return Citation(number, study.quote(span), study.paragraph_of(span), span.start, span.end)


def _is_number(word: str) -> bool:
    return any(c.isdigit() for c in word) or any(
        word in lexicon(code).numbers or word in lexicon(code).ordinals for code in LANGUAGES
    )


def _negations(said: Iterable[str], shown: Iterable[str]) -> list[str]:
    """Negating words on one side only: a claim may neither add nor drop one."""
    ours, theirs = set(said) & either("negation"), set(shown) & either("negation")
    return sorted(ours ^ theirs) if bool(ours) != bool(theirs) else []
