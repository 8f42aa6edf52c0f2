"""The generative writer: asks a chat model for sentences over numbered ones, and follow-ups written out."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from assistant.answers import DraftClaim, Dropped, Turn
from assistant.entailment.orders import orders
from assistant.generative import prompt
from assistant.generative.claims import claim_of
from assistant.generative.faults import ModelFault, fault_of, may_pass
from assistant.generative.models import open_model, shown
from assistant.generative.parsing import LONGEST, sentences, spoken
from assistant.question import Question
from knowledge.records import Language, Passage, Study

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable
    from langchain_core.runnables.retry import ExponentialJitterParams

ATTEMPTS = 3  # to begin a call, with LangChain's exponential back-off between them
_BACK_OFF: ExponentialJitterParams = {"initial": 0.5, "max": 4.0, "jitter": 0.5}  # seconds
LONGEST_CALL = 90.0  # seconds, from the first word to the last
FAILURES = 3  # calls in a row that fail before the model is left alone
REST = 30.0  # seconds for which it is
_REPEATS = 2  # times that a model says what it has said before it is stopped
_MOST_SENTENCES = 8  # of one call: it was asked for four


@dataclass
class Account:
    """What the calls for one answer came to so far."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    began: float | None = None  # on the clock of `time.perf_counter`

    @property
    def seconds(self) -> float:
        """Since the first call; 0 where there was none."""
        return 0.0 if self.began is None else time.perf_counter() - self.began

    def call(self) -> None:
        """Count a call that begins now."""
        self.calls += 1
        if self.began is None:
            self.began = time.perf_counter()

    def add(self, usage: Any) -> None:
        """Count what a provider reports of a piece, if it does: it tells more each time, or all at once."""
        if usage:
            self.input_tokens += usage.get("input_tokens") or 0
            self.output_tokens += usage.get("output_tokens") or 0


class GenerativeWriter:
    """Has a chat model write; safe to share between threads, as far as its model is."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        """`name` is what readers are told that it is."""
        from langchain_core.runnables import RunnableLambda
        from pybreaker import CircuitBreaker

        self.name = name
        self._model = model
        self._begin: Runnable[Any, Any] = RunnableLambda(self._begun).with_retry(
            retry_if_exception_type=may_pass,
            stop_after_attempt=ATTEMPTS,
            wait_exponential_jitter=True,
            exponential_jitter_params=_BACK_OFF,
        )
        self._breaker = CircuitBreaker(
            fail_max=FAILURES, reset_timeout=REST, exclude=[_not_its_own], throw_new_error_on_trip=False
        )

    @classmethod
    def open(cls, model: str | BaseChatModel) -> GenerativeWriter:
        """The writer for a chat model of LangChain, or for the name of one: see `open_model`.

        Raises:
            ModelUnavailable: there is no such model here.
        """
        if isinstance(model, str):
            return cls(open_model(model), shown(model))
        return cls(model, model.get_name())

    def write(
        self,
        question: Question,
        offered: Sequence[Passage],
        study: Study,
        account: Account,
        again: Sequence[Dropped] = (),
    ) -> Generator[DraftClaim | Dropped]:
        """What the model answers to `question` from the sentences `offered` of `study`, each as soon as it is whole.

        Sentences that it has said before are passed over. `again` are those that did not pass before, to be repaired.
        Closing the iterator ends the call.

        Raises:
            ModelFault: it cannot be reached, or fails.
        """
        lines = [(sentence.text, _meant(sentence, study, question.language)) for sentence in offered]
        messages = prompt.to_write(question.text, lines, question.language)
        if again:
            messages = prompt.to_repair(messages, again, question.language)
        said, repeats = set[str](), 0
        for written in sentences(self._pieces(messages, account), question.language):
            if written.text.lower() in said:
                repeats += 1
                if repeats == _REPEATS:
                    return
                continue
            said.add(written.text.lower())
            yield claim_of(written, offered, study, question.language)
            if len(said) == _MOST_SENTENCES:
                return

    def standalone(self, question: str, history: Sequence[Turn], language: Language, account: Account) -> str:
        """What the model makes of `question` without `history`, for the caller to check; too much of it is cut off.

        Raises:
            ModelFault: it cannot be reached, or fails.
        """
        said = ""
        with closing(self._pieces(prompt.to_stand_alone(question, history, language), account)) as pieces:
            for piece in spoken(pieces):
                said += piece
                if len(said) > LONGEST:
                    break
        return said

    def _pieces(self, messages: Sequence[BaseMessage], account: Account) -> Generator[str]:
        """The text of a call as it comes."""
        from pybreaker import CircuitBreakerError

        try:
            with self._breaker.calling():
                yield from self._call(messages, account)
        except CircuitBreakerError:
            raise ModelFault("resting") from None

    def _call(self, messages: Sequence[BaseMessage], account: Account) -> Iterator[str]:
        account.call()
        began, begun, whole, last = time.perf_counter(), False, False, ""
        try:
            chunk, rest = self._begin.invoke(list(messages))
            begun = True
            with closing(rest):
                while chunk is not None:
                    account.add(chunk.usage_metadata)
                    whole = whole or _is_end(chunk)
                    last = chunk.text or last
                    yield chunk.text
                    if time.perf_counter() - began > LONGEST_CALL:
                        raise ModelFault("time-out")
                    chunk = next(rest, None)
        except Exception as error:
            fault = fault_of(error)
            raise ModelFault("cut-off" if fault == "no-server" and begun else fault) from error
        # Some models never tell why they ended; a stream that is broken off ends without it and in mid-sentence.
        if not whole and last.strip() and last.rstrip()[-1] not in '.!?])}>"”':
            raise ModelFault("cut-off")

    def _begun(self, messages: list[BaseMessage]) -> tuple[AIMessageChunk | None, Generator[AIMessageChunk]]:
        """The first piece of the model's answer, and what brings the others: up to here a call can be made again."""
        stream = cast("Generator[AIMessageChunk]", self._model.stream(messages))  # as it is for every model, to be closed
        return next(stream, None), stream


def _meant(sentence: Passage, study: Study, language: Language) -> str:
    """What the notes say of `sentence`, where it is in another language or leaves out who is meant."""
    within = [note for note in study.notes if all(sentence.span.contains(quote) for quote in note.quotes)]
    listed = {item for note in within for item in note.items}
    telling = (note for note in within if note.id not in listed and (note.antecedents or language != study.language))
    return " ".join(note.statement[language] for note in telling if not orders(note.statement[language]))


_REASONS = ("finish_reason", "stop_reason", "done_reason")  # the names that providers have for why an answer ends
_TOO_MUCH = ("length", "max_tokens")


def _is_end(chunk: AIMessageChunk) -> bool:
    """Whether the provider says that the answer ends here, and that it is all of it."""
    told = next((reason for name in _REASONS if (reason := chunk.response_metadata.get(name))), None)
    return told is not None and str(told).lower() not in _TOO_MUCH


def _not_its_own(error: BaseException) -> bool:
    """Whether the model is not to blame: the reader stopped it, or asked for more than it can hold."""
    return isinstance(error, GeneratorExit) or (isinstance(error, ModelFault) and error.fault == "too-long-for-model")
