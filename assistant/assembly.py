"""One answer out of the answers to the parts of a question: what is known, and what is not and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Abstention, Answer, Citation, Claim, Verdict, Writing


def together(answers: Sequence[Answer]) -> Answer:
    """The `answers` to the parts of one question as one, citations numbered through; itself where there is one."""
    if len(answers) == 1:
        return answers[0]
    question = _joined([answer.question for answer in answers])
    nearest = tuple(dict.fromkeys(passage for answer in answers for passage in answer.nearest))
    known = [answer for answer in answers if answer.claims]
    refused = _refused(answers)
    if not known:
        abstention, *others = refused
        return replace(
            answers[0],
            question=question,
            abstention=abstention,
            unanswered=tuple(others),
            nearest=nearest,
            writing=_writing(answers),
        )
    citations = _citations(known)
    return Answer(
        question=question,
        language=known[0].language,
        claims=_claims(known, citations),
        citations=tuple(citations.values()),
        verdict=_verdict(known, whole=len(known) == len(answers)),
        count=known[0].count,
        unanswered=tuple(abstention for abstention in refused if abstention.reason != "not-a-question"),
        nearest=nearest,
        writing=_writing(answers),
    )


def _writing(answers: Sequence[Answer]) -> Writing | None:
    """What a chat model did for all the parts: costs together, and the first thing that went wrong."""
    held = [answer.writing for answer in answers if answer.writing]
    if not held:
        return None
    return Writing(
        model=held[0].model,
        fault=next((writing.fault for writing in held if writing.fault), None),
        dropped=tuple(dict.fromkeys(sentence for writing in held for sentence in writing.dropped)),
        calls=sum(writing.calls for writing in held),
        seconds=sum(writing.seconds for writing in held),
        first=next((writing.first for writing in held if writing.first is not None), None),
        input_tokens=sum(writing.input_tokens for writing in held),
        output_tokens=sum(writing.output_tokens for writing in held),
    )


def _refused(answers: Sequence[Answer]) -> tuple[Abstention, ...]:
    """Why parts have no answer, each reason once; what is no question comes last, because it says least."""
    found = dict.fromkeys(answer.abstention for answer in answers if answer.abstention)
    return tuple(sorted(found, key=lambda abstention: abstention.reason == "not-a-question"))


def _citations(known: Sequence[Answer]) -> dict[tuple[int, int], Citation]:
    """Every citation once, by where it stands, numbered in the order of first use."""
    found = {(c.start, c.end): c for answer in reversed(known) for c in answer.citations}
    order = dict.fromkeys((c.start, c.end) for answer in known for c in answer.citations)
    return {place: replace(found[place], number=number) for number, place in enumerate(order, start=1)}


def _claims(known: Sequence[Answer], citations: dict[tuple[int, int], Citation]) -> tuple[Claim, ...]:
    """Every claim once, with the numbers that its citations bear now."""
    claims: dict[str, Claim] = {}
    for answer in known:
        numbers = {c.number: citations[c.start, c.end].number for c in answer.citations}
        for claim in answer.claims:
            claims.setdefault(claim.text, replace(claim, citations=tuple(numbers[n] for n in claim.citations)))
    return tuple(claims.values())


def _verdict(known: Sequence[Answer], *, whole: bool) -> Verdict | None:
    """The verdict of the first part; none where another part has another, or has no answer and so cannot be affirmed."""
    verdicts = {answer.verdict for answer in known if answer.verdict}
    return known[0].verdict if whole and len(verdicts) == 1 else None


def _joined(questions: Sequence[str]) -> str:
    """The questions in a row, without those that stand within a later one."""
    kept = [asked for at, asked in enumerate(questions) if not any(asked in later for later in questions[at + 1 :])]
    return " ".join(kept)
