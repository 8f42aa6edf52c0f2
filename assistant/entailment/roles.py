"""Who does what to whom, and what comes of what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.entailment.comparison import Comparison, shared
from assistant.entailment.statement import Statement, Token, agree, listed
from knowledge.language import dictionary, forms


def turned(compared: Comparison) -> list[str]:
    """Cause and effect, or means and purpose, turned round."""
    theirs = _relations(compared.quotes)
    found = []
    for phrase, causal, first, then in _relations([compared.claim]):
        cause, effect = _apart(first, then)
        straight = cross = 0
        alike = [relation for relation in theirs if relation[1] == causal] or theirs
        for _, _, their_cause, their_effect in alike:
            straight = max(straight, shared(cause, their_cause) + shared(effect, their_effect))
            cross = max(cross, min(shared(cause, their_effect), shared(effect, their_cause)) * 2)
        if cross > straight and cross > 1:
            found.append(phrase)
    return found


def _apart(ours: Sequence[Token], theirs: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The two without the words that both have."""
    return (
        [t for t in ours if not any(agree(t, other) for other in theirs)],
        [t for t in theirs if not any(agree(t, other) for other in ours)],
    )


def _relations(statements: Sequence[Statement]) -> list[tuple[str, bool, list[Token], list[Token]]]:
    """Each mark of cause, effect, means or purpose: is it causal, what comes first, and what follows from it."""
    found = []
    for i, statement in enumerate(statements):
        for mark in statement.of("cause", "effect", "means", "purpose"):
            last = statement.tokens[mark.end - 1]
            same = [t for t in statement.content if t.sentence == last.sentence]
            before, after = [t for t in same if t.at < mark.start], [t for t in same if t.at >= mark.end]
            if not before and mark.kind == "effect":  # "Therefore, ..."
                before = [t for t in statement.content if t.sentence == last.sentence - 1] or (
                    list(statements[i - 1].content) if i else []
                )
            elif not before:
                after, before = [t for t in after if t.clause == last.clause], [t for t in after if t.clause != last.clause]
            first, then = (after, before) if mark.kind in ("cause", "means") else (before, after)
            if first and then:
                found.append((statement.phrase(mark), mark.kind in ("cause", "effect"), first, then))
    return found


_VERB = re.compile(r"(?:me|di|ter|ber)[a-z]{3,}$")


def swapped(compared: Comparison) -> list[str]:
    """The two sides of a verb, changed over."""
    if any(t.word in listed("mutual") for t in compared.claim.tokens):
        return []
    found = []
    for token in compared.claim.content:
        for i, verb in compared.matches[token.at]:
            quote = compared.quotes[i]
            abroad = quote.language != compared.claim.language
            if not (_is_verb(verb) or _is_verb(token) or (quote.language == "en" and compared.claim.language == "en")):
                continue
            left, right = _sides(compared.claim, token, only_names=abroad)
            their_left, their_right = _sides(quote, verb, only_names=abroad)
            if _passive(compared.claim, token) != _passive(quote, verb):
                their_left, their_right = their_right, their_left
            cross = min(shared(left, their_right), shared(right, their_left))
            straight = shared(left, their_left) + shared(right, their_right)
            if cross and not straight:
                found.append(token.word)
    return list(dict.fromkeys(found))


def taken_over(compared: Comparison) -> list[str]:
    """What the claim has before a verb, where the quotes have the verb after something else and in another sentence."""
    found = []
    for token in compared.claim.content:
        verbs = [
            (compared.quotes[i], verb) for i, verb in compared.matches[token.at] if _is_bare_verb(token) or _is_verb(token)
        ]
        left, right = _sides(compared.claim, token, only_names=False)
        if left and verbs and all(_has_another(quote, verb, left, right) for quote, verb in verbs):
            found += [t.word for t in left]
    return found


def _is_bare_verb(token: Token) -> bool:
    """Whether it is a verb of Indonesian that bears no prefix."""
    return token.word in listed("verb")


def _has_another(quote: Statement, verb: Token, left: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether `quote` has `verb` with what is in `right` near it, if anything, and before it other words than `left`."""
    sentence = [t for t in quote.tokens if t.sentence == verb.sentence]
    theirs, _ = _sides(quote, verb, only_names=False)
    stands_for_another = any(t.word in listed("pronoun") or t.word in _POINTERS for t in sentence)
    around = [t for t in sentence if t.at != verb.at]
    return bool(theirs) and not stands_for_another and (not right or bool(shared(right, around))) and not shared(left, around)


_POINTERS = frozenset({"ini", "itu", "tersebut", "this", "that", "these", "those"})


def voice_changes(compared: Comparison) -> bool:
    """Whether a verb is active in the claim and passive in the quotes, or the other way round."""
    return any(
        _passive(compared.claim, token) != _passive(compared.quotes[i], verb)
        for token in compared.claim.content
        for i, verb in compared.matches[token.at]
        if compared.quotes[i].language == compared.claim.language and (_is_verb(token) or token.word.endswith("ed"))
    )


def _is_verb(token: Token) -> bool:
    """Whether it bears an Indonesian verbal prefix before a root that there is."""
    if token.name or not _VERB.match(token.word):
        return False
    return any(root != token.word and root in dictionary("id") for root in forms(token.word))


_BESIDE = 2  # words


def _sides(statement: Statement, verb: Token, *, only_names: bool) -> tuple[list[Token], list[Token]]:
    """The content before and after `verb` in its clause; in another language only names are sure to be on a side."""
    same = [t for t in statement.content if t.clause == verb.clause and t.at != verb.at]
    if only_names:
        same = [t for t in same if t.name and abs(t.at - verb.at) <= _BESIDE]
    return [t for t in same if t.at < verb.at], [t for t in same if t.at > verb.at]


def _passive(statement: Statement, verb: Token) -> bool:
    if _is_verb(verb):
        return verb.word.startswith(("di", "ter"))
    before = {t.word for t in statement.tokens[max(0, verb.at - 2) : verb.at]}
    return bool(before & listed("be")) and verb.word.endswith(("ed", "en", "wn", "ght", "de", "lt", "nt", "un"))
