"""A claim beside its quotes, every word of it matched with the words that may say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.entailment.statement import Statement, Token, agree, listed, read


@dataclass(frozen=True)
class Comparison:
    """A claim beside its quotes, every word of it matched with the words that may say the same."""

    claim: Statement
    quotes: tuple[Statement, ...]

    @cached_property
    def matches(self) -> dict[int, list[tuple[int, Token]]]:
        """By the place of a word of the claim: the words of quotes that may say the same, with the quote's number."""
        return {token.at: self._matches(token) for token in self.claim.tokens}

    def _matches(self, token: Token) -> list[tuple[int, Token]]:
        found = [(i, other) for i, quote in enumerate(self.quotes) for other in quote.tokens if agree(token, other)]
        return [(i, other) for i, other in found if other.word == token.word] or found

    def has(self, token: Token) -> bool:
        """Whether some quote may say what `token` says."""
        return bool(self.matches[token.at])

    def within(self, token: Token, scope: Iterable[tuple[int, Token]]) -> bool:
        """Whether `token` is said in `scope` and nowhere else in the quotes."""
        held = {(i, other.at) for i, other in scope}
        found = self.matches[token.at]
        return bool(found) and all((i, other.at) in held for i, other in found)


Check = Callable[[Comparison], list[str]]


def compare(claim: str, quotes: Sequence[str]) -> Comparison:
    """`claim` beside `quotes`."""
    return Comparison(read(claim), tuple(read(quote) for quote in quotes))


def shared(ours: Sequence[Token], theirs: Sequence[Token]) -> int:
    """How many of the words `ours` may say the same as one of `theirs`."""
    return sum(any(agree(a, b) for b in theirs) for a in ours)


def listed_together(quote: Statement, x: Token, y: Token) -> bool:
    """Whether the two are in one list: only commas, conjunctions and names part them."""
    first, last = sorted((x, y), key=lambda t: t.at)
    if any(first.at < t.at < last.at and not t.name for t in quote.content):
        return False
    if any(first.at < m.start < last.at for m in quote.marks if m.kind not in ("one-of", "partial", "indefinite")):
        return False
    after = next((t.at for t in quote.content if t.at > last.at and not t.name), len(quote.tokens))
    conjunctions = [t.at for t in quote.tokens[first.at : after] if t.word in listed("and")]
    opened = any(m.end == first.at for m in quote.of("partial"))
    comma = "," in quote.text[first.end : last.start]
    return any(at < last.at for at in conjunctions) or (comma and (bool(conjunctions) or opened))
