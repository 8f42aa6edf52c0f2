"""Whether the quotes have the names of a claim, in either language or as an abbreviation, and are about them."""

from __future__ import annotations

from assistant.entailment.comparison import Comparison
from assistant.entailment.statement import Token, agree
from assistant.entailment.wording import abbreviates, cognate


def names(compared: Comparison) -> list[str]:
    """Names in the claim that no quote has, in either language or as an abbreviation."""
    return [compared.claim.written(t) for t in compared.claim.content if t.name and not _had(t, compared)]


def repeated(compared: Comparison) -> list[str]:
    """Names that the claim says more often than the quotes do: nobody is a partner of himself."""
    found = []
    for name in (t for t in compared.claim.content if t.name and compared.has(t)):
        ours = sum(other.word == name.word or _same_country(other, name) for other in compared.claim.tokens)
        if ours > max(1, len(compared.matches[name.at])):
            found.append(compared.claim.written(name))
    return found


def _had(token: Token, compared: Comparison) -> bool:
    return compared.has(token) or abbreviates(token, compared) or (_foreign(token) and cognate(token, compared))


def _same_country(token: Token, name: Token) -> bool:
    return any(meaning.startswith("territory:") for meaning in token.meanings & name.meanings)


def _foreign(token: Token) -> bool:
    """Whether CLDR does not know the name, so that a like spelling is all there is to go by."""
    return not any(meaning.startswith(("territory:", "language:")) for meaning in token.meanings)


def subject(compared: Comparison) -> list[str]:
    """The name that the claim is about, where the quotes are about another and name this one in passing."""
    first = next((t for t in compared.claim.content), None)
    if first is None or not first.name or not compared.has(first):
        return []
    for quote in compared.quotes:
        head = next(iter(quote.content), None)
        places = [other.at for i, other in compared.matches[first.at] if compared.quotes[i] is quote]
        in_a_list = any(m.start < min(places) for m in quote.of("partial")) if places else False
        if places and not (in_a_list and head and head.name and not any(agree(t, head) for t in compared.claim.content)):
            return []
    return [compared.claim.written(first)]
