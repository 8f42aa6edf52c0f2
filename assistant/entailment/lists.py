"""Lists in a claim and in its quotes: whether an open one stays open."""

from __future__ import annotations

from assistant.entailment.comparison import Comparison
from assistant.entailment.statement import Mark, Statement, Token, listed


def completed(compared: Comparison) -> list[str]:
    """Marks of an open list ("such as", "among others", "one of") dropped, so that the claim reads as the whole of it."""
    claim = compared.claim
    if claim.of("partial", "one-of"):
        return []
    open_still = bool(claim.of("several", "indefinite")) and not claim.of("superlative")
    found = []
    for i, quote in enumerate(compared.quotes):
        if not open_still:
            found += [quote.phrase(mark) for mark in quote.of("partial") if _reads_as_whole(compared, i, mark)]
        found += [quote.phrase(mark) for mark in quote.of("one-of") if _reads_as_the_one(compared, i, mark)]
    return found


def _reads_as_the_one(compared: Comparison, i: int, mark: Mark) -> bool:
    """Whether the claim takes up what "one of" governs, and does not say "a" of it."""
    after = [(i, token) for token in compared.quotes[i].governed(mark)[:3]]
    taken = {t.at for t in compared.claim.content if compared.within(t, after)}
    indefinite = {t.at for m in compared.claim.of("indefinite") for t in compared.claim.governed(m)[:2]}
    return bool(taken) and not taken & indefinite


def _reads_as_whole(compared: Comparison, i: int, mark: Mark) -> bool:
    """Whether the claim names what the list is of, and then two of its items or more."""
    quote = compared.quotes[i]
    items = [_first(compared, i, item) for item in _items(quote, mark)]
    taken = [at for at in items if at is not None]
    before = [t for t in quote.content if t.at < mark.start and t.sentence == quote.tokens[mark.start].sentence and not t.name]
    # "negara seperti Jepang": the word beside the mark; "tantangan ..., antara lain ...": any word before it
    kinds = [_first(compared, i, t) for t in (before if mark.end - mark.start > 1 else before[-1:])]
    return len(taken) > 1 and any(at is not None and at < min(taken) for at in kinds)


def _first(compared: Comparison, i: int, token: Token) -> int | None:
    """The place of the first word of the claim that says what `token` of the quote `i` says."""
    return next(
        (t.at for t in compared.claim.content if any(j == i and o.at == token.at for j, o in compared.matches[t.at])), None
    )


def _items(quote: Statement, mark: Mark) -> list[Token]:
    """The first word of each item of the list after `mark`."""
    heads: list[Token] = []
    for token in quote.governed(mark, clause=False):
        between = quote.tokens[heads[-1].at + 1 if heads else mark.end : token.at]
        if heads and any(t.word in listed("closes-a-list") for t in between):
            break
        before = quote.tokens[token.at - 1]
        if not heads or "," in quote.text[before.start : token.start] or before.word in listed("and"):
            heads.append(token)
    return heads
