"""A question that asks several things, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from assistant.coverage import Vocabulary, is_generic
from assistant.question import country_names, parse, share_a_form, territories
from knowledge.colloquial import standardise
from knowledge.language import either, lexicon

MOST = 4  # parts; a text that seems to ask more is read as one question
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_AND = frozenset({"dan", "serta", "lalu", "terus", "kemudian", "sekaligus", "plus", "and", "then"})
# What may stand between "and" and the word that asks: "and since when", "dan juga untuk apa".
_FILLERS = frozenset(
    [
        "then",
        "also",
        "juga",
        "lalu",
        "kemudian",
        "terus",
        "sejak",
        "dari",
        "di",
        "ke",
        "pada",
        "untuk",
        "oleh",
        "dengan",
        "sampai",
        "by",
        "for",
        "with",
        "in",
        "to",
        "from",
        "of",
        "on",
        "at",
        "since",
        "until",
    ]
)
_TOGETHER = frozenset({"kerja", "bekerja", "yang"})  # "kerja sama" is cooperation, any other "sama" may be "and"
_PRONOUNS = frozenset({"it", "they", "he", "she", "this", "that", "these", "those", "there"})
_ARTICLES = frozenset({"the", "its", "their", "his", "para", "list", "tell", "me", "name"})
_NOUNS = 3  # words, at most, on either side of "and" that name what is asked for


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a question, spelled out, and where it stands."""

    said: str
    start: int
    end: int

    @property
    def asks(self) -> bool:
        """Whether it opens a question for something."""
        return self.said in either("interrogative")

    @property
    def silent(self) -> bool:
        """Whether it names nothing that could be asked for."""
        return any(self.said in either(field) for field in ("function", "asking", "auxiliary"))


def _words(text: str) -> list[_Word]:
    found = ((match, standardise(match.group())) for match in _WORD.finditer(text))
    return [_Word(said[0], match.start(), match.end()) for match, said in found if said]


def apart(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The questions that `text` asks, in order; later ones may lean on earlier ones. Itself, where it asks one thing."""
    found = (
        part
        for sentence in _sentences(text)
        for clause in _clauses(sentence)
        for noun in _nouns(clause, vocabulary)
        for part in _countries(noun, vocabulary)
    )
    parts = list(islice(found, MOST + 1))
    return tuple(parts) if 1 < len(parts) <= MOST else (text,)


# ------------------------------------------------------------------------------------------------ sentences and clauses


def _sentences(text: str) -> list[str]:
    """The sentences of `text` that ask, each with what leads up to it; one, where only one asks."""
    sentences: list[str] = []
    lead = ""
    for sentence in re.split(r"(?<=[^.\s][.?!;])\s+", text):
        lead = f"{lead} {sentence}".strip()
        if _asks(_words(sentence)) or sentence.endswith("?"):
            sentences.append(lead)
            lead = ""
    if not sentences:
        return [text]
    return [*sentences[:-1], f"{sentences[-1]} {lead}".strip()]


def _asks(words: Sequence[_Word]) -> bool:
    return any(word.asks for word in words) or bool(words and words[0].said in either("auxiliary") | either("listing"))


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a sentence that ask, apart at "and" and at commas: "Siapa mitranya | dan sejak kapan?"."""
    words = _words(text)
    for at in range(1, len(words)):
        left, conjoined = words[:at], _conjoins(words, at)
        right = words[at + conjoined :]  # none after an "and" that ends the question: "Who then?"
        if not conjoined and "," not in text[left[-1].end : right[0].start]:
            continue
        head = next((n for n, word in enumerate(right) if word.said not in _FILLERS), len(right))
        asks_again = conjoined and _lists(right[head:]) and any(not _is_opening(word) for word in left)
        if not _asks(left) or not (asks_again or _opens(right[head:], text, conjoined=conjoined)):
            continue
        first = text[: left[-1].end]
        if all(word.silent for word in left) and (left[-1].asks or left[-1].said == "saja"):  # "Kapan dan di mana itu terjadi?"
            first += text[right[head].end :]
        yield _closed(first)
        yield from _clauses(text[right[0].start :])
        return
    yield text


def _lists(words: Sequence[_Word]) -> bool:
    """Whether `words` tell the assistant to list or explain something: "... dan jelaskan tantangannya"."""
    return len(words) > 1 and words[0].said in either("listing")


def _conjoins(words: Sequence[_Word], at: int) -> bool:
    """Whether the word at `at`, which is not the first, is an "and"."""
    joins = words[at].said == "sama" and _asks(words[at + 1 : at + 2]) and words[at - 1].said not in _TOGETHER
    return joins or words[at].said in _AND


def _opens(words: Sequence[_Word], text: str, *, conjoined: bool) -> bool:
    """Whether `words` begin with a question; in Indonesian the word that asks may stand last: "dan tujuannya apa"."""
    if not words:
        return False
    if words[0].asks:
        return True
    if words[0].said in lexicon("en").auxiliary and len(words) > 1:
        return words[1].said in _PRONOUNS or text[words[1].start].isupper()
    clause = words[: next((n for n, word in enumerate(words) if word.said in _AND), len(words))]
    return conjoined and any(word.said in lexicon("id").interrogative for word in clause)


def _closed(text: str) -> str:
    text = text.strip().rstrip(",;")
    return text if text.endswith(("?", ".", "!")) else f"{text}?"


# ------------------------------------------------------------------------------------------------ nouns and names


def _nouns(text: str, vocabulary: Vocabulary) -> list[str]:
    """One question for each of two kinds of thing that are asked for at once: "Apa tantangan dan langkahnya?"."""
    words = _words(text)
    opening = next((n for n, word in enumerate(words) if not _is_opening(word)), len(words))
    at = next((n for n, word in enumerate(words) if word.said in {"dan", "and", "serta"}), 0)
    first, rest = words[opening:at], words[at + 1 :]
    while rest and rest[0].said in _ARTICLES:
        rest = rest[1:]
    second = rest[: next((n for n, word in enumerate(rest) if word.silent), len(rest))]
    if not (0 < len(first) <= _NOUNS and second) or words[0].said in either("auxiliary") or not _invites(words):
        return [text]
    kinds = [_kind(first, vocabulary), _kind(second[:1], vocabulary) or _kind(second[:_NOUNS], vocabulary)]
    if not all(kinds) or kinds[0] & kinds[1]:
        return [text]
    tail = text[second[-1].end :]
    before = text[: first[0].start]
    return [_closed(before + text[first[0].start : first[-1].end] + tail), _closed(before + text[second[0].start :])]


def _invites(words: Sequence[_Word]) -> bool:
    return _asks(words) or words[0].said in either("asking")  # "Tell me about ..."


def _is_opening(word: _Word) -> bool:
    return word.silent or word.said in _ARTICLES or word.said in either("listing")


def _kind(words: Sequence[_Word], vocabulary: Vocabulary) -> frozenset[str]:
    """The notes that tell the one kind of thing which `words` name, or that speak of it where they are a name."""
    said = [word.said for word in words if not is_generic(word.said)]
    named = [word for word in said if share_a_form(word, vocabulary.kinds)]
    notes = vocabulary.study.notes
    if said and all(word in vocabulary.proper - territories() for word in said):  # "AOIP dan Asta Gatra"
        return frozenset(n.id for n in notes if all(share_a_form(word, vocabulary.of_note(n)) for word in said))
    if len(named) != 1:
        return frozenset()
    return frozenset(note.id for note in notes if share_a_form(named[0], vocabulary.told(note)))


def _countries(text: str, vocabulary: Vocabulary) -> list[str]:
    """A yes/no question about countries that the study names and others that it does not, one question for each sort."""
    run = _several_countries().search(text)
    if run is None or parse(text).form != "yes-no":
        return [text]
    names = re.findall(_country(), run.group("names"), re.IGNORECASE)
    if any(vocabulary.background(name.lower()) for name in names):  # "Indonesia and Japan" are the two sides of one thing
        return [text]
    known = [n for n in names if all(share_a_form(word, vocabulary.known) for word in n.lower().split())]
    unknown = [n for n in names if n not in known]
    if not known or not unknown:
        return [text]
    word = run.group("and")
    return [text[: run.start()] + f" {word} ".join(group) + text[run.end() :] for group in (known, unknown)]


@cache
def _country() -> str:
    return rf"\b(?:{'|'.join(re.escape(name) for name in sorted(country_names(), key=len, reverse=True))})\b"


@cache
def _several_countries() -> re.Pattern[str]:
    name, word = _country(), r"(?P<and>dan|atau|serta|maupun|and|or|&)"
    return re.compile(rf"(?:\b(?:both|either|baik)\s+)?(?P<names>{name}(?:,\s*{name})*,?\s+{word}\s+{name})", re.IGNORECASE)
