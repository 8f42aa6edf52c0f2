"""A question set put to the assistant, one question after the other, each timed and judged."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answers import Turn
from assistant.assistant import Assistant
from assistant.evaluation.gold import sentences
from assistant.evaluation.judging import judge
from assistant.evaluation.results import Outcome
from assistant.rendering import as_data
from knowledge.questions import StudyQuestion

if TYPE_CHECKING:
    from assistant.generative.writer import GenerativeWriter
    from knowledge.retriever import Retriever


def answer_all(
    retriever: Retriever, questions: Sequence[StudyQuestion], writer: GenerativeWriter | None = None
) -> tuple[Outcome, ...]:
    """What the assistant over `retriever` makes of each of `questions`, in their order; without `writer` the curated one."""
    from tqdm import tqdm

    assistant = Assistant(retriever, writer)
    retriever.embeddings.embed_query("pemanasan")  # the model is loaded before anything is timed
    bar = tqdm(questions, desc=f"tanya: {writer.name if writer else 'answers'}", unit="question", disable=None, leave=False)
    return tuple(_outcome(assistant, retriever, question) for question in bar)


def _outcome(assistant: Assistant, retriever: Retriever, question: StudyQuestion) -> Outcome:
    turns = conversation(assistant, question)
    start = time.perf_counter()
    retriever.embeddings.embed_query(question.question)
    embedded = time.perf_counter()
    answer = assistant.ask(question.question, turns)
    answered = time.perf_counter()
    return Outcome(
        id=question.id,
        asked=question.question,
        history=question.history,
        kind=question.kind,
        language=question.language,
        answerable=question.answerable,
        accepted=question.reasons,
        answer=as_data(answer),
        scores=judge(question, answer).scores,
        words=sum(len(sentence.split()) for sentence in sentences(answer) or [answer.text]),
        milliseconds=1000 * (answered - embedded),
        bare=1000 * (embedded - start),
        confidence=answer.confidence,
    )


def conversation(assistant: Assistant, question: StudyQuestion) -> list[Turn]:
    """The history of `question`, asked and answered turn by turn."""
    turns: list[Turn] = []
    for earlier in question.history:
        turns.append(Turn(earlier, assistant.ask(earlier, turns)))
    return turns
