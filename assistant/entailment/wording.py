"""Whether the quotes say the words of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.entailment.comparison import Comparison
from assistant.entailment.statement import Token
from knowledge.language import either, lemma


def words(compared: Comparison) -> list[str]:
    """Words of the claim that no quote says, names aside."""
    return [t.word for t in compared.claim.content if not t.name and not compared.has(t) and not _spared(t, compared)]


def _spared(token: Token, compared: Comparison) -> bool:
    return cognate(token, compared) or abbreviates(token, compared) or _names_an_abbreviation(token, compared)


_IN_BRACKETS = re.compile(r"\(\w+\)")


def _names_an_abbreviation(token: Token, compared: Comparison) -> bool:
    """Whether the word only says what brackets say: that one thing is short for another."""
    return token.word in either("naming") and any(_IN_BRACKETS.search(quote.text) for quote in compared.quotes)


def cognate(token: Token, compared: Comparison) -> bool:
    """Whether a quote has the loan word: koordinasi, coordination."""
    root = _root(lemma(token.word))
    if len(root) > 3 and any(_root(lemma(other.word)) == root for quote in compared.quotes for other in quote.tokens):
        return True
    return _joined(token, compared)


def _joined(token: Token, compared: Comparison) -> bool:
    """Whether claim and quotes differ in a space only: antiapi, anti api."""
    quoted = [t.word for quote in compared.quotes for t in quote.tokens]
    said = [t.word for t in compared.claim.tokens]
    whole = {a + b for a, b in pairwise(said) if token.word in (a, b)} & set(quoted)
    return bool(whole) or (len(token.word) > 5 and token.word in {a + b for a, b in pairwise(quoted)})


# How Indonesian spells the loan words that English spells otherwise, applied to both in this order.
_SPELLINGS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("ch", "k"),
        ("c(?=[eiy])", "s"),
        ("x", "ks"),
        ("ck|qu|c|q", "k"),
        ("ph|v", "f"),
        ("th", "t"),
        ("kt$", "k"),
        ("sch|sh|sy", "s"),
        ("y", "i"),
        (r"(.)\1", r"\1"),
    )
)
_SUFFIX = re.compile(
    r"(?:isasi|ization|isation|asional|ational|asi|ation|asy|itas|iti|isme|ism|ikal|ikali|ik|iks|is|iv|if|ife|ian|sion|tion|si|al|ali"
    r"|nya|kan|an|ant|ent|ens|ense|en|us|um|a|e|i|o)$"
)


def _root(word: str) -> str:
    """`word` in the spelling that Indonesian gives loan words, without its ending."""
    for pattern, letter in _SPELLINGS:
        word = pattern.sub(letter, word)
    return _SUFFIX.sub("", word)


def abbreviates(token: Token, compared: Comparison) -> bool:
    """Whether `token` is an abbreviation of words of a quote, or one of the words that an abbreviation there stands for."""
    if 1 < len(token.word) < 8 and any(token.word in _initials(quote.tokens) for quote in compared.quotes):
        return True
    quoted = [(quote.written(other), other.word) for quote in compared.quotes for other in quote.tokens]
    short = {word for written, word in quoted if written.isupper() and len(word) > 1}
    tokens = compared.claim.tokens
    return any(
        "".join(t.word[0] for t in tokens[start : start + len(word)]) == word
        for word in short
        for start in range(max(0, token.at - len(word) + 1), token.at + 1)
    )


def _initials(tokens: Sequence[Token]) -> set[str]:
    """The first letters of every run of two to seven words."""
    letters = "".join(token.word[0] for token in tokens)
    return {letters[at : at + length] for length in range(2, 8) for at in range(len(letters) - length + 1)}
