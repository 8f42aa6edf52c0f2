"""Whether a claim keeps what its quotes deny, limit, hedge or ascribe, and adds nothing of the kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.entailment.comparison import Check, Comparison
from assistant.entailment.statement import Mark, Statement, Token, agree, listed

# A claim that has a mark of this kind needs one of these kinds in the quotes.
NEEDS: dict[str, frozenset[str]] = {
    "negation": frozenset({"negation"}),
    "beyond": frozenset({"beyond", "besides"}),
    "only": frozenset({"only", "superlative"}),
    "universal": frozenset({"universal"}),
    "obliged": frozenset({"obliged", "only"}),
    "expected": frozenset({"expected"}),
    "superlative": frozenset({"superlative", "several"}),
    "more": frozenset({"more", "compared", "superlative"}),
    "less": frozenset({"less", "compared", "more"}),
    "cause": frozenset({"cause", "effect"}),
    "effect": frozenset({"cause", "effect"}),
}
# Quotes that have a mark of this kind, over words that the claim takes up, need one of these kinds in the claim.
KEEPS: dict[str, frozenset[str]] = {
    "negation": frozenset({"negation"}),
    "beyond": frozenset({"beyond", "at-least", "more"}),
    "only": frozenset({"only", "superlative", "obliged"}),
    "possible": frozenset({"possible", "attempted", "purpose", "obliged"}),
    "attempted": frozenset({"attempted", "purpose", "possible", "obliged", "expected"}),
    "judged": frozenset({"judged", "said"}),
    "said": frozenset({"said", "judged"}),
    "unreal": frozenset({"unreal", "negation", "judged"}),
    "approximate": frozenset({"approximate", "judged"}),
}
_REACH = 5  # content words after a mark that it surely governs


def added(kind: str) -> Check:
    """The check that a mark of `kind` in the claim governs in the quotes what it governs in the claim."""

    def check(compared: Comparison) -> list[str]:
        """The marks that the quotes do not grant."""
        claim = compared.claim
        return [claim.phrase(mark) for mark in claim.of(kind) if not _granted(mark, kind, compared)]

    return check


def _granted(mark: Mark, kind: str, compared: Comparison) -> bool:
    if kind == "more" and any(t.meanings & _INCREASE for quote in compared.quotes for t in quote.tokens):
        return True
    if kind == "negation" and _doubled(compared.claim):  # "not without" is "only with"
        return any(quote.of("only") or _doubled(quote) for quote in compared.quotes)
    if kind == "only" and any(0 <= mark.start - m.end < 2 for m in compared.claim.of("beyond")):
        return True  # "beyond purely military activity"
    marks = [(i, m) for i, quote in enumerate(compared.quotes) for m in quote.of(*NEEDS[kind])]
    if kind == "obliged" and compared.claim.of("only"):  # "can only" is a must, but "must only" is another
        marks = [(i, m) for i, m in marks if m.kind == kind]
    if kind == "cause" and not marks:
        return _comes_from(mark, compared)
    if kind == "universal" and any(
        0 <= q.start - compared.claim.tokens[mark.start].start < 12 for q in compared.claim.quantities
    ):
        return True  # "all four"
    if not marks or kind not in _BOUND:
        return bool(marks)
    heads = [t for t in _heads_of(mark, kind, compared.claim) if compared.has(t)]
    scope = {(i, at) for i, m in marks for at in _reach(compared.quotes[i], m)}
    return not heads or any((i, other.at) in scope for head in heads for i, other in compared.matches[head.at])


def _heads_of(mark: Mark, kind: str, claim: Statement) -> list[Token]:
    """What `mark` is said of: the first words of content, and of a negation any verb, however light."""
    if kind != "negation":
        return claim.governed(mark)[:2]
    marked = {at for other in claim.marks for at in range(other.start, other.end)}
    after = [t for t in claim.tokens[mark.end : mark.end + 4] if t.at not in marked and len(t.word) > _SHORT]
    return after[:1]


_SHORT = 4  # letters; shorter words are prepositions and articles more often than not


def _comes_from(mark: Mark, compared: Comparison) -> bool:
    """Whether the quotes have "from" before the cause: pressure from rivalry is caused by it."""
    for head in compared.claim.governed(mark)[:1]:
        for i, other in compared.matches[head.at]:
            before = {t.word for t in compared.quotes[i].tokens[max(0, other.at - 1) : other.at]}
            if before & {"dari", "oleh", "atas", "from", "by", "over"}:
                return True
    return False


def _reach(statement: Statement, mark: Mark) -> range:
    """The places of the words that `mark` surely governs."""
    governed = statement.governed(mark, clause=False)[:_REACH]
    return range(mark.end, governed[-1].at + 1 if governed else mark.end)


def _doubled(statement: Statement) -> bool:
    """Whether it denies twice in one clause, or one clause and the next."""
    clauses = [statement.tokens[mark.start].clause for mark in statement.of("negation")]
    return any(0 <= b - a <= 1 for a, b in pairwise(clauses)) and statement.text.count(" dan tidak ") == 0


_BOUND = frozenset({"negation", "beyond", "only", "universal"})  # what they govern must be the same
_INCREASE = frozenset({"tingkat", "naik", "tambah", "improve", "increase", "perkuat", "kuat", "strengthen"})


def dropped(kind: str) -> Check:
    """The check that a mark of `kind` in the quotes is kept by a claim that takes up what it governs."""

    def check(compared: Comparison) -> list[str]:
        """The marks of the quotes that the claim drops."""
        marks = [(i, m) for i, quote in enumerate(compared.quotes) for m in quote.of(kind) if not _loose(quote, m)]
        if kind == "approximate":  # before a number, the check of bounds knows better
            marks = [(i, m) for i, m in marks if not _before_a_number(compared.quotes[i], m)]
        scope = [(i, t) for i, m in marks for t in _scope(compared.quotes[i], m, kind)]
        taken = [t for t in compared.claim.content if (kind == "negation" or not t.name) and compared.within(t, scope)]
        if len(taken) < (2 if kind == "said" else 1) or _kept(taken, kind, compared):
            return []
        return list(dict.fromkeys(compared.quotes[i].phrase(m) for i, m in marks))

    return check


def _before_a_number(statement: Statement, mark: Mark) -> bool:
    end = statement.tokens[mark.end - 1].end
    return any(0 <= q.start - end < _A_WORD for q in statement.quantities)


_A_WORD = 12  # characters


def _loose(quote: Statement, mark: Mark) -> bool:
    """Whether the mark is too common a word to be sure of: "for", "states"."""
    word = quote.tokens[mark.start].word
    return (mark.kind == "attempted" and word in listed("loose-purpose")) or (
        mark.kind == "said" and word in listed("ambiguous")
    )


def _scope(quote: Statement, mark: Mark, kind: str) -> list[Token]:
    if kind in {"negation", "beyond", "only", "unreal", "approximate"}:
        return quote.governed(mark)[: 1 if kind == "approximate" else 3]
    governed = quote.governed(mark, clause=kind != "said")
    if quote.tokens[mark.start].word in listed("ascribing"):  # "In the view of Asta Gatra, which is ..., defence ..."
        clause = quote.tokens[mark.end - 1].clause
        governed = [t for t in governed if t.clause > clause] or governed
    return governed


def _kept(taken: Sequence[Token], kind: str, compared: Comparison) -> bool:
    marks = compared.claim.of(*KEEPS[kind])
    if kind == "judged" and any(quote.of("judged") and quote.of("said") for quote in compared.quotes):
        return bool(compared.claim.of("judged"))  # who says it does not say that it is a judgement
    if kind == "only" and _doubled(compared.claim):
        return True
    if kind not in {"negation", "beyond"}:
        return bool(marks)
    governed = {at for m in marks for at in _reach(compared.claim, m)}
    return all(t.at in governed for t in taken) or any(t.at in governed for t in taken[:2])


def carried_out(compared: Comparison) -> list[str]:
    """Words that say that it has happened, where the quotes only say that it can, should or will."""
    planned = any(quote.of("possible", "obliged", "expected", "attempted", "unreal") for quote in compared.quotes)
    if not planned or any(quote.of("done") for quote in compared.quotes):
        return []
    perfect = _PERFECT.search(compared.claim.text)
    return [compared.claim.phrase(mark) for mark in compared.claim.of("done")] + ([perfect.group()] if perfect else [])


_PERFECT = re.compile(r"\b(?:has|have|had)\b(?:\s+\w+){0,2}?\s+(?:become|been|\w+ed)\b", re.IGNORECASE)


def compared_otherwise(compared: Comparison) -> list[str]:
    """Comparatives of the claim where the quotes compare otherwise: larger, where they have smaller."""
    ours = _comparatives(compared.claim)
    theirs = [token for quote in compared.quotes for token in _comparatives(quote)]
    return [t.word for t in ours if theirs and compared.has(t) and not any(agree(t, other) for other in theirs)]


def _comparatives(statement: Statement) -> list[Token]:
    """The adjectives that are compared: "larger", and what follows "more"."""
    words = [statement.tokens[mark.start] for mark in statement.of("compared")]
    return words + [token for mark in statement.of("more") for token in statement.governed(mark)[:1]]
