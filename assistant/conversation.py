"""Make a follow-up question standalone from the history, by rule; the caller keeps the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.abstention import asks_for_words
from assistant.answers import Turn
from assistant.coverage import Vocabulary, is_generic
from assistant.question import Form, Question, share_a_form, territories
from knowledge.language import detect, words

_OPENERS = frozenset(["kalau", "lalu", "terus", "dan", "jadi", "oke", "and", "then", "so", "also", "what's"])
_POINTERS = frozenset(
    [
        "itu",
        "ini",
        "tersebut",
        "begitu",
        "situ",
        "sana",
        "dia",
        "ia",
        "beliau",
        "mereka",
        "it",
        "its",
        "that",
        "this",
        "those",
        "these",
        "they",
        "them",
        "their",
        "he",
        "his",
        "him",
        "she",
        "her",
        "there",
        "one",
        "ones",
        "satunya",
        "lainnya",
        "sama",
        "too",
        "juga",
    ]
)
_PAIRED_OPENERS = frozenset({("bagaimana", "dengan"), ("what", "about"), ("how", "about"), ("apa", "lagi")})
_TURNS = frozenset({"ganti", "beralih", "pindah", "switching", "moving"})  # to another topic
_FEW = 2  # content words beyond which a question with a pointer stands on its own


def standalone(text: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Question:
    """`text` as a question that needs no history; itself where it already is one."""
    previous: Question | None = None
    last: Turn | None = None
    for turn in (*history, Turn(text, "")):
        language = detect(turn.question, default=previous.language if previous else None)
        question = vocabulary.question(turn.question, language)
        if previous and (previous.content or previous.context) and _leans(question):
            question = _lean(question, previous, vocabulary)
        if last and asks_for_words(question):
            question = replace(question, context=(*question.context, *_named(last, question, vocabulary)))
        previous, last = question, turn
    assert previous is not None
    return previous


def _named(turn: Turn, question: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names in the answer of `turn`: "what does it stand for?" points back at them."""
    said = turn.answer if isinstance(turn.answer, str) else " ".join(claim.text for claim in turn.answer.claims)
    names = (w for w in words(said) if w in vocabulary.proper and not vocabulary.background(w))
    return tuple(w for w in dict.fromkeys(names) if w not in question.content)


def _leans(question: Question) -> bool:
    """Whether the question points back: by an opener or a pronoun with little else, or by saying almost nothing."""
    if set(question.tokens) & _TURNS:
        return False
    telling = [w for w in question.content if not is_generic(w)]
    opens = question.tokens[:1] and (question.tokens[0] in _OPENERS or tuple(question.tokens[:2]) in _PAIRED_OPENERS)
    points = set(question.tokens) & _POINTERS or any(w.endswith("nya") for w in words(question.text))
    return not telling or (bool(opens or points or question.ordinal) and len(telling) <= _FEW) or _only_names(question)


def _only_names(question: Question) -> bool:
    telling = {w for w in question.content if not is_generic(w)}
    return bool(telling) and telling <= (question.names | territories()) and len(question.tokens) <= 3


def _lean(question: Question, previous: Question, vocabulary: Vocabulary) -> Question:
    """`question` completed by what `previous` was about."""
    telling = [w for w in question.content if not is_generic(w)]
    names = question.names | territories() | vocabulary.proper
    if telling and all(w in names for w in question.content) and question.form in ("what", "yes-no", "how", "list"):
        topic = previous.context or previous.content
        kept = tuple(w for w in topic if w not in territories() or vocabulary.background(w))
        if kept == topic:  # no name to take the place of: only the kind of thing carries over
            kept = tuple(w for w in topic if share_a_form(w, vocabulary.kinds))[:1] or topic
        form: Form = "yes-no" if previous.form == "yes-no" else "what"
        return replace(
            question,
            text=_join(previous, question),
            form=form,
            content=(*kept, *telling),
            names=previous.names | question.names,
            asked=(),
            sought=(),
            negated=False,
        )
    if question.ordinal and not telling:
        return replace(question, text=_join(previous, question), content=previous.content, asked=(), form="what")
    return replace(
        question,
        text=_join(previous, question),
        context=tuple(w for w in (*previous.content, *previous.context) if w not in question.content),
        ordinal=question.ordinal or (None if set(telling) & names else previous.ordinal),
    )


def _join(previous: Question, question: Question) -> str:
    return f"{previous.text} {question.text}"
