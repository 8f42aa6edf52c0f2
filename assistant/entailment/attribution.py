"""Who says, can or must: whether a claim and its quotes say it of the same."""

from __future__ import annotations

from assistant.entailment.comparison import Comparison, shared
from assistant.entailment.statement import Mark, Statement, Token, agree, listed


def speaker(compared: Comparison) -> list[str]:
    """Who says it in the claim, and says nothing in the quotes."""
    theirs = [t for quote in compared.quotes for mark in quote.of("said") for t in speakers(quote, mark)]
    if not theirs:
        return []
    found = []
    for mark in compared.claim.of("said"):
        ours = speakers(compared.claim, mark)
        if ours and 2 * shared(ours, theirs) < len(ours):
            found += [t.word for t in ours if not any(agree(t, other) for other in theirs)]
    return found


def speakers(statement: Statement, mark: Mark) -> list[Token]:
    """The words for who speaks: after "menurut", "according to" and a passive verb, else before the verb."""
    first, last = statement.tokens[mark.start], statement.tokens[mark.end - 1]
    if first.word in listed("ambiguous"):
        return []
    after = [t for t in statement.content if mark.end <= t.at < mark.end + 7 and t.clause == first.clause]
    if first.word in listed("ascribing"):
        return [t for t in after if t.name] or after[:2]
    follows = statement.tokens[mark.end].word if mark.end < len(statement.tokens) else ""
    if follows in {"by", "oleh"} or (first.word.startswith("di") and after[:1] and after[0].name):
        return [t for t in after if t.name][:3] or after[:1]
    if first.word.startswith("di") or (
        last.word.endswith("ed") and first.at and statement.tokens[first.at - 1].word in listed("be")
    ):
        return []
    ahead = [t for t in statement.content if t.at < mark.start and t.clause == first.clause and t.sentence == first.sentence]
    if ahead and ahead[-1].name and ahead[-1].at >= mark.start - 2:  # "the challenges that Destianto highlights"
        return [t for t in ahead if t.name and all(other.name for other in ahead if other.at >= t.at)]
    return ahead[-6:]


def holder(compared: Comparison) -> list[str]:
    """Who can, must, will or does not, where the quotes say it of another."""
    found = []
    for kind in ("possible", "obliged", "expected"):
        theirs = [(i, m) for i, quote in enumerate(compared.quotes) for m in quote.of(kind) if _holders(quote, m)]
        for mark in compared.claim.of(kind):
            ours, governed = _holders(compared.claim, mark), compared.claim.governed(mark)[:3]
            same = [(i, m) for i, m in theirs if shared(governed, compared.quotes[i].governed(m)[:4])]
            same = [(i, m) for i, m in same if _suffers(compared.claim, mark) == _suffers(compared.quotes[i], m)]
            known = ours and all(compared.has(t) for t in ours)
            if known and same and not any(shared(ours, _holders(compared.quotes[i], m)) for i, m in same):
                found += [t.word for t in ours]
    return found


def _suffers(statement: Statement, mark: Mark) -> bool:
    """Whether a passive follows `mark`: who can be strengthened is not who can strengthen."""
    after = [t.word for t in statement.tokens[mark.end : mark.end + 3]]
    return bool(set(after) & listed("be")) or any(word.startswith("di") and len(word) > 5 for word in after[:1])


def _holders(statement: Statement, mark: Mark) -> list[Token]:
    """The words of the clause before `mark`: whom or what it is said of."""
    clause = statement.tokens[mark.start].clause
    return [t for t in statement.content if t.at < mark.start and t.clause == clause]
