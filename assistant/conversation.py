"""What the last turn of a conversation asks, made standalone from the turns before it; the caller keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.abstention import asks_for_words
from assistant.answers import MARKER, Answer, Turn
from assistant.coverage import Vocabulary
from assistant.dialogue import AGAIN, COURTESIES, Utterance, hear
from assistant.ellipsis import completed, leans
from assistant.parts import apart
from assistant.question import Question
from knowledge.language import detect, is_known, words
from knowledge.records import Language


@dataclass(frozen=True, slots=True)
class Request:
    """What the last turn of a conversation wants to be answered, and after which turns."""

    utterance: Utterance
    language: Language  # to answer in
    history: tuple[Turn, ...]  # what it may lean on, oldest first


def requested(text: str, history: Sequence[Turn], home: Language) -> Request:
    """What `text` wants after `history`: "in English please" and "sources?" want the turn before them once more.

    `home` is the language of the study, which is answered in where nothing tells another.
    """
    utterance = hear(text)
    before = _spoken(history, home)
    language = utterance.wish or _language(utterance, before, home)
    if utterance.act == "translate" and utterance.wish is None:
        language = "id" if before == "en" else "en"
    last = _last_answered(history) if utterance.act == "source" else _last_own(history)
    if utterance.act in AGAIN and last is not None:
        utterance, history = hear(history[last].question), history[:last]
    return Request(utterance, language, () if utterance.fresh else tuple(history))


def subject(history: Sequence[Turn]) -> Turn | None:
    """The last turn that asked something of the study: courtesies and wishes for the same again are passed over."""
    at = _last_own(history)
    return None if at is None else history[at]


def answered(history: Sequence[Turn]) -> Turn | None:
    """The last turn that was answered with claims, else the last that asked something: "Who says so?" is no refusal's."""
    at = _last_answered(history)
    return None if at is None else history[at]


def _last_own(history: Sequence[Turn]) -> int | None:
    return next(_own(history), None)


def _last_answered(history: Sequence[Turn]) -> int | None:
    return next((at for at in _own(history) if _has_claims(history[at])), _last_own(history))


def _own(history: Sequence[Turn]) -> Iterator[int]:
    """Where the turns stand that asked something of the study, newest first."""
    passed = AGAIN | COURTESIES
    return (at for at in reversed(range(len(history))) if hear(history[at].question).act not in passed)


def _has_claims(turn: Turn) -> bool:
    """Whether the answer of `turn` has claims; those of an answer kept as text bear the markers of their citations."""
    return bool(MARKER.search(turn.answer) if isinstance(turn.answer, str) else turn.answer.claims)


def _spoken(history: Sequence[Turn], home: Language) -> Language | None:
    """The language that the conversation is in."""
    language: Language | None = None
    for turn in history:
        language = turn.answer.language if isinstance(turn.answer, Answer) else _language(hear(turn.question), language, home)
    return language


def _language(utterance: Utterance, default: Language | None, home: Language) -> Language:
    if default is None and not any(is_known(word) for word in words(utterance.text)):  # "AOIP" is in no language
        default = home
    return utterance.wish or utterance.language or detect(utterance.text, default=default) or home


def standalone(text: str, history: Sequence[Turn], vocabulary: Vocabulary, language: Language | None = None) -> Question:
    """`text`, which asks one thing, as a question that needs no history; itself where it already is one."""
    home = vocabulary.study.language
    question = vocabulary.question(text, language or _language(hear(text), _spoken(history, home), home))
    if leans(question):  # what stands on its own needs no history, and reading one takes time
        question = completed(question, _asked(history, vocabulary), vocabulary)
    if (last := subject(history)) and asks_for_words(question):
        return replace(question, context=(*question.context, *_named(last, question, vocabulary)))
    return question


def _asked(history: Sequence[Turn], vocabulary: Vocabulary) -> list[Question]:
    """The questions of `history` since the topic was last changed, each standalone."""
    asked: list[Question] = []
    for turn in history:
        utterance = hear(turn.question)
        if utterance.fresh:
            asked = []
        if utterance.act is None:
            spoken = _language(utterance, asked[-1].language if asked else None, vocabulary.study.language)
            for part in apart(utterance.text, vocabulary):
                asked.append(completed(vocabulary.question(part, spoken), asked, vocabulary))
    return asked


def _named(turn: Turn, question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names in the answer of `turn`: "what does it stand for?" points back at them."""
    said = turn.answer if isinstance(turn.answer, str) else " ".join(claim.text for claim in turn.answer.claims)
    names = (w for w in words(said) if w in vocabulary.proper and not vocabulary.background(w))
    return tuple(w for w in dict.fromkeys(names) if w not in question.content)
