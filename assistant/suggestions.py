"""What a reader can ask, and the study surely answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from assistant.answers import Answer, Turn
from assistant.assistant import Assistant
from assistant.entailment.orders import orders
from assistant.messages import topic_name
from knowledge.questions import StudyQuestion
from knowledge.records import Language, Note, Span, Study

_KINDS = ("paraphrase", "english")  # of questions.yaml: plain ones, each at home in one language
_KEPT = 4096  # questions whose answer is remembered


def suggest(
    assistant: Assistant, answer: Answer, exchanged: Sequence[Turn], questions: Sequence[StudyQuestion] = (), limit: int = 3
) -> tuple[str, ...]:
    """Up to `limit` questions to follow `answer`, in its language, each of which the study answers with something new.

    Args:
        assistant: answers each candidate before it is offered.
        answer: the last answer of the conversation.
        exchanged: the whole conversation, that answer included; what it asked or answered is not offered again.
        questions: those of the study, taken where its notes have none.
        limit: how many at most.
    """
    asked = {_plain(turn.question) for turn in exchanged}
    plainly = assistant.without_model  # a candidate is worth no call of a chat model
    given = [_in_plain_words(turn.answer, plainly) for turn in exchanged if isinstance(turn.answer, Answer)]
    said = {claim.text for earlier in given for claim in earlier.claims}
    near = _near(_in_plain_words(answer, plainly), assistant.study)
    notes = [note.question[answer.language] for note in near if _asks(note)]
    others = [question.question for question in _plain_ones(questions, answer.language)]
    fresh = (question for question in dict.fromkeys([*notes, *others]) if _plain(question) not in asked)
    return tuple(islice(_answered(plainly, fresh, said), limit))


def examples(
    study: Study, questions: Sequence[StudyQuestion], language: Language, per_topic: int = 2
) -> dict[str, tuple[str, ...]]:
    """Questions to begin with in `language`, under the headings of their topics; empty for a study without any."""
    found: dict[str, list[str]] = {}
    for topic, notes in study.topics.items():
        # Those that list others lead the topic.
        for note in sorted(notes, key=lambda note: not note.items):
            if _asks(note):
                found.setdefault(topic, []).append(note.question[language])
    for question in sorted(_plain_ones(questions, language), key=lambda question: len(question.question)):
        found.setdefault(question.topic, []).append(question.question)
    return {topic_name(topic, language): tuple(dict.fromkeys(asked))[:per_topic] for topic, asked in found.items()}


def _asks(note: Note) -> bool:
    """Whether `note` has a question, in each language, that gives no orders."""
    return bool(note.question) and not any(map(orders, note.question.values()))


def _near(answer: Answer, study: Study) -> list[Note]:
    """The notes of `study` that `answer` did not state, those first that lead on from what it stated or came near to.

    That is: what lists others and stands in the same paragraph, nearest sentence first; then what it itself listed;
    then the rest of its topic.
    """
    stated = {claim.text for claim in answer.claims}
    told = [note for note in study.notes if note.statement[answer.language] in stated]
    places = [p.span for p in answer.nearest] or [Span(c.start, c.end) for c in answer.citations]
    paragraphs = {study.paragraph_of(place) for place in places}
    items, topics = {item for note in told for item in note.items}, {note.topic for note in told}

    def distance(note: Note) -> tuple[float, ...]:
        """How far `note` leads on, by the reasons above, the first of which weighs most."""
        beside = study.paragraph_of(note.quotes[0]) in paragraphs
        touched = (at for at, place in enumerate(places) if any(place.overlaps(quote) for quote in note.quotes))
        leads = bool(note.items) and (beside or not places)
        return (
            not leads,
            next(touched, len(places)) if leads else 0,
            note.id not in items,
            note.topic not in topics,
            not beside,
        )

    return sorted((note for note in study.notes if note not in told), key=distance)


def _plain_ones(questions: Sequence[StudyQuestion], language: Language) -> list[StudyQuestion]:
    plain = (q for q in questions if q.answerable and not q.history and q.language == language)
    return [question for question in plain if question.kind in _KINDS]


def _answered(assistant: Assistant, questions: Iterable[str], said: set[str]) -> Iterator[str]:
    """The questions whose answers say something that has not been said."""
    told = set(said)
    for question in questions:
        claims = _claims(assistant, question)
        if claims - told:
            told |= claims
            yield question


@lru_cache(_KEPT)
def _asked(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question)


def _claims(assistant: Assistant, question: str) -> frozenset[str]:
    """What is answered to `question`; nothing if it is refused, even in part."""
    answer = _asked(assistant, question)
    return frozenset() if answer.unanswered else frozenset(claim.text for claim in answer.claims)


def _in_plain_words(answer: Answer, assistant: Assistant) -> Answer:
    """`answer`, or where a chat model wrote it what `assistant`, without one, answers to the same: there notes are known."""
    return _asked(assistant, answer.question) if answer.written_by else answer


def _plain(question: str) -> str:
    return " ".join(question.lower().split()).rstrip(" ?!.")
