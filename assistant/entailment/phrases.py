"""Which words of a claim belong together, and whether they belong together in the quotes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.entailment.comparison import Comparison, listed_together
from assistant.entailment.statement import Statement, Token, listed

_CLOSE = 3  # content words; further apart in a quote, two words are not said of each other


def parted(compared: Comparison) -> list[str]:
    """Words that stand side by side in the claim and in different clauses of the quotes: "foundation of diplomacy"."""
    found = []
    for a, b in _neighbours(compared.claim):
        places = [(i, x, y) for i, x in compared.matches[a.at] for j, y in compared.matches[b.at] if i == j and x.at != y.at]
        if places and not any(_together(compared.quotes[i], x, y) for i, x, y in places):
            found.append(f"{a.word} {b.word}")
    return found


def _neighbours(statement: Statement) -> Iterator[tuple[Token, Token]]:
    """Words of content with nothing but light words between them, in one clause."""
    for a, b in zip(statement.content, statement.content[1:], strict=False):
        between = statement.tokens[a.at + 1 : b.at]
        marked = any(a.at < mark.start < b.at for mark in statement.marks)
        joined = any(t.word in listed("and") for t in between)
        if a.clause == b.clause and not marked and not joined and len(between) < _CLOSE:
            yield a, b


def _together(quote: Statement, x: Token, y: Token) -> bool:
    """Whether `x` and `y` stand near each other in one clause, or `y` in a list of which the first item does."""
    first, last = sorted((x, y), key=lambda token: token.at)
    between = [t for t in quote.content if first.at < t.at < last.at]
    if x.sentence == y.sentence and len(between) < _CLOSE and not _divides(quote, first, last):
        return True
    return x.at < y.at and x.sentence == y.sentence and _shares_a_list(quote, x, y)


def _divides(quote: Statement, first: Token, last: Token) -> bool:
    """Whether a comma or a conjunction parts the two."""
    return first.clause != last.clause or any(t.word in listed("divides") for t in quote.tokens[first.at : last.at])


def _shares_a_list(quote: Statement, head: Token, item: Token) -> bool:
    """Whether `item` is in a list that `head` stands before: "resilience in politics, economy and society"."""
    between = quote.tokens[head.at + 1 : item.at + 1]
    verbs = any(t.word in listed("verb") for t in between)
    return not verbs and any(t.word in listed("and") for t in quote.tokens[head.at : item.at + 8])


def paired(compared: Comparison) -> list[str]:
    """Two names that the claim sets in relation to each other, and no quote does: it lists them, or lacks one."""
    names = [t for t in compared.claim.content if t.name and compared.has(t)]
    for n, x in enumerate(names):
        for y in names[n + 1 :]:
            if x.sentence != y.sentence or x.word == y.word or listed_together(compared.claim, x, y):
                continue
            places = [
                (i, a, b) for i, a in compared.matches[x.at] for j, b in compared.matches[y.at] if i == j and a.at != b.at
            ]
            if all(listed_together(compared.quotes[i], a, b) for i, a, b in places):
                return [x.word, y.word]
    return []
