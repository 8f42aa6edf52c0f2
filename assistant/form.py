"""The form of a question: what kind of answer it wants, what must be named in it, what it numbers and denies."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from knowledge.language import LANGUAGES, either, lexicon

Form = Literal["what", "list", "count", "yes-no", "who", "when", "where", "why", "how"]

OPENERS: tuple[Literal["when", "where", "why", "how", "who", "count"], ...] = ("when", "where", "why", "how", "who", "count")
WHICH = frozenset({"mana", "apa", "which", "what", "berapa"})
FEW = 3  # telling words below which a sentence that points back needs the one before it
_CLASSIFIERS = frozenset({"kind", "kinds", "type", "types", "sort", "sorts", "jenis", "macam", "tipe"})
# Questions for a date, a duration or a measure.
_MEASURES = frozenset(
    {("tahun", "berapa"), ("tanggal", "berapa"), ("what", "year"), ("which", "year"), ("what", "date")}
    | {("berapa", unit) for unit in ("lama", "kali", "persen", "tahun", "sering", "besar", "luas", "jauh", "tinggi")}
    | {("how", measure) for measure in ("long", "often", "old", "far", "big", "large", "soon", "tall", "high")}
)
_TOPIC = 2  # words, at most, that name a topic and nothing else
_VERB = ("me", "ber", "di", "ter")


def form_of(tokens: list[str], text: str) -> Form:
    """The form of the question `text`, of which `tokens` are the words that ask."""
    held, pairs = set(tokens), set(pairwise(tokens))
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    if _MEASURES & pairs:
        return "when"
    if {("di", "mana"), ("ke", "mana"), ("dari", "mana")} & pairs and not any(a == "mana" and b == "saja" for a, b in pairs):
        return "where"
    if {("untuk", "apa"), ("agar", "apa"), ("what", "for")} & pairs or any(a == "untuk" and c == "apa" for a, _, c in triples):
        return "why"
    if {("how", "many"), ("how", "much"), ("number", "of")} & pairs:
        return "count"
    for token in tokens:
        for form in OPENERS:
            if token in either(form) and not (form == "count" and token == "many"):
                return form
        if token in WHICH:
            break
    if tokens and (tokens[0] in either("auxiliary") or _closes_with_a_tag(tokens)):
        return "yes-no"
    if (
        held & either("listing")
        or {("apa", "saja"), ("siapa", "saja"), ("mana", "saja"), ("what", "are"), ("which", "are")} & pairs
    ):
        return "list"
    for form in OPENERS:
        if form != "count" and held & either(form) and form != "when":
            return form
    if "berapa" in held:
        return "count"
    bare = sum(t not in either("function") and t not in either("asking") for t in tokens) < FEW
    return "yes-no" if text.endswith("?") and not held & WHICH and not bare else "what"


def _closes_with_a_tag(tokens: list[str]) -> bool:
    """Whether a statement asks to be confirmed: "... gak sih?", "... kan?", "... apa gimana?"."""
    if tokens[-2:] in (["atau", "tidak"], ["or", "not"]):
        return True
    rest = [t for t in tokens if t not in either("asking") or t in either("tags")]
    return bool(rest) and rest[-1] in either("tags") and not set(tokens) & WHICH


def denies(tokens: list[str]) -> bool:
    """Whether the question denies something, other than by a closing tag ("masuk gak sih?")."""
    skipped = either("asking") | either("tags")
    if tokens[-2:] == ["or", "not"]:
        tokens = tokens[:-2]
    while tokens and tokens[-1] in skipped:
        tokens = tokens[:-1]
    return bool(set(tokens) & either("negation") or {("more", "than"), ("lebih", "dari")} & set(pairwise(tokens)))


def numbers_of(tokens: list[str]) -> tuple[int | None, int | None]:
    """The ordinal that the question picks and the count that it presupposes."""
    ordinals = {w: n for code in LANGUAGES for w, n in lexicon(code).ordinals.items()}
    cardinals = {w: n for code in LANGUAGES for w, n in lexicon(code).numbers.items()}
    ordinal = count = None
    for before, word, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        number = cardinals.get(word) or (int(word) if word.isdigit() and len(word) < 3 else None)
        if word in ordinals and after != "name":
            # "langkah ketiga" is the third step, "dari ketiga langkah" speaks of three steps.
            collective = (
                word in lexicon("id").ordinals
                and before in {"", "dari", "antara", "di"}
                and after not in {"", "apa", "itu", "yang"}
            )
            count, ordinal = (ordinals[word], ordinal) if collective else (count, ordinal or ordinals[word])
        elif number and before in {"step", "langkah", "nomor", "number", "poin", "point", "ke"}:
            ordinal = ordinal or number
        elif number and number > 1:
            count = count or number
    return ordinal, count


def measures(tokens: Sequence[str]) -> bool:
    """Whether "berapa" or "how much" asks for an amount: "berapa nilainya" does, "berapa mitranya" counts."""
    pairs = list(pairwise(tokens))
    if ("how", "much") in pairs:
        return bool(set(tokens) & either("measure"))
    return any(before == "berapa" and word in either("measure") for before, word in pairs)


def asks_of_the_text(form: Form, tokens: Sequence[str]) -> bool:
    """Whether it asks when the text was written, or how many pages or words it has."""
    if form == "when":
        return bool(set(tokens) & either("text"))
    return any(before in {"berapa", "many"} and word in either("part") for before, word in pairwise(tokens))


def defines(tokens: Sequence[str]) -> bool:
    """Whether it asks what something is: "Apa itu ...?", "... itu apa?", "What is ...?" without "the"."""
    opening, closing = list(tokens[:2]), list(tokens[-2:])
    return opening == ["apa", "itu"] or closing == ["itu", "apa"] or (opening == ["what", "is"] and "the" not in tokens[2:3])


def either_numbers() -> dict[str, int]:
    """Cardinal and ordinal words of both languages with their values."""
    return {word: n for code in LANGUAGES for word, n in (lexicon(code).numbers | lexicon(code).ordinals).items()}


def asked_for(tokens: list[str]) -> tuple[str, ...]:
    """The words beside "which", "what", "mana", "apa", "berapa", "how many": what the answer must name."""
    silent = either("function") | either("asking") | either("auxiliary")
    for at, token in enumerate(tokens):
        before, after = tokens[:at], tokens[at + 1 :]
        if token in {"which", "what"} or (token == "many" and before[-1:] == ["how"]):
            if after[:1] and after[0] in _CLASSIFIERS:  # "what kind of framework"
                after = after[2:]
            partitive = after[:1] == ["of"]
            after = [t for t in after if t != "of" and t != "the"] if partitive else after
            after = [t for t in after if t not in either_numbers()]
            run = _run(after, silent)
            follows = [t for t in after[len(run) :] if t not in either("asking")][:1]
            if run and (partitive or token == "many" or (follows and follows[0] in either("auxiliary")) or run[0] == run[-1]):
                return tuple(run[:1] if partitive else run[::-1])
            if run and token == "which" and run[0] not in either("generic"):
                return tuple(run[:2][::-1])
        elif token in {"apa", "mana", "berapa"}:
            if token == "berapa" and (run := _run(after, silent)):
                return tuple(run)
            run = _run(before[::-1], silent)[::-1]
            while run and run[-1] in _CLASSIFIERS:  # "teknologi jenis apa"
                run = run[:-1]
            if run and not _relative(before) and (token == "mana" or not _is_predicate(run[-1])):
                return tuple(run)
    return ()


def _relative(before: list[str]) -> bool:
    """Whether "apa" or "mana" after `before` closes a relative clause: "langkah yang diusulkan apa"."""
    last = before[-1] if before else ""
    return "yang" in before and (last == "yang" or last in either("asking") or last.startswith("di"))


def sought_in(tokens: list[str]) -> tuple[str, ...]:
    """The noun that the answer must speak of: after an opening "apa", "what is the", "list the", else the first."""
    silent = either("function") | either("asking") | either("auxiliary")
    if not silent & set(tokens):  # "mitra", "partners???": nothing but what is sought
        return tuple(tokens) if len(tokens) <= _TOPIC else ()
    if (tokens[:1] and tokens[0] in lexicon("en").listing) or (
        tokens[:1] == ["what"] and tokens[1:2] and tokens[1] in {"is", "are", "was", "were"}
    ):
        opening = 2 if tokens[0] == "what" else 1
        return tuple(_run([t for t in tokens[opening:] if t not in {"the", "its", "their", "his"}], silent)[-1:])
    if tokens[:1] and tokens[0] in either("listing"):
        return tuple(_run(tokens[1:], silent)[:1])
    if tokens[:1] == ["apa"]:
        return tuple(_run(tokens[2:] if tokens[1:2] == ["saja"] else tokens[1:], silent)[:1])
    for at, token in enumerate(tokens):
        if token in {"apa", "mana"} and at:
            head = tokens[: tokens.index("yang")] if _relative(tokens[:at]) else tokens[:at]
            return tuple(t for t in head if t not in silent and t not in either_numbers())[:1]
    return ()


def _is_predicate(word: str) -> bool:
    """Whether "apa" after `word` is its object or complement ("mendukung apa", "tujuannya apa"), not "which"."""
    return word.startswith(_VERB) or word.endswith("nya") or word in either("generic")


def _run(tokens: list[str], stop: frozenset[str]) -> list[str]:
    """The content words at the head of `tokens`, number words passed over."""
    run: list[str] = []
    for token in tokens:
        if token in either_numbers():
            continue
        if token in stop:
            break
        run.append(token)
    return run
