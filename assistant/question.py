"""What a question asks: its words and names, and those that an answer must cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.form import FEW, OPENERS, WHICH, Form, asked_for, denies, either_numbers, form_of, numbers_of, sought_in
from knowledge.colloquial import standardise
from knowledge.language import clean, detect, either, forms, words
from knowledge.names import names_of
from knowledge.records import Language

_POINTERS = frozenset({"that", "it", "this", "itu", "ini", "tersebut"})
_UNIONS = frozenset({"EU", "UN"})  # of countries, and none themselves
_POLITE = frozenset(
    {(a, b) for a in ("can", "could", "would", "will", "bisakah", "bisa", "dapatkah") for b in ("you", "anda", "kamu")}
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, taken apart. Words are in lower case, in order, spelled out."""

    text: str
    language: Language
    form: Form
    tokens: tuple[str, ...]  # every word
    clauses: tuple[tuple[str, ...], ...]  # the words of the sentences that ask, apart at commas
    content: tuple[str, ...]  # the words that an answer must cover
    asked: tuple[str, ...]  # what must be named: "negara" in "negara mana", "roles" in "which roles"
    sought: tuple[str, ...]  # what must be spoken of: "tujuan" in "apa tujuan", "purpose" in "what is the purpose"
    names: frozenset[str]  # the words of `content` that are written as names
    countries: tuple[str, ...]  # countries with names of several words: "korea selatan"
    ordinal: int | None = None  # 2 in "langkah kedua"; -1 is the last
    count: int | None = None  # 5 in "the five steps"
    negated: bool = False
    context: tuple[str, ...] = ()  # words carried over from earlier turns: they rank, but need not be covered

    def __bool__(self) -> bool:
        """Whether it asks about anything at all."""
        return bool(self.content or self.context)


@cache
def country_names() -> frozenset[str]:
    """The names of the world's countries and continents in both languages, lower case."""
    return frozenset(name.text.lower() for name in names_of("territory") if name.code not in _UNIONS)


@cache
def territories() -> frozenset[str]:
    """Those of the world's countries and continents that are one word without hyphen or point, lower case."""
    return frozenset(name for name in country_names() if name.isalpha())


def _countries(text: str) -> tuple[str, ...]:
    held = f" {' '.join(words(text))} "
    return tuple(sorted(name for name in country_names() if " " in name and f" {name} " in held))


def parse(text: str, spell: dict[str, str] | None = None, language: Language | None = None) -> Question:
    """Take `text` apart; `spell` maps misspelt words to the words that are meant.

    `language` overrides what the text looks like, for questions too short to tell.
    """
    text = clean(text)
    spoken = language or detect(text) or "id"
    tokens = [part for word in standardise(text) for part in (spell or {}).get(word, word).split()]
    clauses = _clauses(_main_part(text), spell or {})
    main = [word for clause in clauses for word in clause]
    asked = next((found for clause in clauses if (found := asked_for(clause))), ())
    ordinal, count = numbers_of(main)
    # A number word is a premise or an ordinal, never content; digits stay, because a year must be in the study.
    numerals = frozenset(either_numbers()) if (ordinal or count) and "name" not in tokens else frozenset()
    silent = either("function") | either("asking") | either("auxiliary") | either("negation") | either("only") | numerals
    form = form_of(main, text)
    if form == "who":  # "Siapa penulis kajian ini?": there the author is what is asked for
        silent -= either("writing")
    content = tuple(dict.fromkeys(w for w in main if w not in silent))
    return Question(
        text=text,
        language=spoken,
        form=form,
        tokens=tuple(tokens),
        clauses=tuple(map(tuple, clauses)),
        content=content,
        asked=asked,
        sought=next((found for clause in clauses if (found := sought_in(clause))), ()),
        names=frozenset(content) & _names(text),
        countries=_countries(text),
        ordinal=ordinal,
        count=count,
        negated=any(denies(clause) for clause in clauses),
    )


def _clauses(text: str, spell: dict[str, str]) -> list[list[str]]:
    """The words of `text`, apart at commas, without an opening "can you"."""
    parts = re.split(r"[,;:.?!]\s", text)
    clauses = [[part for word in standardise(p) for part in spell.get(word, word).split()] for p in parts]
    clauses = [_with_or(clause) for clause in clauses]
    clauses = [clause[2:] if tuple(clause[:2]) in _POLITE else clause for clause in clauses]
    # "Name the obstacles", not "the name of the exercise"
    return [["list", *clause[1:]] if clause[:1] == ["name"] else clause for clause in clauses if clause]


def _with_or(clause: list[str]) -> list[str]:
    """Colloquial "antar negara apa antar lembaga": "apa" between two alike phrases is "atau"."""
    return [
        "atau" if w == "apa" and 1 < at < len(clause) - 1 and clause[at - 2] == clause[at + 1] else w
        for at, w in enumerate(clause)
    ]


def _main_part(text: str) -> str:
    """The sentences of `text` that ask; what leads up to them ("I am writing a paper. ...") is left out."""
    parts = [(p, standardise(p)) for p in re.split(r"(?<=[^.\s][.!?:;])\s+", text)]
    asking = WHICH.union(either("listing"), *(either(form) for form in OPENERS))
    chosen = [(p, said) for p, said in parts if set(said) & asking or set(said[:1]) & either("auxiliary") or p.endswith("?")]
    said = [word for _, tokens in chosen for word in tokens]
    telling = [w for w in said if not any(w in either(field) for field in ("function", "asking", "naming", "generic"))]
    if not telling or (chosen[0][0] != parts[0][0] and len(telling) <= FEW and set(said) & _POINTERS):
        return text
    return " ".join(p for p, _ in chosen)


@cache
def _sentence_openers() -> frozenset[str]:
    return either("function") | either("asking") | either("auxiliary")


def _names(text: str) -> frozenset[str]:
    """The words of `text` that are written as names: countries in any case, capitals inside a sentence, acronyms."""
    found: set[str] = set()
    opening = True
    for written in text.split():
        for word in words(written):
            bare = written.strip("\"'“”‘’([{)]},.;:!?")
            capital = bare[:1].isupper() and (not opening or (len(bare) > 1 and bare.isupper()))
            if word in territories() or (capital and word not in _sentence_openers()):
                found.add(word)
        opening = written[-1:] in '.!?:"' or (opening and not any(c.isalnum() for c in written))
    return frozenset(found)


def share_a_form(word: str, others: frozenset[str]) -> bool:
    """Whether any form of `word` is among `others`, which are forms already."""
    return not forms(word).isdisjoint(others)
