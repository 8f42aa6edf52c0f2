"""Whether the quotes give the numbers of a claim, and as exactly."""

from __future__ import annotations

import re

from assistant.entailment.comparison import Comparison
from assistant.entailment.quantities import Quantity
from assistant.entailment.statement import Mark, Statement, Token, agree


def numbers(compared: Comparison) -> list[str]:
    """Numbers of the claim that no quote gives, or that it gives more often than they do."""
    claim = compared.claim
    given = [q for quote in compared.quotes for q in quote.quantities]
    counted = [q for q in claim.quantities if not _idle(claim, q, compared)]
    return [claim.written(q) for q in counted if sum(same(q, g) for g in given) < sum(same(other, q) for other in counted)]


def same(claimed: Quantity, given: Quantity) -> bool:
    """Whether the two are one number; a share needs a share, for "20 percent" is not "20"."""
    return claimed.value == given.value and (claimed.kind != "percent" or given.kind == "percent")


def _idle(claim: Statement, quantity: Quantity, compared: Comparison) -> bool:
    """Whether the number counts nothing ("one of"), or what the quotes enumerate or list."""
    if quantity.kind != "cardinal":
        return False
    if quantity.value == 1 and not claim.written(quantity)[0].isdigit():
        if any(_covers(claim, mark, quantity) for mark in claim.of("one-of", "only", "partial", "indefinite")):
            return True
        return not _counted_otherwise(claim, quantity, compared)
    ordinals = {q.value for quote in compared.quotes for q in quote.quantities if q.kind == "ordinal"}
    if len(ordinals) > 1:  # first, second, third: three
        return len(ordinals) == quantity.value == max(ordinals)
    return quantity.value in _lengths(compared) and not _counted_otherwise(claim, quantity, compared)


def _counted_otherwise(claim: Statement, quantity: Quantity, compared: Comparison) -> bool:
    """Whether the quotes give a number of what `quantity` counts."""
    unit = _unit(claim, quantity)
    units = [_unit(quote, other) for quote in compared.quotes for other in quote.quantities]
    return unit is not None and any(other and agree(unit, other) for other in units)


def _unit(statement: Statement, quantity: Quantity) -> Token | None:
    """The first word after `quantity` that says something."""
    return next((t for t in statement.content if t.start >= quantity.end), None)


_ENUMERATED = re.compile(r"^\w+,")  # "Kedua, ..."
_LIST = re.compile(r"[^,.;:]+(?:,[^,.;:]+)+?,?\s(?:dan|serta|and)\s")


def _lengths(compared: Comparison) -> set[int]:
    """How many items the lists in the quotes have, those that are said to be open aside."""
    closed = [quote for quote in compared.quotes if not quote.of("partial")] or [compared.claim]
    lists = [match.group() for statement in closed for match in _LIST.finditer(_ENUMERATED.sub("", statement.text))]
    return {len(re.split(r",\s*(?:dan|serta|and)\s|,|\s(?:dan|serta|and)\s", found)) for found in lists}


def _covers(statement: Statement, mark: Mark, quantity: Quantity) -> bool:
    first, last = statement.tokens[mark.start], statement.tokens[mark.end - 1]
    return first.start <= quantity.start and quantity.end <= last.end


def bounds(compared: Comparison) -> list[str]:
    """Numbers that the quotes give as about, at least or at most so many, and the claim as exact, or the other way round."""
    found = []
    for kind in ("approximate", "at-least", "at-most"):
        ours, theirs = _bounded(compared.claim, kind), [n for quote in compared.quotes for n in _bounded(quote, kind)]
        exact = [q.value for quote in compared.quotes for q in quote.quantities if q.value not in theirs]
        claimed = [q.value for q in compared.claim.quantities]
        if kind != "approximate":
            found += [kind for n in ours if n not in theirs and n in exact]
        found += [kind for n in theirs if n in claimed and n not in ours and n not in exact]
    return list(dict.fromkeys(found))


def _bounded(statement: Statement, kind: str) -> list[object]:
    """The numbers within two words after a mark of `kind`."""
    ends = {mark.end for mark in statement.of(kind)}
    places = [(q, next((t.at for t in statement.tokens if t.end > q.start), 0)) for q in statement.quantities]
    return [q.value for q, at in places if ends & {at, at - 1}]
