"""Whether the claims of an answer are proven by what they cite, after ALCE (Gao et al. 2023, arXiv:2305.14627).

ALCE asks a model for natural language inference whether citations support a claim; here the gate is asked.
"""

from __future__ import annotations

from functools import lru_cache
from textwrap import shorten

from assistant.answers import Answer, Claim
from assistant.evaluation.results import Score
from assistant.verification import Verdict, supports
from knowledge.questions import StudyQuestion

_SHORT = 60  # characters of a claim in a reason


def citation_recall(_: StudyQuestion, answer: Answer) -> Score | None:
    """The share of claims that their citations together support."""
    if answer.abstained:
        return None
    verdicts = [(claim, _verdict(claim.text, _quotes(claim, answer))) for claim in answer.claims]
    failed = [f"{_short(claim)}: {verdict.reason}" for claim, verdict in verdicts if not verdict.supported]
    return Score(1 - len(failed) / len(verdicts), "; ".join(failed) or "every claim is supported by its citations")


def citation_precision(_: StudyQuestion, answer: Answer) -> Score | None:
    """The share of citations that are precise, each counted once for every claim that cites it.

    A citation is precise if the claim is supported by all its citations together, and either by this one alone or not
    by the others without it.
    """
    if answer.abstained:
        return None
    cited = sum(len(claim.citations) for claim in answer.claims)
    imprecise = [(claim, _imprecise(claim, _quotes(claim, answer))) for claim in answer.claims]
    faults = [f"{' '.join(f'[{n}]' for n in numbers)} of {_short(claim)}" for claim, numbers in imprecise if numbers]
    reason = f"not needed, or not enough: {'; '.join(faults)}" if faults else "every citation is needed"
    return Score(1 - sum(len(numbers) for _, numbers in imprecise) / cited, reason)


def _imprecise(claim: Claim, quotes: tuple[str, ...]) -> list[int]:
    """The numbers of the citations that are not precise: all of them where they do not support the claim together."""
    if not _verdict(claim.text, quotes).supported:
        return list(claim.citations)
    return [number for place, number in enumerate(claim.citations) if not _is_needed(claim, quotes, place)]


def _is_needed(claim: Claim, quotes: tuple[str, ...], place: int) -> bool:
    others = quotes[:place] + quotes[place + 1 :]
    return not others or _verdict(claim.text, quotes[place : place + 1]).supported or not _verdict(claim.text, others).supported


def _quotes(claim: Claim, answer: Answer) -> tuple[str, ...]:
    numbered = {citation.number: citation.quote for citation in answer.citations}
    return tuple(numbered[number] for number in claim.citations)


def _short(claim: Claim) -> str:
    return f"“{shorten(claim.text, _SHORT, placeholder=' …')}”"


@lru_cache(maxsize=4096)  # many questions have the same answer
def _verdict(claim: str, quotes: tuple[str, ...]) -> Verdict:
    return supports(claim, quotes)
