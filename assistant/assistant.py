"""The plot of the book: ask, find, weigh, write, verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import curated
from assistant.abstention import objection, unasked
from assistant.answerability import Answerability
from assistant.answers import Abstention, Answer, Draft, Turn
from assistant.assembly import together
from assistant.conversation import Request, requested, standalone, subject
from assistant.coverage import Covered, Vocabulary
from assistant.dialogue import MAX_QUESTION, legible
from assistant.dictation import sound, undictated
from assistant.ellipsis import leans
from assistant.generative.composition import compose, offered_for, written
from assistant.generative.faults import ModelFault
from assistant.generative.rewriting import accepted
from assistant.generative.writer import Account, GenerativeWriter
from assistant.parts import apart
from assistant.question import Question
from assistant.recall import homes, repeats, resume
from assistant.verification import verify
from knowledge.language import detect, words
from knowledge.records import Evidence, Language, Passage, Study
from knowledge.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from knowledge.retriever import Retriever

_NEAREST = 3
# A candidate answers only if it fits nearly as well as the best-fitting one: where that one has an objection, a much
# worse one that has none is about something else. On 910 questions 0 and 0.8 made the same errors.
NEAR_THE_BEST = 0.8


class Assistant:
    """Answers questions from one study and proves every sentence; keeps no history; safe to share between threads."""

    def __init__(self, retriever: Retriever, writer: GenerativeWriter | None = None) -> None:
        """What `retriever` finds is written by `writer`, or by the curated writer where there is none or it fails."""
        self._retriever = retriever
        self._writer = writer
        self._vocabulary = Vocabulary(retriever.study)
        self._answerability = Answerability(retriever.study, self._vocabulary, retriever.index.spread)

    @classmethod
    def open(
        cls,
        study: str | Path | None = None,
        *,
        cache: str | Path | None = None,
        model: str | BaseChatModel | None = None,
    ) -> Assistant:
        """An assistant over the study folder `study`, the shipped one by default.

        `model` is a chat model of LangChain or the name of one, such as "ollama:qwen3" (see `generative.models.open_model`);
        by default what TANYA_MODEL names, and none where it names nothing.

        Raises:
            StudyError: the folder cannot be used.
            IndexUnavailable: the index can be neither read nor built.
            ModelUnavailable: there is no such chat model here; whether it answers is seen when it is asked.
        """
        from knowledge.retriever import Retriever

        # Opened first: a model that is not there is told before anything is built.
        writer = _writer(model if model is not None else Settings.from_environment().model)
        return cls(Retriever.open(study, cache=cache), writer)

    @property
    def study(self) -> Study:
        """The study that it answers from."""
        return self._retriever.study

    @property
    def fingerprint(self) -> str:
        """What it answers from, text, notes, rules and model, in twenty hex digits."""
        return self._retriever.index.folder.name

    @property
    def model(self) -> str | None:
        """The chat model that writes, as it may be shown; `None` where none does."""
        return self._writer.name if self._writer else None

    @cached_property
    def without_model(self) -> Assistant:
        """The same assistant, where no chat model writes: what it answers costs no call."""
        alike = copy(self)
        alike._writer = None
        return alike

    def search(self, question: str, k: int = 5) -> list[Evidence]:
        """The `k` passages nearest to `question`, best first; see `Retriever.search`."""
        return self._retriever.search(question, k)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to `question`, asked after `history` (oldest first); the same input gives the same answer.

        Nothing that is typed raises: what is no question is answered by an abstention.
        """
        *_, answer = self.stream(question, history)
        return answer

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows, one sentence at a time as each passes the gate; the last is what `ask` returns."""
        text = legible(question)
        if len(text) > MAX_QUESTION:
            too_long = Abstention("not-a-question", occasion="too-long")
            yield Answer(text[:MAX_QUESTION], detect(text) or self.study.language, abstention=too_long)
            return
        request = requested(text, history, self.study.language)
        if request.utterance.act is not None:
            yield from self._converse(request)
        elif not words(text):  # a follow-up leaves much out, but not every word
            yield Answer(text, request.language, abstention=Abstention("not-a-question"))
        elif request.utterance.beyond:
            # What was said before is not said again, and that is known only at the end.
            *_, answer = self._answers(request)
            said = repeats(answer, request.history, self.study)
            yield from self._converse(replace(request, history=(*request.history, Turn(text, answer)))) if said else [answer]
        else:
            yield from self._answers(request)

    def _answers(self, request: Request) -> Iterator[Answer]:
        """The answers to the parts of the question, together; a later part may lean on an earlier one, as a follow-up does."""
        turns, answers = list(request.history), list[Answer]()
        for part in apart(request.utterance.text, self._vocabulary):
            account = Account()
            for growing in self._answer(self._standalone(part, turns, request.language, account), account):
                if self._writer and account.calls and growing.writing is None:  # it wrote the question out, and no answer
                    growing = replace(growing, writing=written(self._writer.name, account))
                whole = together([*answers, growing])
                if whole.claims:
                    yield whole
            answers.append(growing)
            turns.append(Turn(part, growing))
        # A refusal is told once nothing more can come of the question.
        if not whole.claims:
            yield whole

    def _standalone(self, text: str, turns: Sequence[Turn], language: Language, account: Account) -> Question:
        """`text` as a question that needs no history: by rule, or as a chat model writes it out and nothing is new in it."""
        question = standalone(text, turns, self._vocabulary, language)
        bare = self._vocabulary.question(text, question.language)
        if not (self._writer and turns and leans(bare)):
            return question
        try:
            reply = self._writer.standalone(text, turns, question.language, account)
        except ModelFault:
            return question
        return accepted(reply, bare, turns, self._vocabulary) or question

    def _answer(self, asked: Question, account: Account) -> Iterator[Answer]:
        """The answer to a question that needs no history."""
        if not asked:
            yield Answer(asked.text, asked.language, abstention=unasked(asked))
            return
        evidence = sound(self._retriever.evidence(asked.text), self.study)
        if not evidence:
            yield Answer(asked.text, asked.language, abstention=Abstention("outside-topic"))
            return
        answer = self._from_notes if any(hit.note for hit in evidence) else self._from_sentences
        yield from answer(asked, evidence, account)

    def _from_notes(self, asked: Question, evidence: Sequence[Evidence], account: Account) -> Iterator[Answer]:
        """What the notes that fit best say, or why none answers."""
        weighed = self._vocabulary.cover(asked, evidence)
        best = weighed[0].score  # below nought where even the nearest note shares nothing with the question
        fitting = [covered for covered in weighed if covered.score >= best - (1 - NEAR_THE_BEST) * abs(best)]
        objections = [objection(asked, covered, self._vocabulary) for covered in fitting]
        eligible = [covered for covered, found in zip(fitting, objections, strict=True) if found is None]
        nearest = _nearest(weighed, evidence, self.study)
        if eligible:
            draft = curated.write(asked, eligible, self._vocabulary)
            yield from self._written(draft, asked, evidence, nearest, account)
        else:
            abstention = objections[0] or Abstention("outside-topic")
            yield Answer(asked.text, asked.language, abstention=abstention, nearest=nearest)

    def _from_sentences(self, asked: Question, evidence: Sequence[Evidence], account: Account) -> Iterator[Answer]:
        """The sentence that answers where no note is near, or why none does."""
        weighed = self._answerability.weigh(asked, evidence)
        nearest = tuple(dict.fromkeys([weighed.chosen.sentence, *_openings(evidence, self.study)]))[:_NEAREST]
        if found := self._answerability.refusal(asked, weighed):
            yield Answer(asked.text, asked.language, abstention=found, nearest=nearest, confidence=weighed.confidence)
            return
        for answer in self._written(curated.quote(weighed.chosen.sentence), asked, evidence, nearest, account):
            yield replace(answer, confidence=weighed.confidence)

    def _written(
        self, draft: Draft, asked: Question, evidence: Sequence[Evidence], nearest: tuple[Passage, ...], account: Account
    ) -> Iterator[Answer]:
        """What answers the question, by way of the gate: in a chat model's words, if there is one, else as it stands."""
        if self._writer is None:
            return verify(draft, asked, self.study, nearest)
        offered = offered_for(draft, evidence, self.study)
        return compose(self._writer, asked, draft, offered, self.study, nearest, account)

    def _converse(self, request: Request) -> Iterator[Answer]:
        """The answer to a turn that asks nothing new of the study: a courtesy, or what was said before and its like."""
        question = standalone(request.utterance.text, request.history, self._vocabulary, request.language)
        drafted = resume(request, self._vocabulary)
        if isinstance(drafted, Draft):
            yield from verify(drafted, question, self.study, ())
            return
        last = subject(request.history)
        nearest = homes(last, self.study)[:_NEAREST] if last and drafted.reason != "not-a-question" else ()
        yield Answer(request.utterance.text, request.language, abstention=drafted, nearest=nearest)


def _writer(model: str | BaseChatModel | None) -> GenerativeWriter | None:
    return GenerativeWriter.open(model) if model else None


def _openings(evidence: Sequence[Evidence], study: Study) -> list[Passage]:
    """The first sentences of the passages found, best first."""
    return [undictated(study.sentences_of(hit.passage.span), study)[0] for hit in evidence[:_NEAREST]]


def _nearest(weighed: Sequence[Covered], evidence: Sequence[Evidence], study: Study) -> tuple[Passage, ...]:
    """The sentences closest to the question, best first."""
    found = [s for covered in weighed[: 2 * _NEAREST] for s in covered.candidate.sentences]
    found += [s for hit in evidence[:1] for s in study.sentences_of(hit.passage.span)]
    return undictated(dict.fromkeys(found), study)[:_NEAREST]
