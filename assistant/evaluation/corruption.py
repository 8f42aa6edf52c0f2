"""Sentences with one fact altered, seeded: what the gate must refuse.

The replacements are written down apart from the word lists that the gate reads, so that a measurement does not only
measure whether a table agrees with itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

from knowledge.records import Language

Corruption = Literal["number", "name", "negation", "hedge", "added", "swap", "cause"]
CORRUPTIONS: tuple[Corruption, ...] = get_args(Corruption)

_NUMBERS: dict[Language, tuple[str, ...]] = {
    "id": ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}
_ORDINALS: dict[Language, tuple[str, ...]] = {
    "id": ("pertama", "kedua", "ketiga", "keempat", "kelima"),
    "en": ("first", "second", "third", "fourth", "fifth"),
}
_NAMES: dict[Language, tuple[str, ...]] = {  # the same in the same order
    "id": ("Indonesia", "Australia", "Jepang", "India", "Prancis", "Jerman", "Kanada", "Brasil", "Mesir", "ASEAN", "NATO"),
    "en": ("Indonesia", "Australia", "Japan", "India", "France", "Germany", "Canada", "Brazil", "Egypt", "ASEAN", "NATO"),
}
_ITEMS: dict[Language, tuple[str, ...]] = {
    "id": ("keamanan siber", "pariwisata", "riset kelautan", "intelijen", "perdagangan"),
    "en": ("cyber security", "tourism", "marine research", "intelligence", "trade"),
}
# What is put in the place of a hedge: stronger words, or nothing.
_HEDGES: dict[Language, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "id": (
        (r"\bdapat ", ("akan ", "harus ", "pasti ", "")),
        (r"\bdinilai ", ("terbukti ", "")),
        (r", antara lain ", (", yaitu ", " adalah ")),
        (r"\bmungkin ", ("pasti ", "")),
    ),
    "en": (
        (r"\bcan ", ("will ", "must ")),
        (r"\bis judged to correlate\b", ("is proven to correlate", "correlates")),
        (r", among others ", (", namely ", ": ")),
        (r"\bmay ", ("will ", "must ")),
    ),
}
_VERB: dict[Language, str] = {
    "id": r"\b(?:menjalin|memperkuat|memiliki|menyoroti|mengemukakan|dijalankan|menjadi|adalah|menegaskan|menyebut|sejalan)\b",
    "en": r"\b(?:is|are|has|have|can|highlights|stresses|calls|puts forward)\b",
}
_NEGATED = {
    "can": "cannot",
    "has": "has no",
    "have": "have no",
    "highlights": "does not highlight",
    "stresses": "does not stress",
    "calls": "does not call",
    "puts forward": "does not put forward",
}
_NEGATIONS: dict[Language, str] = {
    "id": r"\b(?:tidak sekadar|tidak|bukan|tanpa) ",
    "en": r"\b(?:not merely|not|without(?= being)) ",
}
_CONNECTIVE: dict[Language, str] = {
    "id": r" (?:untuk mendukung|agar memiliki|melalui|karena|sehingga) ",
    "en": r" (?:to support|so that it has|through|because|so that) ",
}


@dataclass(frozen=True, slots=True)
class Altered:
    """A sentence in which one fact was altered."""

    text: str
    corruption: Corruption


def corrupted(sentence: str, language: Language, how: Corruption, seed: int, quotes: Sequence[str] = ()) -> Altered | None:
    """`sentence` with one fact altered, or `None` where it has nothing of the kind; the same input gives the same output.

    No name is put in that stands in `quotes`, the proof of the sentence, because it may be true of that one, too; and no
    hedge is taken away that is not theirs.
    """
    random = Random(f"{seed}:{how}:{sentence}")
    text = _ALTERING[how](sentence, language, random)
    if not text or text == sentence:
        return None
    if how == "name" and (_named([text]) - _named([sentence])) & _named(quotes):
        return None
    if how == "hedge" and language == "id" and quotes and not _hedged(sentence, quotes):
        return None
    return Altered(text, how)


def _named(texts: Sequence[str]) -> set[int]:
    """The numbers of the names in `texts`, in either language."""
    return {n for names in _NAMES.values() for n, name in enumerate(names) if any(name in text for text in texts)}


def _hedged(sentence: str, quotes: Sequence[str]) -> bool:
    """Whether an Indonesian quote hedges the word that `sentence` hedges."""
    own = [match.group() for pattern, _ in _HEDGES["id"] for match in re.finditer(pattern + r"\w+", sentence)]
    return any(hedge in quote for hedge in own for quote in quotes)


def _another(options: Sequence[str], random: Random, *, than: str, within: str = "") -> str:
    return random.choice([option for option in options if option.lower() != than.lower() and option not in within])


def _written_like(word: str, model: str) -> str:
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _replaced(pattern: str, text: str, random: Random, change: Callable[[str], str]) -> str | None:
    """`text` with one of the places that `pattern` finds, drawn, changed."""
    places = list(re.finditer(pattern, text, re.IGNORECASE))
    if not places:
        return None
    place = random.choice(places)
    return text[: place.start()] + change(place.group()) + text[place.end() :]


def _number(text: str, language: Language, random: Random) -> str | None:
    def change(found: str) -> str:
        """Another number, of the same sort and written alike."""
        if found[0].isdigit():
            return str(int(found) + random.choice((1, 2, 10)))
        listed = _ORDINALS[language] if found.lower() in _ORDINALS[language] else _NUMBERS[language]
        return _written_like(_another(listed, random, than=found), found)

    words = "|".join((*_NUMBERS[language], *_ORDINALS[language]))
    return _replaced(rf"(?<![\d.,])\d+(?![\d.,]*\d)|\b(?:{words})\b", text, random, change)


def _name(text: str, language: Language, random: Random) -> str | None:
    known = "|".join((*_NAMES[language], "Destianto", "AOIP"))
    return _replaced(
        rf"\b(?:{known})\b", text, random, lambda found: _another(_NAMES[language], random, than=found, within=text)
    )


def _negation(text: str, language: Language, random: Random) -> str | None:
    if re.search(_NEGATIONS[language], text):
        return _replaced(_NEGATIONS[language], text, random, lambda _: "")
    if language == "id":
        return _replaced(_VERB["id"], text, random, lambda found: ("bukan " if found == "adalah" else "tidak ") + found)
    return _replaced(_VERB["en"], text, random, lambda found: _NEGATED.get(found, f"{found} not"))


def _hedge(text: str, language: Language, random: Random) -> str | None:
    held = [(pattern, stronger) for pattern, stronger in _HEDGES[language] if re.search(pattern, text)]
    if not held:
        return None
    pattern, stronger = random.choice(held)
    return _replaced(pattern, text, random, lambda _: random.choice(stronger))


def _added(text: str, language: Language, random: Random) -> str | None:
    joins = r",? (?:dan|serta) (?=\w)" if language == "id" else r",? and (?=\w)"
    return _replaced(joins, text, random, lambda found: f", {random.choice(_ITEMS[language])},{found.removeprefix(',')}")


# What stands to each other as partners do may change places.
_MUTUAL = re.compile(r"mitra|kerja sama|partner|cooperat|korelasi|correlat", re.IGNORECASE)


def _swap(text: str, language: Language, random: Random) -> str | None:
    named = list(re.finditer(rf"\b(?:{'|'.join((*_NAMES[language], 'Destianto', 'AOIP'))})\b", text))
    apart = [(a, b) for a in named for b in named if a.start() < b.start() and a.group() != b.group()]
    apart = [(a, b) for a, b in apart if re.search(r"[^\W\d_]{5,}", text[a.end() : b.start()])]
    if not apart or _MUTUAL.search(text):
        return None
    a, b = random.choice(apart)
    return text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]


def _cause(text: str, language: Language, random: Random) -> str | None:
    """The two sides of a connective of cause, purpose or means, changed over."""
    found = list(re.finditer(_CONNECTIVE[language], text))
    if len(found) != 1 or "," in text:
        return None
    first, then = text[: found[0].start()], text[found[0].end() :].removesuffix(".")
    return f"{then[:1].upper()}{then[1:]}{found[0].group()}{first[:1].lower()}{first[1:]}."


_ALTERING: dict[Corruption, Callable[[str, Language, Random], str | None]] = {
    "number": _number,
    "name": _name,
    "negation": _negation,
    "hedge": _hedge,
    "added": _added,
    "swap": _swap,
    "cause": _cause,
}
