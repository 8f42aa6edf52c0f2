"""Words in Indonesian and English, and which of the two a text is in.

The words themselves are data, in lexicon.yaml; this file is the only one that reads it.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, get_args

from knowledge.records import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The closed word classes of one language, all in lower case."""

    function: frozenset[str]
    asking: frozenset[str]
    generic: frozenset[str]
    negation: frozenset[str]
    only: frozenset[str]
    detail: frozenset[str]
    measure: frozenset[str]
    text: frozenset[str]
    part: frozenset[str]
    writing: frozenset[str]
    saying: frozenset[str]
    comparative: frozenset[str]
    superlative: frozenset[str]
    naming: frozenset[str]
    reversal: frozenset[str]
    command: frozenset[str]
    when: frozenset[str]
    where: frozenset[str]
    why: frozenset[str]
    how: frozenset[str]
    who: frozenset[str]
    count: frozenset[str]
    auxiliary: frozenset[str]
    tags: frozenset[str]
    particles: frozenset[str]
    kinds: frozenset[str]
    place: frozenset[str]
    copula: frozenset[str]
    ranking: frozenset[str]
    cause: frozenset[str]
    dating: frozenset[str]
    era: frozenset[str]
    alike: tuple[frozenset[str], ...]
    numbers: dict[str, int]
    ordinals: dict[str, int]  # -1 is the last
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    colloquial: dict[str, str]
    interrogative: frozenset[str]
    listing: frozenset[str]
    opener: frozenset[str]
    pointer: frozenset[str]
    turning: frozenset[str]
    acts: dict[str, list[str]]  # phrases of a conversation by what they do


@cache
def lexicon(language: Language) -> Lexicon:
    """The word classes of `language`."""
    import yaml

    path = resources.files("knowledge").joinpath("lexicon.yaml")
    entry: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)[language]
    classes: dict[str, Any] = {name: frozenset(v.split()) if isinstance(v, str) else v for name, v in entry.items()}
    return Lexicon(**(classes | {"alike": tuple(frozenset(group.split()) for group in entry["alike"])}))


@cache
def either(field: str) -> frozenset[str]:
    """The words of one class (`"function"`, `"negation"`, ...) in both languages: readers mix them."""
    return frozenset().union(*(getattr(lexicon(language), field) for language in LANGUAGES))


# ------------------------------------------------------------------------------------------------ words


def clean(text: str) -> str:
    """`text` in composed Unicode, without control and format characters, white space folded."""
    composed = unicodedata.normalize("NFKC", text)
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in composed)
    return " ".join(kept.split())


def words(text: str) -> list[str]:
    """The words of `text` in lower case; hyphenated and doubled words come apart, English clitics come off."""
    found = (m.group().lower().replace("’", "'") for m in WORD.finditer(text))
    return [w if w == "what's" else w.removesuffix("'s") for w in found]


def substitute(text: str, change: Callable[[str], str]) -> str:
    """`text` with every word for which `change` (lower case in, lower case out) gives another written as that other."""

    def written(match: re.Match[str]) -> str:
        word = match.group().lower()
        changed = change(word)
        return match.group() if changed == word else changed

    return WORD.sub(written, text)


_stemming = threading.local()


def _stem(word: str, language: Language) -> str:
    # A Stemmer is not safe to share between threads, so each thread keeps its own.
    stemmers = getattr(_stemming, "stemmers", None)
    if stemmers is None:
        import Stemmer

        names = {"id": "indonesian", "en": "english"}
        stemmers = _stemming.stemmers = {code: Stemmer.Stemmer(name) for code, name in names.items()}
    return str(stemmers[language].stemWord(word))


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """The Snowball stem of a lower-case word."""
    return _stem(word, language)


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word in either language, or the word itself where the dictionaries lack it."""
    import simplemma

    return str(simplemma.lemmatize(word, lang=LANGUAGES)).lower()


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Whether the Indonesian or the English dictionary holds `word`, so that it is no slip of the finger."""
    import simplemma

    return bool(simplemma.is_known(word, lang=LANGUAGES))


@cache
def dictionary(language: Language) -> frozenset[str]:
    """The words of the dictionary of `language`, lower case."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    return frozenset(word for word in DefaultDictionaryFactory().get_dictionary(language) if word.isalpha() and word.islower())


def is_inflected(word: str) -> bool:
    """Whether `word` bears an Indonesian verbal prefix or a suffix, and so is a word though no dictionary holds it."""
    return re.fullmatch(r"(?:di|me|ber|ter)[a-z]{4,}|[a-z]{3,}(?:nya|kan|lah|kah)", word) is not None


# Me- and pe- swallow the first consonant of a root: meningkatkan <- tingkat, penguatan <- kuat.
_SWALLOWED = (
    (re.compile(r"^[mp]eny(?=[aiueo])"), "s"),
    (re.compile(r"^[mp]eng(?=[aiueo])"), "k"),
    (re.compile(r"^[mp]en(?=[aiueo])"), "t"),
    (re.compile(r"^[mp]em(?=[aiueo])"), "p"),
)
_PREFIXES = ("antar", "memper", "diper", "per", "ter", "ke", "se", "ber", "non", "ng", "di", "nge")


@lru_cache(maxsize=200_000)
def forms(word: str) -> frozenset[str]:
    """Everything under which a lower-case word may be met: itself, its stems, its lemma, its restored roots.

    Two words mean the same to the finder when their forms meet. No single stemmer brings "penguatan",
    "memperkuat" and "kuat" together, so a word has several forms instead of one.
    """
    british = re.sub(r"is(e|es|ed|er|ing|ation|ations)$", r"iz\1", word)
    found = {word, british, lemma(word)}
    found |= {stem(w, language) for w in (word, british) for language in LANGUAGES}
    for pattern, consonant in _SWALLOWED:
        if pattern.search(word):
            root = pattern.sub(consonant, word)
            found |= {root, stem(root, "id")}
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            found |= {word[len(prefix) :], stem(word[len(prefix) :], "id")}
    if word.endswith("ian"):  # Indonesian, Australian, Indian
        found.add(word[:-1])
    if word.endswith("in") and len(word) > 5:  # colloquial -in stands for -kan and -i: ningkatin, nguatin
        root = re.sub(r"^(?:ny|nge?|n|m)", "", word[:-2])
        found |= {word[:-2], root, "t" + root, "k" + root, "p" + root, stem("me" + word[:-2] + "kan", "id")}
    return frozenset(f for f in found if len(f) > 1 or f == word)


@lru_cache(maxsize=200_000)
def is_like(word: str, field: str) -> bool:
    """Whether `word` is, in some inflection, one of the words of a class in either language."""
    return word in either(field) or (len(word) > 4 and not forms(word).isdisjoint(_class_forms(field)))


@cache
def _class_forms(field: str) -> frozenset[str]:
    return frozenset(form for word in either(field) if len(word) > 3 for form in forms(word) if len(form) > 3)


# ------------------------------------------------------------------------------------------------ which language


def detect(text: str, default: Language | None = None) -> Language | None:
    """Which of the two languages `text` is in; `default` when it has no letters.

    Function and asking words decide, because questions are short and full of names and loan words; a tie goes to
    `default`, and without one to py3langid.
    """
    tokens = words(text)
    if not any(c.isalpha() for c in text):
        return default
    votes = {language: sum(_marks(token, language) for token in tokens) for language in LANGUAGES}
    if "'s" in text or "’s" in text:
        votes["en"] += 1
    if votes["id"] != votes["en"]:
        return max(LANGUAGES, key=lambda language: votes[language])
    return default or _statistical(text)


def _marks(token: str, language: Language) -> bool:
    entry, other = lexicon(language), lexicon("en" if language == "id" else "id")
    telling = token in entry.function or token in entry.asking or token in entry.colloquial
    return telling and not (token in other.function or token in other.asking)


def _statistical(text: str) -> Language:
    import py3langid

    py3langid.set_languages(list(LANGUAGES))
    return "id" if py3langid.classify(text)[0] == "id" else "en"
