"""What the assistant says: citations, claims, drafts and answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant import messages
from knowledge.records import Language, Passage, Span

Support = Literal["quote", "note", "entailed"]
Verdict = Literal["yes", "no"]
Courtesy = Literal["identity", "help", "farewell", "thanks", "greeting", "assent"]
Occasion = Courtesy | Literal["nothing-said", "nothing-more", "too-long"]
Reason = Literal["not-a-question", "outside-topic", "not-named", "detail-not-given", "premise-not-in-study", "not-proven"]
# Why the claims of an answer are not the chat model's.
Fault = Literal[
    "no-server",
    "time-out",
    "rate-limit",
    "server-error",
    "wrong-key",
    "wrong-model",
    "too-long-for-model",
    "cut-off",  # the stream ended in the middle
    "resting",  # it failed several times, and is not asked again for a while
    "unproven",  # it answered, and nothing of it passed the gate and was to the point
    "failed",  # anything else
]
MARKER = re.compile(r"\s\[\d+\]")  # of a citation, in the text of an answer


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact passage that proves a claim: `study.text[start:end] == quote`."""

    number: int  # from 1, in the order of first use
    quote: str
    paragraph: int  # from 1
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, with the numbers of the citations that prove it."""

    text: str
    citations: tuple[int, ...]  # at least one
    support: Support  # the study's words, a curated note, or words that the gate found entailed

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a claim needs a citation: {self.text!r}")


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """What a writer proposes: a sentence and the spans that it says prove it."""

    text: str
    quotes: tuple[Span, ...]
    note: str | None = None  # the id of the note that it states, if it states one


@dataclass(frozen=True, slots=True)
class Draft:
    """Proposed claims, in order, and what stands before them; nobody sees it before the gate does."""

    claims: tuple[DraftClaim, ...]
    verdict: Verdict | None = None  # of a yes/no question
    count: int | None = None  # of a "how many" question


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why there is no answer, and the words of the question that it is about."""

    reason: Reason
    about: str = ""
    occasion: Occasion | None = None  # of the conversation, where that says more than the reason


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of a chat model that did not pass the gate, and what the gate said of it."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What a chat model did for an answer, and what it cost."""

    model: str  # as it was named to `Assistant.open`
    fault: Fault | None = None  # why the claims are the curated writer's, if they are
    dropped: tuple[Dropped, ...] = ()
    calls: int = 0
    seconds: float = 0.0  # from the first call to the end of the last
    first: float | None = None  # seconds to the first sentence that was shown
    input_tokens: int = 0  # as the provider counts them; 0 where it does not
    output_tokens: int = 0

    def __post_init__(self) -> None:
        if min(self.calls, self.seconds, self.first or 0, self.input_tokens, self.output_tokens) < 0:
            raise ValueError("what a chat model did is counted from 0")


@dataclass(frozen=True, slots=True)
class Answer:
    """What passed the gate. Without claims it is an abstention, with a reason and the nearest passages."""

    question: str  # as understood: a follow-up is made standalone
    language: Language
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    verdict: Verdict | None = None
    count: int | None = None
    abstention: Abstention | None = None
    unanswered: tuple[Abstention, ...] = ()  # of a question that asks several things: why the other parts have no answer
    nearest: tuple[Passage, ...] = ()  # where anything is unanswered: the closest sentences of the study
    confidence: float | None = None  # that the study answers, 0 to 1; notes decide without one
    writing: Writing | None = None  # by a chat model; of what none was asked to write there is none

    def __post_init__(self) -> None:
        if bool(self.claims) == bool(self.abstention):
            raise ValueError("an answer has claims or an abstention, and not both")
        known = {citation.number for citation in self.citations}
        if any(number not in known for claim in self.claims for number in claim.citations):
            raise ValueError("a claim names a citation that the answer does not carry")

    @property
    def abstained(self) -> bool:
        """Whether the study does not say."""
        return self.abstention is not None

    @property
    def reason(self) -> Reason | None:
        """Why it abstained."""
        return self.abstention.reason if self.abstention else None

    @property
    def written_by(self) -> str | None:
        """The chat model whose sentences are among the claims, if any are; what it wrote is entailed, or quoted."""
        if self.writing is None or not self.claims:
            return None
        partly = any(claim.support == "entailed" for claim in self.claims)
        return self.writing.model if partly or self.writing.fault is None else None

    @property
    def text(self) -> str:
        """The answer in `language`, with markers [1] [2] before each claim's full stop, and what is refused after it."""
        opening = [self.opening] if self.opening else []
        return " ".join([*opening, *(_marked(claim) for claim in self.claims), *self.refusals])

    @property
    def refusals(self) -> tuple[str, ...]:
        """Why there is no answer, or none to parts of the question: a sentence each."""
        refused = (self.abstention, *self.unanswered) if self.abstention else self.unanswered
        said = (messages.refusal(self.language, a.occasion or a.reason, a.about) for a in refused)
        return tuple(dict.fromkeys(said))

    @property
    def opening(self) -> str:
        """What stands before the claims: a verdict or a number in words, or nothing."""
        return messages.opening(self.language, self.verdict, self.count)


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of a conversation and what was answered; the caller keeps them."""

    question: str
    answer: Answer | str


def _marked(claim: Claim) -> str:
    markers = " ".join(f"[{number}]" for number in claim.citations)
    body = claim.text.removesuffix(".")
    return f"{body} {markers}." if body != claim.text else f"{body} {markers}"
