"""Whether the words of a claim stand where they stand in the quotes, and not where another one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.entailment.attribution import speakers
from assistant.entailment.comparison import Comparison, listed_together, shared
from assistant.entailment.numbers import same
from assistant.entailment.quantities import Quantity
from assistant.entailment.roles import voice_changes
from assistant.entailment.statement import Statement, Token, agree, listed

_NEAR = 6  # words to either side within which two things are said of each other


def misplaced(compared: Comparison) -> list[str]:
    """Numbers and names that stand among the words that the quotes say of another number or name."""
    claim = compared.claim
    speaking = _speaking(claim)
    found = []
    for place, kin in _items(claim):
        if isinstance(kin, Token) and kin.at in speaking:
            continue
        if not any(_alike(kin, theirs) for quote in compared.quotes for _, theirs in _items(quote)):
            continue
        around = [t for t in _around(claim, place) if isinstance(kin, Quantity) or not t.name]
        own = rival = 0
        for quote in compared.quotes:
            for other, theirs in _items(quote):
                if type(theirs) is not type(kin):
                    continue
                fit = _fit(around, quote, other)
                if _alike(kin, theirs):
                    own = max(own, fit)
                elif _may_be_meant(kin, theirs, compared, quote):
                    rival = max(rival, fit)
        if rival > own + (0 if isinstance(kin, Quantity) else 1):
            found.append(claim.written(kin))
    return found


def _may_be_meant(ours: Quantity | Token, theirs: Quantity | Token, compared: Comparison, quote: Statement) -> bool:
    """Whether the claim may have put `ours` where the quote has `theirs`: any other number, a name that it leaves out."""
    if isinstance(ours, Quantity):
        return isinstance(theirs, Quantity) and ours.is_year == theirs.is_year
    return not any(_alike(mine, theirs) for _, mine in _items(compared.claim)) and not _mates(ours, theirs, quote)


def _speaking(claim: Statement) -> set[int]:
    """The places of the words for who speaks, which stand anywhere in a sentence; they have a check of their own."""
    return {t.at for mark in claim.of("said") for t in speakers(claim, mark)}


def _mates(ours: Quantity | Token, theirs: Quantity | Token, quote: Statement) -> bool:
    """Whether `quote` lists the two together, or has a pronoun that may stand for either."""
    if isinstance(ours, Quantity) or isinstance(theirs, Quantity):
        return False
    if any(token.word in listed("pronoun") for token in quote.tokens):
        return True
    return any(agree(ours, t) and listed_together(quote, t, theirs) for t in quote.content if t is not theirs)


def _items(statement: Statement) -> list[tuple[int, Quantity | Token]]:
    """The numbers and names of `statement` with the character where each begins."""
    named = [
        (t.start, t) for t in statement.content if t.name and not any(m.startswith(("month:", "day:")) for m in t.meanings)
    ]
    return [*((q.start, q) for q in statement.quantities), *named]


def _alike(ours: Quantity | Token, theirs: Quantity | Token) -> bool:
    if isinstance(ours, Quantity):
        return isinstance(theirs, Quantity) and same(ours, theirs)
    return isinstance(theirs, Token) and agree(ours, theirs)


def _around(statement: Statement, place: int) -> list[Token]:
    """The content near the word at character `place`, in its sentence."""
    at = next(i for i, token in enumerate(statement.tokens) if token.end > place)
    here = statement.tokens[at]
    near = [t for t in statement.content if t.sentence == here.sentence and 0 < abs(t.at - at) <= _NEAR]
    near = [t for t in near if not any(other.word in listed("divides") for other in _between(statement, t.at, at))]
    return [t for t in near if t.clause == here.clause] or [t for t in near if t.clause == here.clause + 1]


def _between(statement: Statement, one: int, other: int) -> Sequence[Token]:
    return statement.tokens[min(one, other) : max(one, other)]


def _fit(around: Sequence[Token], quote: Statement, place: int) -> int:
    """How many of the words `around` stand near `place` in `quote`."""
    near = _around(quote, place)
    return sum(any(agree(token, other) for other in near) for token in around)


_PREPOSITIONS = ("through", "by", "to", "from", "against")
# What the exchange must explain better, in words: noun phrases turn round in translation, so more across languages.
_MARGIN = 1
_MARGIN_ABROAD = 2
_APART = 4  # words; in one noun phrase, words of different languages stand in different orders


def exchanged(compared: Comparison) -> list[str]:
    """Two words that have changed places: each stands where the quotes have the other."""
    claim = compared.claim
    if any(t.word in listed("mutual") for t in claim.tokens) or voice_changes(compared):
        return []
    speaking = _speaking(claim)
    known = [t for t in claim.content if 0 < len(compared.matches[t.at]) <= _OFTEN and t.at not in speaking]
    for n, x in enumerate(known):
        for y in known[n + 1 :]:
            if not agree(x, y) and _explains(compared, x, y):
                return [x.word, y.word]
    return []


_OFTEN = 3  # a word that stands in more places than these has no place of its own


def _explains(compared: Comparison, x: Token, y: Token) -> bool:
    """Whether the claim fits the quotes better with `x` and `y` changed over."""
    claim = compared.claim
    pair = _name_runs(claim, x, y)
    straight, crossed, margin = 0, 0, _MARGIN
    for i, x_there in compared.matches[x.at]:
        for j, y_there in compared.matches[y.at]:
            quote = compared.quotes[i]
            abroad = quote.language != claim.language
            if i != j:  # a quote more, with one of the two, does not hide that another has them the other way round
                continue
            if listed_together(quote, x_there, y_there) or (abroad and abs(x_there.at - y_there.at) < _APART):
                return False
            there = _name_runs(quote, x_there, y_there)
            ours = [_context(claim, t, pair) for t in (x, y)]
            theirs = [_context(quote, t, there) for t in (x_there, y_there)]
            across = (_likeness(ours[0], theirs[1], abroad), _likeness(ours[1], theirs[0], abroad))
            straight = max(straight, _likeness(ours[0], theirs[0], abroad) + _likeness(ours[1], theirs[1], abroad))
            crossed = max(crossed, sum(across) if min(across) > 0 else 0)
            margin = _MARGIN_ABROAD if abroad and not (x.name and y.name) else _MARGIN
    return crossed > straight + margin


def _name_runs(statement: Statement, *tokens: Token) -> frozenset[int]:
    """The places of `tokens`, and of the other words of the names that they are part of."""
    found = {token.at for token in tokens}
    for token in tokens:
        for step in (-1, 1):
            at = token.at + step
            while token.name and 0 <= at < len(statement.tokens) and statement.tokens[at].name:
                found.add(at)
                at += step
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Context:
    left: list[Token]
    right: list[Token]
    preposition: str


def _context(statement: Statement, token: Token, without: frozenset[int]) -> _Context:
    """The two content words on either side of `token` in its sentence, and the preposition before it."""
    same = [t for t in statement.content if t.sentence == token.sentence and t.at not in without]
    before = statement.tokens[token.at - 1].word if token.at else ""
    preposition = next((name for name in _PREPOSITIONS if before in listed(name)), "")
    return _Context([t for t in same if t.at < token.at][-2:], [t for t in same if t.at > token.at][:2], preposition)


def _likeness(ours: _Context, theirs: _Context, abroad: bool) -> int:
    """How many words around the one stand around the other; on the same side, unless a translation turned them round."""
    preposition = 2 * (ours.preposition == theirs.preposition != "")
    if abroad:
        return preposition + shared([*ours.left, *ours.right], [*theirs.left, *theirs.right])
    return preposition + shared(ours.left, theirs.left) + shared(ours.right, theirs.right)
