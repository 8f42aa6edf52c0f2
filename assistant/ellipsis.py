"""Questions that leave out what was said before: "Kalau India?", "And the second?", "Why?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.coverage import Vocabulary, is_generic
from assistant.form import asks_of_the_text
from assistant.question import Question, share_a_form, territories
from knowledge.language import either, words

_PAIRED_OPENERS = frozenset({("bagaimana", "dengan"), ("what", "about"), ("how", "about"), ("apa", "lagi")})
# Forms that a question without a word of its own takes on with the topic; "why?" asks for something else about it.
_OPEN = frozenset({"what", "list", "how", "yes-no"})
_THAT = frozenset({"itu", "ini"})
_FEW = 2  # telling words beyond which a question with a pointer stands on its own


def completed(question: Question, asked: Sequence[Question], vocabulary: Vocabulary) -> Question:
    """`question`, leaning on the last of `asked` where it needs to and there is something to lean on."""
    if not asked or not leans(question):
        return question
    previous = asked[-1]
    if not any(share_a_form(w, vocabulary.known) for w in (*previous.content, *previous.context)):
        return question  # "Hah? Kenapa?"
    if len(asked) > 1 and not (_telling(question) or question.ordinal) and set(_telling(previous)) <= set(previous.asked):
        # "Who are the partners? In which fields? What for?": the second names only the kind of thing that it asks for.
        previous = replace(asked[-2], text=_join(asked[-2], previous))
    return _lean(question, previous, vocabulary)


def leans(question: Question) -> bool:
    """Whether the question points back: by an opener or a pronoun with little else, or by saying almost nothing."""
    if set(question.tokens) & either("turning"):
        return False
    telling = _telling(question)
    if not telling and asks_of_the_text(question.form, question.tokens):
        return False
    opens = question.tokens[:1] and (question.tokens[0] in either("opener") or question.tokens[:2] in _PAIRED_OPENERS)
    leaning = opens or _points(question) or question.ordinal
    return not telling or (bool(leaning) and len(telling) <= _FEW) or _only_names(question)


def _points(question: Question) -> bool:
    """Whether a word stands for what was said before; "itu" in "Apa itu AOIP?" and "AOIP itu apa?" does not."""
    around = zip(["", *question.tokens], question.tokens, [*question.tokens[1:], ""], strict=False)
    for before, word, after in around:
        names_itself = before in question.names or (before in either("interrogative") and after in question.content)
        if word in either("pointer") and not (word in _THAT and names_itself):
            return True
    return any(word.endswith("nya") for word in words(question.text))


def _only_names(question: Question) -> bool:
    telling = set(_telling(question))
    # "What is AOIP?" and "AOIP itu apa?" are whole, "Jerman gimana?" is not.
    asks = set(question.tokens) & (either("interrogative") | either("listing")) - either("how")
    return bool(telling) and telling <= (question.names | territories()) and len(question.tokens) <= 3 and not asks


def _lean(question: Question, previous: Question, vocabulary: Vocabulary) -> Question:
    """`question` completed by what `previous` was about."""
    telling = _telling(question)
    names = question.names | territories() | vocabulary.proper
    joined = replace(question, text=_join(previous, question))
    if telling and all(w in names for w in question.content) and question.form in _OPEN:
        return _with_other_names(joined, previous, vocabulary)
    if not telling and not _kinds(question.content, vocabulary) and (question.ordinal or question.form in _OPEN):
        return _of_the_same(joined, previous, vocabulary)
    # "Yang kedua? Untuk apa itu?" goes on about the second, "Yang kedua? Solusinya apa?" and "Who wrote it?" do not.
    elsewhere = question.form == "who" or bool(set(telling) & names or _kinds(telling, vocabulary))
    confirms = previous.form == "yes-no" and question.form == "what" and not set(question.tokens) & either("interrogative")
    return replace(
        joined,
        form="yes-no" if confirms else question.form,  # "Is AOIP inclusive? And transparent?"
        context=tuple(w for w in (*previous.content, *previous.context) if w not in question.content),
        sought=question.sought or (("why",) if question.form == "why" and not telling else ()),  # what tells why comes first
        ordinal=question.ordinal or (None if elsewhere else previous.ordinal),
    )


def _with_other_names(question: Question, previous: Question, vocabulary: Vocabulary) -> Question:
    """The question `previous`, asked about the names in `question` instead of its own."""
    topic = previous.context or previous.content
    kept = tuple(w for w in topic if w not in territories() or vocabulary.background(w))
    if kept == topic:  # no name to take the place of: only the kind of thing carries over
        kept = _kinds(topic, vocabulary)[:1] or topic
    return replace(
        question,
        form="yes-no" if previous.form == "yes-no" else "what",
        content=(*kept, *_telling(question)),
        names=previous.names | question.names,
        asked=(),
        sought=(),
        negated=False,
    )


def _of_the_same(question: Question, previous: Question, vocabulary: Vocabulary) -> Question:
    """`question`, which has no word of its own, asked about what `previous` asked for: "Yang ketiga?"."""
    topic = _topic(previous, vocabulary)
    return replace(
        question,
        form="what" if question.ordinal else question.form,
        content=topic if question.ordinal else tuple(dict.fromkeys((*question.content, *topic))),
        asked=(),
        sought=_kinds(topic, vocabulary)[:1],
        ordinal=question.ordinal or previous.ordinal,
    )


def _kinds(found: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(w for w in found if share_a_form(w, vocabulary.kinds))


def _topic(previous: Question, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What `previous` was about, without a name that the study does not know and so was refused."""
    topic = previous.content if _kinds(previous.content, vocabulary) else (*previous.content, *previous.context)
    return tuple(dict.fromkeys(w for w in topic if share_a_form(w, vocabulary.known))) or topic


def _telling(question: Question) -> list[str]:
    return [w for w in question.content if not is_generic(w)]


def _join(previous: Question, question: Question) -> str:
    return f"{previous.text} {question.text}"
