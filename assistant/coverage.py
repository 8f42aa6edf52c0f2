"""How well the notes and sentences of a study cover the words of a question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from assistant.form import defines
from assistant.question import Question, parse, share_a_form, territories
from knowledge.colloquial import standardise
from knowledge.language import LANGUAGES, Lexicon, clean, either, forms, is_inflected, is_known, is_like, lexicon, words
from knowledge.records import Evidence, Language, Note, Passage, Study


@dataclass(frozen=True, slots=True)
class Candidate:
    """A note as an answer to a question."""

    note: Note
    sentences: tuple[Passage, ...]  # where it stands
    said: frozenset[str]  # forms of the words that it states
    vocabulary: frozenset[str]  # these and the forms of its other terms
    context: frozenset[str]  # forms of the words of its sentences and of every note anchored there


@dataclass(frozen=True, slots=True)
class Covered:
    """A candidate, weighed against a question."""

    candidate: Candidate
    score: float  # how well it answers, for ranking within one question
    own: float  # share of the question's weight that its own words cover, 0 to 1
    support: float  # the same with its context, 0 to 1
    missing: tuple[str, ...]  # content words that not even its context covers


class Vocabulary:
    """The words of a study with their weight, and its candidates."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._by_id = {note.id: note for note in study.notes}
        self._said = {note.id: _forms_of(words(" ".join(note.statement.values()))) for note in study.notes}
        self._notes = {note.id: _forms_of(_note_words(note)) for note in study.notes}
        self._sentences = {s.start: _forms_of(words(s.text)) for s in study.sentences}
        documents = list(self._notes.values()) or list(self._sentences.values())
        self._frequency = Counter(form for document in documents for form in document)
        self._documents = len(documents)
        self._context = self._contexts()
        answers = {note.id: _forms_of(standardise(" ".join(note.answers))) for note in study.notes}
        # An item answers what its list answers: "which challenge" may be one of "the challenges".
        self._told = {note.id: frozenset().union(*(answers[n.id] for n in (note, *self.lists(note)))) for note in study.notes}
        self.kinds = frozenset().union(*answers.values())
        self.written = frozenset(w for s in study.sentences for w in words(s.text)) | frozenset(
            w for note in study.notes for said in note.statement.values() for w in words(said)
        )
        self.known = frozenset().union(*self._notes.values(), *self._sentences.values())
        self._spellings = sorted(
            {w for s in study.sentences for w in words(s.text) if len(w) > 3}
            | {w for note in study.notes for w in _note_words(note) if len(w) > 3}
            | {w for name in ("function", "asking", "generic", "auxiliary") for w in either(name) if len(w) > 3}
            | {
                w
                for code in LANGUAGES
                for w in (lexicon(code).colloquial | lexicon(code).ordinals)
                if len(w) > 3 and w.isalpha()
            }
        )
        self.proper = _proper_nouns(study) | territories()

    def _contexts(self) -> dict[int, frozenset[str]]:
        found = {start: set(known) for start, known in self._sentences.items()}
        for note in self.study.notes:
            for sentence in self._homes(note):
                found[sentence.start] |= self._notes[note.id] | _forms_of(standardise(" ".join(note.denies)))
        return {start: frozenset(known) for start, known in found.items()}

    def _homes(self, note: Note) -> tuple[Passage, ...]:
        found = {s.start: s for quote in note.quotes for s in self.study.sentences_of(quote)}
        return tuple(found[start] for start in sorted(found))

    def weight(self, word: str) -> float:
        """How telling `word` is: 0 for a word that is everywhere, 1 for one that is nowhere."""
        seen = max((self._frequency[form] for form in forms(word)), default=0)
        return math.log((self._documents + 1) / (seen + 1)) / math.log(self._documents + 1)

    def _worth(self, word: str) -> float:
        """What covering `word` counts for: an inflected word that no dictionary holds is taken for a rare verb."""
        unknown = is_inflected(word) and not is_known(word) and not share_a_form(word, self.known)
        return 0.7 if unknown else max(self.weight(word), 0.05)

    def background(self, word: str) -> bool:
        """Whether the study uses `word` so widely that it points nowhere in particular."""
        return self.weight(word) < 0.3

    def question(self, text: str, language: Language | None = None) -> Question:
        """`text` taken apart, slips of the finger mended towards the words of this study."""
        text = clean(text)
        return parse(text, {w: self.correct(w) for w in standardise(text)}, language)

    @lru_cache(maxsize=10_000)  # noqa: B019  (lives as long as the assistant)
    def correct(self, word: str) -> str:
        """The word of this study, or of grammar, that the unknown `word` is a slip of, else `word` itself."""
        if len(word) < 3 or not word.isalpha() or word in _lexical_words() or word in territories() or word in self.written:
            return word
        single = re.sub(r"(.)\1+", r"\1", word)  # aapa, bangettt
        if single != word and (single in _lexical_words() or share_a_form(single, self.known)):
            return single
        if share_a_form(word, self.known):
            return word
        found = self._nearest(word, self._spellings if len(word) > 3 else _short_words())
        for prefix in _PREFIXES if found is None else ():
            if word.startswith(prefix) and len(word) - len(prefix) > 3 and not is_known(word):
                found = found or self._nearest(word.removeprefix(prefix), self._spellings)
        return " ".join(standardise(found)) if found else word

    def _nearest(self, word: str, spellings: Sequence[str]) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 8 else 2 if len(word) < 11 else 3
        near = process.extract(word, spellings, scorer=OSA.distance, score_cutoff=allowed, limit=10)
        if not near:
            return None
        # Of equally near words, one with the same letters in another order is likeliest, then one of the study's own.
        best, distance, _ = min(
            near, key=lambda found: (found[1], sorted(found[0]) != sorted(word), found[0] not in self.written)
        )
        swapped = distance == 1 and sorted(best) == sorted(word)
        return best if swapped or not is_known(word) else None

    def of_note(self, note: Note) -> frozenset[str]:
        """The forms of the words of `note`: statements, terms, what it answers."""
        return self._notes[note.id]

    def candidates(self, evidence: Sequence[Evidence]) -> list[tuple[Candidate, float]]:
        """The notes in `evidence`, each with its retrieval score."""
        return [(self._of_note(hit.note), hit.score) for hit in evidence if hit.note]

    def _of_note(self, note: Note) -> Candidate:
        homes = self._homes(note)
        context = frozenset().union(*(self._context[s.start] for s in homes))
        return Candidate(note, homes, self._said[note.id], self._notes[note.id] | self._told[note.id], context)

    def told(self, note: Note) -> frozenset[str]:
        """The forms of the words for what `note` tells, or a list that holds it."""
        return self._told[note.id]

    def note(self, id_: str) -> Note:
        """The note with this id."""
        return self._by_id[id_]

    def lists(self, note: Note) -> list[Note]:
        """The notes that list items, from `note` or the list that holds it up to the widest one."""
        found = [note] if note.items else []
        while parents := [n for n in self.study.notes if (found[-1] if found else note).id in n.items]:
            found.append(parents[0])
        return found

    def anchored(self, candidate: Candidate) -> tuple[Note, ...]:
        """Every note that quotes one of the candidate's sentences, its own note first."""
        homes = [s.span for s in candidate.sentences]
        near = [n for n in self.study.notes if any(quote.overlaps(home) for quote in n.quotes for home in homes)]
        return tuple(sorted(near, key=lambda note: note is not candidate.note))

    def cover(self, question: Question, evidence: Sequence[Evidence]) -> list[Covered]:
        """Every candidate in `evidence` weighed against `question`, best first."""
        weights = {w: self._worth(w) for w in question.content}
        loose = {w for w in weights if is_generic(w)}
        must = {w: weight for w, weight in weights.items() if w not in loose}
        weights |= {w: _GENERIC * weights[w] for w in loose}
        carried = {w: self.weight(w) for w in question.context}
        kinds = [w for w in (*question.asked, *question.sought) if share_a_form(w, self.kinds)]
        named = [w for w in must if w in self.proper and not self.background(w)]
        found = []
        for candidate, retrieved in self.candidates(evidence):
            own = _share(must, candidate) if must else 1.0
            missing = tuple(w for w in must if not share_a_form(w, candidate.context) and not self.background(w))
            support = 1 - sum(must[w] for w in missing) / (sum(must.values()) or 1.0)
            score = _share(weights, candidate) + 0.5 * support + 0.5 * retrieved + 0.8 * _share(carried, candidate)
            if any(share_a_form(w, self._told[candidate.note.id]) for w in kinds):
                score += _KIND
            if defines(question.tokens) and must and all(share_a_form(w, candidate.said) for w in must):
                score += _KIND * share_a_form("definition", self._told[candidate.note.id])
            score -= _LENGTH * len(candidate.said)
            if question.form == "yes-no" and named and all(share_a_form(w, candidate.said) for w in named):
                score += _NAMED
            found.append(Covered(candidate, score, own, support, missing))
        return sorted(found, key=lambda c: -c.score)


def is_generic(word: str) -> bool:
    """Whether `word` names nothing in particular, or is a verb of saying or asking in some inflection."""
    bare = word.removesuffix("nya")
    return word in either("generic") or bare in either("generic") or is_like(word, "asking")


_PREFIXES = ("ber", "me", "di", "ter", "pe", "ke", "se", "nge", "ng")
# What a word is worth that only the terms of a note hold, and a generic word; set by hand, like the three below.
_TERM = 0.75
_GENERIC = 0.3
# What each further word form of a statement costs: of two that answer alike, the shorter.
_LENGTH = 0.0002
# What it is worth to tell the kind of thing that is asked for.
_KIND = 0.35
# What it is worth to state every name in the question, rather than to have some in the terms.
_NAMED = 0.3


def _share(weights: dict[str, float], candidate: Candidate) -> float:
    """The share of the weights that the candidate's own words cover, 0 to 1; 0 without any."""
    held = 0.0
    for word, weight in weights.items():
        if share_a_form(word, candidate.said):
            held += weight
        elif share_a_form(word, candidate.vocabulary):
            held += _TERM * weight
    return held / (sum(weights.values()) or 1.0)


@lru_cache(maxsize=1)
def _short_words() -> list[str]:
    """Function words that a word of three letters may be a slip of ("sma" for "sama")."""
    return sorted(w for w in either("function") | either("asking") if len(w) == 4)


@lru_cache(maxsize=1)
def _lexical_words() -> frozenset[str]:
    others = {"alike", "numbers", "ordinals", "colloquial", "acts", "cause", "dating", "era"}  # their words may be slips
    classes = [f.name for f in fields(Lexicon) if f.name not in others]
    return frozenset().union(*(either(name) for name in classes))


def _note_words(note: Note) -> list[str]:
    return words(" ".join([*note.statement.values(), *note.terms, *note.answers]))


def _forms_of(found: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in found for form in forms(word))


def _proper_nouns(study: Study) -> frozenset[str]:
    """Words that the study writes with a capital inside a sentence."""
    return frozenset(
        w
        for s in study.sentences
        for written in s.text.split()[1:]
        if written.strip("(\"'")[:1].isupper()
        for w in words(written)
    )
