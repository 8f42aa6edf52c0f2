"""Questions as readers type them in chats, written out with care; the spellings stand in lexicon.yaml."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language import LANGUAGES, WORD, either, lexicon, words

_JOINS = tuple("-&/")


def standardise(text: str) -> list[str]:
    """The words of `text` with colloquial spellings and phrases written out (yg, gmn, kerjasama, "apa enggak")."""
    found = [(part, _may_be_colloquial(match)) for match in WORD.finditer(text) for part in _parts(match.group())]
    spelled: list[str] = []
    at = 0
    while at < len(found):
        word, colloquial = found[at]
        pair = " ".join(part for part, _ in found[at : at + 2])
        taken = 2 if pair in _spellings() and at + 1 < len(found) else 1
        spelt = _spellings()[pair] if taken == 2 else _spellings().get(word, word) if colloquial else word
        spelled += spelt.lower().split()
        at += taken
    return spelled


def _parts(word: str) -> list[str]:
    """A word as `words` has it, "negara2" as "negara", "don't" in two."""
    single = "".join(words(word))
    return re.sub(r"n't$", " not", re.sub(r"(?<=[a-z]{3})2(?=$|nya$)", "", single)).split()


def written_out(question: str) -> str:
    """`question` as it is written with care, which is how embedding models know questions.

    Colloquial spellings of one word are written out, particles at the end left out, and a question begins with a
    capital and ends with a question mark; spaces, names and abbreviations stay as they are.
    """
    spelt = WORD.sub(_spelt_out, question).rstrip()
    kept = list(WORD.finditer(spelt))
    while len(kept) > 2 and kept[-1].group() in either("particles") and spelt[kept[-1].end() :].strip(" ?!.,") == "":
        kept.pop()
        spelt = spelt[: kept[-1].end()]
    asks = any(match.group().lower() in either("asking") for match in kept)
    return spelt[:1].upper() + spelt[1:] + ("?" if asks and spelt[-1:].isalnum() else "")


def _spelt_out(match: re.Match[str]) -> str:
    """A colloquial word written out; any other as it is."""
    word = match.group()
    return _spellings().get(word.lower(), word) if _may_be_colloquial(match) else word


def _may_be_colloquial(match: re.Match[str]) -> bool:
    """Whether a word is no part of an abbreviation, a compound or a name: G-20, Indo-Pasifik, U.S., KL, Dr. Ismail."""
    text, word = match.string, match.group()
    before, after = text[: match.start()][-1:], text[match.end() : match.end() + 3]
    if before in (*_JOINS, ".") or after[:1] in _JOINS or (after[:1] == "." and after[1:].strip()):
        return False
    return word.islower() or (not match.start() and word[1:].islower()) or (" " in text and text[:100].isupper())


@cache
def _spellings() -> dict[str, str]:
    return {spelling: meant for language in reversed(LANGUAGES) for spelling, meant in lexicon(language).colloquial.items()}
