"""Which words say the same thing, in Indonesian and English.

Common words stand in glossary.txt, a concept a line; the names of countries, languages, months and days are those of
names.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from knowledge.language import LANGUAGES, forms, stem, words
from knowledge.names import KINDS, names_of

_VERB = re.compile(r"(?:me|di)[a-z]{4,}")
_NOUN = re.compile(r"(?:ke|per)[a-z]{3,}an")  # of an Indonesian root: ketahanan, pertahanan


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept that words `[start, end)` of a text may stand for."""

    concept: str
    start: int
    end: int
    name: bool = False  # of a country, a language, a month or a day


@dataclass(frozen=True, slots=True)
class _Entry:
    concept: str
    parts: tuple[str, ...]
    name: bool


def senses(tokens: Sequence[str]) -> tuple[Sense, ...]:
    """Every concept that the lower-case words `tokens`, or runs of them, may stand for."""
    return tuple(
        Sense(entry.concept, at, at + len(entry.parts), entry.name)
        for at, token in enumerate(tokens)
        for entry in _entries_for(token)
        if _stands(entry, tokens, at)
    )


def is_done(concept: str) -> bool:
    """Whether `concept` is something that is done: an active or passive verb of Indonesian stands for it."""
    return concept in _done()


@cache
def _done() -> frozenset[str]:
    return frozenset(entry.concept for entry in _written() if _VERB.fullmatch(entry.parts[0]))


def _stands(entry: _Entry, tokens: Sequence[str], at: int) -> bool:
    run = tokens[at : at + len(entry.parts)]
    if len(run) < len(entry.parts):
        return False
    if entry.name:  # a name has no other forms: "mali" is not "kali"
        return all(_names_alike(part, word) for part, word in zip(entry.parts, run, strict=True))
    return all(not forms(part).isdisjoint(forms(word)) for part, word in zip(entry.parts, run, strict=True))


def _names_alike(name: str, word: str) -> bool:
    """Whether `word` is `name`, or the word for its people: Australian, Indians."""
    return word == name or word.removesuffix("s") in {name, name + "n", name + "ian"}


def _entries_for(token: str) -> Sequence[_Entry]:
    index = _index()
    listed = {form: index.get(form, ()) for form in forms(token) | {token.removesuffix("s")}}
    # A noun that the glossary has as it is needs no stem: "pertahanan" is defence, and not all that holds out ("tahan").
    exact = [entry for entry in listed.get(token, ()) if entry.parts[0] == token] if _NOUN.fullmatch(token) else []
    found = exact if any(not entry.name for entry in exact) else [e for entries in listed.values() for e in entries]
    names = [entry for entries in listed.values() for entry in entries if entry.name]
    return tuple(dict.fromkeys([*found, *names]))


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    """Every entry under the forms of its first word."""
    found: dict[str, list[_Entry]] = {}
    for entry in (*_written(), *_names()):
        first = entry.parts[0]
        # Only the stems, not every form: forms() of all these words would take seconds.
        for form in {first} if entry.name else {first, *(stem(first, language) for language in LANGUAGES)}:
            found.setdefault(form, []).append(entry)
    return {form: tuple(entries) for form, entries in found.items()}


def _written() -> list[_Entry]:
    text = resources.files("knowledge").joinpath("glossary.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [
        _Entry(f"line:{number}", tuple(words(entry)), name=False)
        for number, line in enumerate(lines)
        for entry in line.replace("|", " ").replace("_", "\u00a0").split(" ")
        if words(entry)
    ]


def _names() -> list[_Entry]:
    said = [(f"{name.kind}:{name.code}", tuple(words(name.text))) for name in names_of(*KINDS)]
    return [_Entry(concept, parts, name=True) for concept, parts in said if parts]
