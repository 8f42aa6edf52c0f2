"""A sentence taken apart: its words with what they may mean, its numbers, and the words that change what it claims."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from assistant.entailment.quantities import Quantity, quantities
from knowledge.glossary import senses
from knowledge.language import LANGUAGES, WORD, detect, either, forms, is_known
from knowledge.records import Language

_ENDS_A_CLAUSE = re.compile(r"[,;:()–—]|[.!?](?=\s|$)")
_ENDS_A_SENTENCE = re.compile(r"[.!?](?=\s|$)")
# "Ketahanan" is what "pertahanan" is not, though they share a root; with a verb of the root either may agree.
_CIRCUMFIX = re.compile(r"(?:(ke)|(?:pen|pem|peng|peny|per|pel|pe))[a-z]{3,}an$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence."""

    word: str  # lower case
    at: int  # its place among the tokens, from 0
    start: int  # its characters in the text are [start, end)
    end: int
    clause: int  # counted through the text; commas and the like part them
    sentence: int  # the same for full stops
    name: bool  # written as a name, or one of a country, a language, a month
    meanings: frozenset[str]  # its forms, and the concepts that it may stand for
    opens: bool  # the first of its sentence, where any word has a capital


@dataclass(frozen=True, slots=True)
class Mark:
    """A word, or several, that changes what is claimed: tokens `[start, end)`."""

    kind: str  # as in marks.yaml
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or several that stand together, taken apart."""

    text: str
    language: Language
    tokens: tuple[Token, ...]
    marks: tuple[Mark, ...]
    quantities: tuple[Quantity, ...]
    content: tuple[Token, ...]  # the tokens that say something: no marks, no numbers, nothing light

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def phrase(self, mark: Mark) -> str:
        """The words of `mark`."""
        return " ".join(token.word for token in self.tokens[mark.start : mark.end])

    def written(self, item: Token | Quantity) -> str:
        """`item` as it stands in the text."""
        return self.text[item.start : item.end]

    def governed(self, mark: Mark, *, clause: bool = True) -> list[Token]:
        """The content that stands after `mark`, to the end of its clause, or of its sentence."""
        last = self.tokens[mark.end - 1]
        ends = ("contrast", "cause") if mark.kind == "negation" else ("contrast",)
        stop = next((m.start for m in self.of(*ends) if m.start >= mark.end), len(self.tokens))
        return [
            token
            for token in self.content
            if mark.end <= token.at < stop
            and token.sentence == last.sentence
            and (not clause or token.clause == last.clause or self._just_after(mark, token))
        ]

    def _just_after(self, mark: Mark, token: Token) -> bool:
        """A mark that closes its clause ("antara lain, ...", "according to him, ...") governs the next one."""
        last = self.tokens[mark.end - 1]
        closes = mark.end < len(self.tokens) and self.tokens[mark.end].clause != last.clause
        return closes and token.clause == last.clause + 1


@lru_cache(maxsize=4096)  # the same quotes are read for claim after claim
def read(text: str) -> Statement:
    """`text` taken apart."""
    language = detect(text) or "id"
    numbers = quantities(text, language)
    found = list(WORD.finditer(text))
    spoken = [_bare(match.group()) for match in found]
    meant = _meanings(spoken)
    clauses, sentences = _counted(_ENDS_A_CLAUSE, text), _counted(_ENDS_A_SENTENCE, text)
    numbered = {at for at, match in enumerate(found) if any(q.start <= match.start() < q.end for q in numbers)}
    tokens = []
    for at, (match, word) in enumerate(zip(found, spoken, strict=True)):
        opens = at == 0 or sentences(match.start()) != sentences(found[at - 1].start())
        tokens.append(
            Token(
                word,
                at,
                match.start(),
                match.end(),
                clauses(match.start()),
                sentences(match.start()),
                meant[at][1] or _written_as_a_name(match.group(), word, meant[at][0], opens),
                meant[at][0],
                opens,
            )
        )
    marks = tuple(mark for mark in _marks(spoken) if not _is_month(tokens[mark.start], text))
    marked = {at for mark in marks for at in range(mark.start, mark.end) if not _also_content(mark, spoken[at])}
    counted = [token for token in tokens if token.at not in numbered and token.at not in marked and not _light(token.word)]
    return Statement(text, language, tuple(tokens), marks, numbers, tuple(counted))


def agree(a: Token, b: Token) -> bool:
    """Whether the two words may say the same."""
    shared = a.meanings & b.meanings
    if not shared or a.word == b.word:
        return bool(shared)
    kinds = {bool(found.group(1)) for token in (a, b) if (found := _CIRCUMFIX.match(token.word))}
    return len(kinds) < 2 or any(":" in meaning for meaning in shared)


def _is_month(token: Token, text: str) -> bool:
    """Whether "May" is the month: written with a capital inside a sentence."""
    return not token.opens and text[token.start].isupper() and any(m.startswith("month:") for m in token.meanings)


def _also_content(mark: Mark, word: str) -> bool:
    """Whether a mark says something besides: "terbesar" is the most, and large."""
    return mark.kind in ("superlative", "more", "less", "compared", "unreal") and word not in listed("degree")


def _bare(written: str) -> str:
    word = written.lower().replace("’", "'")
    return word.removesuffix("'s") if not word.endswith("n't") else word


def _counted(pattern: re.Pattern[str], text: str) -> _Counter:
    return _Counter([match.start() for match in pattern.finditer(text)])


@dataclass(frozen=True, slots=True)
class _Counter:
    ends: list[int]

    def __call__(self, place: int) -> int:
        return bisect(self.ends, place)


def _meanings(spoken: Sequence[str]) -> list[tuple[frozenset[str], bool]]:
    """Of each word the forms and concepts, and whether it is part of a name that CLDR knows."""
    own: list[set[str]] = [set(forms(word)) for word in spoken]
    named = [False] * len(spoken)
    for sense in senses(spoken):
        for at in range(sense.start, sense.end):
            own[at].add(sense.concept)
            named[at] |= sense.name
    return [(frozenset(meanings), name) for meanings, name in zip(own, named, strict=True)]


def _written_as_a_name(written: str, word: str, meanings: frozenset[str], opens: bool) -> bool:
    if not written[:1].isupper():
        return False
    if len(written) > 1 and written.isupper():
        return True
    ordinary = _light(word) or any(word in either(name) for name in ("function", "asking", "auxiliary"))
    return not ordinary and not (opens and (is_known(word) or any(meaning.startswith("line:") for meaning in meanings)))


@cache
def _data() -> dict[str, dict[str, dict[str, str]]]:
    import yaml

    written = resources.files("assistant").joinpath("entailment", "marks.yaml").read_text("utf-8")
    found: dict[str, dict[str, dict[str, str]]] = yaml.load(written, Loader=yaml.CSafeLoader)
    return found


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a class of marks.yaml, in both languages."""
    return frozenset(word for language in LANGUAGES for word in _data()["classes"][name][language].split())


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The phrases for marks under their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entries in _data()["marks"].items():
        for language in LANGUAGES:
            for entry in entries[language].split():
                phrase = tuple(entry.split("_"))
                found.setdefault(phrase[0], []).append((phrase, kind))
    return {word: sorted(phrases, key=lambda p: -len(p[0])) for word, phrases in found.items()}


def _light(word: str) -> bool:
    return word in listed("light") or word.removesuffix("nya") in listed("light") or (len(word) == 1 and not word.isdigit())


_BOUNDS = ("at-least", "at-most")  # without a number after them, "paling banyak" is the most
# "in formulating" is what for, "by formulating" how.
_DOING = re.compile(r"(?:me[a-z]{4,}|[a-z]{4,}ing)$")
_WITH_DOING = {"dalam": "purpose", "in": "purpose", "by": "means", "dengan": "means"}


def _marks(spoken: Sequence[str]) -> tuple[Mark, ...]:
    found: list[Mark] = []
    at = 0
    while at < len(spoken):
        fitting = [(p, kind) for p, kind in _phrases().get(spoken[at], ()) if tuple(spoken[at : at + len(p)]) == p]
        fitting = [
            (p, kind) for p, kind in fitting if kind not in _BOUNDS or any(w[0].isdigit() for w in spoken[at + len(p) :][:2])
        ]
        if spoken[at] == "to" and set(spoken[at + 1 : at + 2]) & listed("aimed"):
            fitting = [(("to",), "purpose")]
        elif spoken[at] in _WITH_DOING and at + 1 < len(spoken) and _DOING.match(spoken[at + 1]):
            fitting = [((spoken[at],), _WITH_DOING[spoken[at]])]
        longest = len(fitting[0][0]) if fitting else 1
        found += [Mark(kind, at, at + longest) for p, kind in fitting if len(p) == longest]
        at += longest
    return tuple(found)
