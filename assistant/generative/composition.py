"""From what a chat model writes to an answer: every sentence by way of the gate, one repair, else the curated writer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.answers import Answer, Draft, DraftClaim, Dropped, Fault, Writing
from assistant.dictation import undictated
from assistant.generative.claims import ENDLESS
from assistant.generative.faults import ModelFault
from assistant.generative.writer import Account, GenerativeWriter
from assistant.question import Question
from assistant.verification import Proven, answered, prove, stands, verify
from knowledge.records import Evidence, Passage, Span, Study

_MOST_OFFERED = 16  # sentences that the model is shown: 2,000 tokens
_MOST_CLAIMS = 5
BESIDE = "beside the question"


@dataclass
class _Composition:
    """An answer in the making: what is proven so far, in the order in which it is shown, and what is not."""

    question: Question
    draft: Draft  # the curated writer's: what answers the question
    study: Study
    proven: list[Proven] = field(default_factory=list)
    held: list[Proven] = field(default_factory=list)  # proven, but not yet to the point
    dropped: list[Dropped] = field(default_factory=list)
    said: set[str] = field(default_factory=set)  # everything that was judged, in lower case: a repair may say it again

    def take(self, claims: Iterable[DraftClaim | Dropped]) -> Iterator[None]:
        """Put `claims` to the gate; yields whenever there is more to show.

        A sentence may be true of the study and no answer, so none is shown before one rests on what the curated writer
        found to answer the question.
        """
        for claim in claims:
            if claim.text.lower() in self.said:
                continue
            self.said.add(claim.text.lower())
            found = claim if isinstance(claim, Dropped) else prove(claim, self.study)
            if isinstance(found, Dropped):
                self.dropped.append(found)
                continue
            self.held.append(found)
            if self.proven or self._answers(found.claim):
                self.proven += self.held
                self.held.clear()
                yield
            if len(self.proven) >= _MOST_CLAIMS:
                return

    def answer(self, account: Account, name: str, first: float | None) -> Answer:
        """What is proven as an answer, with a verdict or number where what is proven bears it out."""
        dropped = (*self.dropped, *(Dropped(found.claim.text, BESIDE) for found in self.held))
        writing = written(name, account, first, dropped)
        answer = answered(self.proven, self.question, self.study)
        cited = [span for found in self.proven for span in found.claim.quotes]
        whole = all(any(span.overlaps(other) for other in cited) for span in self._proof)
        verdict = self.draft.verdict
        verdict = verdict if (whole or verdict == "yes") and stands(verdict, self.question, self.proven) else None
        return replace(answer, verdict=verdict, count=self.draft.count if whole else None, writing=writing)

    def _answers(self, claim: DraftClaim) -> bool:
        return any(span.overlaps(other) for span in claim.quotes for other in self._proof)

    @property
    def _proof(self) -> list[Span]:
        """What answers the question; what the pronouns in it stand for does not."""
        quoted = {note.id: note.quotes for note in self.study.notes}
        return [span for claim in self.draft.claims for span in quoted.get(claim.note or "", claim.quotes)]


def compose(
    writer: GenerativeWriter,
    question: Question,
    draft: Draft,
    offered: Sequence[Passage],
    study: Study,
    nearest: tuple[Passage, ...],
    account: Account,
) -> Iterator[Answer]:
    """The answer to `question` as it grows, in the words of a chat model where they are proven, else in those of `draft`.

    Args:
        writer: asks the model.
        question: which the study answers; that is decided before.
        draft: the curated writer's answer to it.
        offered: the sentences that the model is shown.
        study: what they are sentences of.
        nearest: what is shown where not even `draft` is proven.
        account: what the calls come to; there may have been some already.
    """
    making, first, fault = _Composition(question, draft, study), None, None
    try:
        for attempt in range(2):
            again = tuple(dropped for dropped in making.dropped if dropped.reason != ENDLESS) if attempt else ()
            if attempt and not again:
                break
            with closing(writer.write(question, offered, study, account, again)) as claims:
                for _ in making.take(claims):
                    first = first if first is not None else account.seconds
                    yield replace(making.answer(account, writer.name, first), verdict=None, count=None)
            if len(making.proven) >= _MOST_CLAIMS:
                break
    except ModelFault as failed:
        if not (attempt and making.proven):  # what is proven needs no repair
            fault = failed.fault
    if making.proven and not fault:
        yield making.answer(account, writer.name, first)
        return
    dropped = (*making.dropped, *(Dropped(found.claim.text, BESIDE) for found in making.held))
    writing = written(writer.name, account, first, dropped, fault or "unproven")
    for answer in verify(draft, question, study, nearest):
        yield replace(answer, writing=writing)


def offered_for(draft: Draft, evidence: Sequence[Evidence], study: Study) -> tuple[Passage, ...]:
    """The sentences that a chat model is shown, in the order of the text: what `draft` cites, then what was found."""
    spans = [span for claim in draft.claims for span in claim.quotes] + [hit.passage.span for hit in evidence]
    found = dict.fromkeys(sentence for span in spans for sentence in undictated(study.sentences_of(span), study))
    return tuple(sorted(list(found)[:_MOST_OFFERED], key=lambda sentence: sentence.start))


def written(
    name: str,
    account: Account,
    first: float | None = None,
    dropped: Sequence[Dropped] = (),
    fault: Fault | None = None,
) -> Writing:
    """What the chat model `name` did for an answer."""
    return Writing(
        model=name,
        fault=fault,
        dropped=tuple(dict.fromkeys(dropped)),
        calls=account.calls,
        seconds=round(account.seconds, 3),
        first=None if first is None else round(first, 3),
        input_tokens=account.input_tokens,
        output_tokens=account.output_tokens,
    )
