"""A follow-up that a chat model wrote out, taken only if it asks the same of nothing new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Turn
from assistant.coverage import Vocabulary
from assistant.ellipsis import leans
from assistant.form import either_numbers
from assistant.question import Question, share_a_form
from knowledge.language import clean, forms, is_known, words

_LONGEST = 300  # characters
_LABEL = re.compile(
    r"^[\W_]*(?:(?:last |standalone |rewritten )?question|pertanyaan(?: terakhir| lengkap)?)\s*:\s*", re.IGNORECASE
)


def accepted(reply: str, question: Question, history: Sequence[Turn], vocabulary: Vocabulary) -> Question | None:
    """The question in `reply`, a chat model's, in place of the follow-up `question`; or none.

    None is taken that names a thing or a number that neither `question` nor `history` has, that loses a word of
    `question`, its negation or its place in a list, or that still leans on what was said.
    """
    lines = [line for line in reply.splitlines() if line.strip()]
    text = _LABEL.sub("", clean(lines[0])).strip("\"'“”*` ") if len(lines) == 1 else ""
    if not text or len(text) > _LONGEST:
        return None
    written = vocabulary.question(text, question.language)
    said = frozenset(form for word in _said(question, history) for form in forms(word))
    kept = all(share_a_form(word, _forms(written.tokens)) for word in question.content)
    same = (written.negated, written.ordinal) == (question.negated, question.ordinal)
    if not (written and kept and same) or leans(written):
        return None
    return None if any(not share_a_form(word, said) for word in _telling(written)) else written


def _telling(question: Question) -> set[str]:
    """The names and numbers of `question`, and its words that no dictionary has."""
    countries = {word for country in question.countries for word in country.split()}
    numbers = {word for word in question.tokens if word in either_numbers() or any(c.isdigit() for c in word)}
    unknown = {word for word in question.content if not is_known(word)}
    return countries | numbers | unknown | question.names


def _said(question: Question, history: Sequence[Turn]) -> list[str]:
    texts = [question.text]
    for turn in history:
        texts += [turn.question, turn.answer if isinstance(turn.answer, str) else turn.answer.text]
    return [*words(" ".join(texts)), *question.tokens]


def _forms(tokens: Sequence[str]) -> frozenset[str]:
    return frozenset(form for token in tokens for form in forms(token))
