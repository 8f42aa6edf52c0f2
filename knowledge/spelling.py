"""Which word of a text a misspelt word was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from knowledge.language import detect, dictionary, either, is_known, stem, substitute
from knowledge.records import Language

_SHORTEST = 4  # letters; a shorter word is within one edit of too many others


class Spelling:
    """The words of one text, and the slips of the finger that lead to them; safe to share between threads."""

    def __init__(self, counts: Mapping[str, int], language: Language) -> None:
        """`counts` says how many passages of a text in `language` hold each lower-case word."""
        self._counts = counts
        self._language = language
        self._stems = frozenset(stem(word, language) for word in counts)
        self._grammar = either("function") | either("asking")
        self.correct = lru_cache(maxsize=20_000)(self._correct)
        self._spellings = cache(self._spellings_in)

    def mend(self, text: str) -> str:
        """`text` with every misspelt word as the study spells it, and all else as it is.

        In a question in another language than the study's, a word may also be one of that language's dictionary.
        """
        language = detect(text, self._language) or self._language
        return substitute(text, lambda word: self.correct(word, language))

    def _correct(self, word: str, language: Language) -> str:
        """What the lower-case `word` was meant to be; `word` itself if the text or a dictionary has it, or nothing is near."""
        if len(word) < _SHORTEST or not word.isalpha() or self._holds(word):
            return word
        edits = 1 if len(word) < 8 else 2
        spellings = self._spellings(language)
        # Readers seldom miss the first letter, so the words that share it are looked through before all others.
        near = _near(word, spellings.get(word[0], ()), edits)
        near = near or _near(word, [w for first, held in spellings.items() if first != word[0] for w in held], edits)
        return min(near, key=lambda found: (near[found], *self._rank(found)), default=word)

    def _rank(self, word: str) -> tuple[bool, int, str]:
        """Of words that are equally near, those of grammar come first, then those that most passages hold."""
        return word not in self._grammar, -self._counts.get(word, 0), word

    def _holds(self, word: str) -> bool:
        known = word in self._counts or word in self._grammar or is_known(word)
        return known or stem(word, self._language) in self._stems

    def _spellings_in(self, language: Language) -> dict[str, list[str]]:
        """By their first letter, the words that a misspelt word of a question in `language` may be."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in {*self._counts, *self._grammar, *(() if language == self._language else dictionary(language))}:
            found[word[0]].append(word)
        return found


def _near(word: str, spellings: Sequence[str], edits: int) -> dict[str, int]:
    """The `spellings` within `edits` of `word`, with their distance; two letters swapped count as one edit."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    alike = [other for other in spellings if abs(len(other) - len(word)) <= edits]
    found = process.extract(word, alike, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return {other: int(distance) for other, distance, _ in found}
