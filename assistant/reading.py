"""What a question wants, and what a sentence holds: both read once, word by word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assistant.coverage import Vocabulary, is_generic
from assistant.form import either_numbers
from assistant.question import Question, parse, territories
from knowledge.colloquial import standardise
from knowledge.language import LANGUAGES, either, forms, lexicon, words
from knowledge.names import names_of
from knowledge.records import Passage, Study

Kind = Literal["date", "number", "person", "place", "reason", "definition", "acronym", "other"]

_LEAST = 0.15  # what a word counts for that nearly every sentence holds
_SOFT = 0.3  # share of its weight that a word counts for which only says what kind of thing is asked for
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("acronym", re.compile(r"\b(kepanjangan|singkatan|akronim|stands? for|abbreviation|acronym)")),
    ("definition", re.compile(r"\b(apa(kah)? itu|definisi|pengertian|dimaksud|arti|maksud|makna|definition|meaning)\b")),
    ("number", re.compile(r"\bberapa(kah)? (lama|kali|persen|besar|luas|jauh|tinggi|panjang|banyak|jumlah)\b")),
    ("number", re.compile(r"\bhow (many|much|long|often|old|far|big|large|tall|high)\b")),
    ("date", re.compile(r"\b(kapan|kapankah|when|(tahun|tanggal|abad) (ke )?(berapa|apa)|(what|which) (year|date))")),
    ("number", re.compile(r"\bberapa(kah)?\b")),
    ("place", re.compile(r"\b((di|ke|dari) ?mana(kah)?|where)\b")),
)
_FORMS: Mapping[str, Kind] = {"who": "person", "where": "place", "why": "reason"}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_COUNTRY = frozenset({"negara", "country"})  # what the name of a country says besides: "ke negara mana?"
_YEAR = re.compile(r"(1\d{3}|20\d\d)(an)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants of a sentence. Words are in lower case, in the order of the question."""

    tokens: tuple[str, ...]  # every word
    weights: Mapping[str, float]  # the words that an answer must hold, each with what it counts for, 0 to 1
    telling: tuple[str, ...]  # those of them that do not only say what kind of thing is asked for
    names: frozenset[str]  # those that are written as names
    numbers: frozenset[str]  # those that are numbers
    ranks: tuple[str, ...]  # words that pick one of many: "pertama", "terbesar", "setelah"
    abroad: bool  # whether it is in another language than the study, so that only names and numbers can be looked for
    kind: Kind  # what must be told


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence, read: `forms[n]` belongs to `words[n]`, and positions count words."""

    sentence: Passage
    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    held: frozenset[str]  # the forms of all words
    dates: frozenset[int]  # positions of months, days, years, and of numbers and capitals beside words like "abad" and "Masehi"
    numbers: frozenset[int]  # of other numbers, in digits or words
    names: frozenset[int]  # of words written as names
    places: frozenset[int]  # of names after a word like "di", each with the name that follows it

    def positions(self, word: str) -> list[int]:
        """Where `word` stands, in some form or as a word that tells of the same thing."""
        return [at for at, found in enumerate(self.forms) if holds(found, word)]


class Reader:
    """Reads the questions and sentences of one study; remembers the sentences."""

    def __init__(self, study: Study, vocabulary: Vocabulary) -> None:
        self._study = study
        self._vocabulary = vocabulary
        self._named = _names(study)
        self._read: dict[int, Read] = {}

    def question(self, question: Question) -> Asked:
        """What `question` wants. Of one in another language than the study's only names and numbers can be looked for."""
        asked = self._as_written(question)
        ranks = tuple(w for w in asked.tokens if w in either("ranking"))
        numbers = frozenset(
            w for w in asked.tokens if any(c.isdigit() for c in w) or (w in either_numbers() and w not in ranks)
        )
        held = set(asked.content) | numbers
        wanted = dict.fromkeys([w for w in asked.tokens if w in held] + [*asked.content, *asked.context])
        found = [w for w in wanted if w not in ranks]
        names = frozenset(w for w in found if w in asked.names or w in territories() or w in self._named) - numbers
        if asked.language != self._study.language:
            found, ranks = [w for w in found if w in names | numbers], ()
        return Asked(
            tokens=asked.tokens,
            weights={w: max(self._vocabulary.weight(w), _LEAST) * (_SOFT if _is_soft(w) else 1) for w in found},
            telling=tuple(w for w in found if not _is_soft(w)),
            names=names,
            numbers=numbers,
            ranks=ranks,
            abroad=asked.language != self._study.language,
            kind=_kind(asked),
        )

    def _as_written(self, question: Question) -> Question:
        """`question` with its names as they were written: one that is made up must not become one of the study's."""
        if question.context or not set(question.content) <= set(question.tokens):
            return question  # completed by what was asked before
        capital = {w for written in question.text.split()[1:] if written.strip("\"'“‘(")[:1].isupper() for w in words(written)}
        spelt = {w: w if w in capital else self._vocabulary.correct(w) for w in standardise(question.text)}
        return parse(question.text, spelt, question.language)

    def sentence(self, sentence: Passage) -> Read:
        """What `sentence` holds."""
        if sentence.start not in self._read:
            self._read[sentence.start] = self._reading(sentence)
        return self._read[sentence.start]

    def _reading(self, sentence: Passage) -> Read:
        written = [match.group() for match in _WORD.finditer(sentence.text)]
        said = [word.lower().replace("’", "'").removesuffix("'s") for word in written]
        dates = {at for at in range(len(said)) if _is_date(written, said, at)}
        names = {
            at
            for at, word in enumerate(said)
            if written[at][:1].isupper() and (at or word in self._named) and at not in dates and word not in either("function")
        }
        places = {at for at in names if at and said[at - 1] in either("place")}
        places |= {at for at in names if at - 1 in places}
        numbers = {at for at, word in enumerate(said) if any(c.isdigit() for c in word) or word in either_numbers()}
        found = tuple(forms(word) | {folded(word)} | (_COUNTRY if word in territories() else frozenset()) for word in said)
        return Read(
            sentence=sentence,
            words=tuple(said),
            forms=found,
            held=frozenset().union(*found),
            dates=frozenset(dates),
            numbers=frozenset(numbers - dates),
            names=frozenset(names),
            places=frozenset(places),
        )


def holds(found: frozenset[str], word: str) -> bool:
    """Whether the forms `found` hold a form of `word`, its spelling without accents, or a word that tells of the same thing."""
    return not found.isdisjoint(_looked_for(word))


@lru_cache(maxsize=50_000)
def _looked_for(word: str) -> frozenset[str]:
    return (forms(word) | {folded(word)}).union(*(group for group, said in _alike() if word in said))


@cache
def _alike() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Groups of words that tell of the same thing, as forms and as they are written."""
    groups = [group for code in LANGUAGES for group in lexicon(code).alike]
    return tuple((frozenset(form for word in group for form in forms(word)), group) for group in groups)


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """`word` without accents: "shōnen" as "shonen"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _is_soft(word: str) -> bool:
    """Whether `word` only says what kind of thing is asked for."""
    return is_generic(word) or word in either("detail") or word in either("naming") or word in either("kinds")


def _kind(question: Question) -> Kind:
    said = " ".join(question.tokens)
    return next((kind for kind, pattern in _KINDS if pattern.search(said)), _FORMS.get(question.form, "other"))


def _is_date(written: list[str], said: list[str], at: int) -> bool:
    if said[at] in _calendar() or _YEAR.fullmatch(said[at]):
        return True
    if said[at].isdigit() and set(said[at + 1 : at + 2]) & either("era"):
        return True
    return at > 0 and said[at - 1] in either("dating") and (said[at][0].isdigit() or written[at].isupper())


@cache
def _calendar() -> frozenset[str]:
    """The names of months and days in both languages, lower case."""
    return frozenset(name.text.lower() for name in names_of("month", "day") if not name.short)


def _names(study: Study) -> frozenset[str]:
    """The words that `study` writes with a capital more often than not, sentence openings left out."""
    capital: Counter[str] = Counter()
    for sentence in study.sentences:
        for match in list(_WORD.finditer(sentence.text))[1:]:
            capital[match.group().lower()] += 1 if match.group()[0].isupper() else -1
    return frozenset(word for word, surplus in capital.items() if surplus > 0)
