"""What a question asks: its form, the thing asked for, and the words that an answer must cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from knowledge.language import LANGUAGES, clean, detect, either, forms, lexicon, standardise, words
from knowledge.records import Language

Form = Literal["what", "list", "count", "yes-no", "who", "when", "where", "why", "how"]

_OPENERS: tuple[Literal["when", "where", "why", "how", "who", "count"], ...] = ("when", "where", "why", "how", "who", "count")
_WHICH = frozenset({"mana", "apa", "which", "what", "berapa"})
_POINTERS = frozenset({"that", "it", "this", "itu", "ini", "tersebut"})
_FEW = 3  # telling words below which a sentence that points back needs the one before it
_CLASSIFIERS = frozenset({"kind", "kinds", "type", "types", "sort", "sorts", "jenis", "macam", "tipe"})
# Questions for a date, a duration or a measure.
_MEASURES = frozenset(
    {("tahun", "berapa"), ("tanggal", "berapa"), ("what", "year"), ("which", "year"), ("what", "date")}
    | {("berapa", unit) for unit in ("lama", "kali", "persen", "tahun", "sering", "besar", "luas", "jauh", "tinggi")}
    | {("how", measure) for measure in ("long", "often", "old", "far", "big", "large", "soon", "tall", "high")}
)
_NO_COUNTRY = frozenset({"001", "ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"})
_POLITE = frozenset(
    {(a, b) for a in ("can", "could", "would", "will", "bisakah", "bisa", "dapatkah") for b in ("you", "anda", "kamu")}
)
_LISTING = frozenset(
    {
        "sebutkan",
        "daftar",
        "list",
        "enumerate",
        "rinci",
        "rincikan",
        "uraikan",
        "jabarkan",
        "jelaskan",
        "ringkas",
        "ringkaskan",
        "rangkum",
        "summarise",
        "summarize",
        "explain",
        "describe",
        "outline",
    }
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
def _territory_names() -> frozenset[str]:
    from babel import Locale

    # Two-letter codes are countries, numbers are continents but for 001, the world.
    listed = [item for code in LANGUAGES for item in Locale(code).territories.items()]
    return frozenset(name.lower() for code, name in listed if code not in _NO_COUNTRY)


@cache
def territories() -> frozenset[str]:
    """The one-word names of the world's countries in both languages, lower case (Unicode CLDR, by Babel)."""
    return frozenset(name for name in _territory_names() if name.isalpha())


def _countries(text: str) -> tuple[str, ...]:
    held = f" {' '.join(words(text))} "
    return tuple(sorted(name for name in _territory_names() if " " in name and f" {name} " in held))


def parse(text: str, spell: dict[str, str] | None = None, language: Language | None = None) -> Question:
    """Take `text` apart; `spell` maps misspelt words to the words that are meant.

    `language` overrides what the text looks like, for questions too short to tell.
    """
    text = clean(text)
    spoken = language or detect(text) or "id"
    tokens = [part for word in standardise(text) for part in (spell or {}).get(word, word).split()]
    clauses = _clauses(_main_part(text), spell or {})
    main = [word for clause in clauses for word in clause]
    asked = next((found for clause in clauses if (found := _asked(clause))), ())
    ordinal, count = _numbers(main)
    # A number word is a premise or an ordinal, never content; digits stay, because a year must be in the study.
    numerals = frozenset(either_numbers()) if (ordinal or count) and "name" not in tokens else frozenset()
    silent = either("function") | either("asking") | either("auxiliary") | either("negation") | either("only") | numerals
    form = _form(main, text)
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
        sought=next((found for clause in clauses if (found := _sought(clause))), ()),
        names=frozenset(content) & _names(text),
        countries=_countries(text),
        ordinal=ordinal,
        count=count,
        negated=any(_negated(clause) for clause in clauses),
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
    asking = _WHICH.union(*(either(form) for form in _OPENERS), _LISTING)
    chosen = [(p, said) for p, said in parts if set(said) & asking or set(said[:1]) & either("auxiliary") or p.endswith("?")]
    said = [word for _, tokens in chosen for word in tokens]
    telling = [w for w in said if not any(w in either(field) for field in ("function", "asking", "naming", "generic"))]
    if not telling or (chosen[0][0] != parts[0][0] and len(telling) <= _FEW and set(said) & _POINTERS):
        return text
    return " ".join(p for p, _ in chosen)


def either_numbers() -> dict[str, int]:
    """Cardinal and ordinal words of both languages with their values."""
    return {word: n for code in LANGUAGES for word, n in (lexicon(code).numbers | lexicon(code).ordinals).items()}


def _form(tokens: list[str], text: str) -> Form:
    held, pairs = set(tokens), set(pairwise(tokens))
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    if _MEASURES & pairs:
        return "when"
    if {("di", "mana"), ("ke", "mana"), ("dari", "mana")} & pairs and not any(a == "mana" and b == "saja" for a, b in pairs):
        return "where"
    if {("untuk", "apa"), ("agar", "apa"), ("what", "for")} & pairs or any(a == "untuk" and c == "apa" for a, _, c in triples):
        return "why"
    if {("how", "many"), ("how", "much"), ("number", "of")} & pairs:
        return "count"
    for token in tokens:
        for form in _OPENERS:
            if token in either(form) and not (form == "count" and token == "many"):
                return form
        if token in _WHICH:
            break
    if tokens and (tokens[0] in either("auxiliary") or _closes_with_a_tag(tokens)):
        return "yes-no"
    if held & _LISTING or {("apa", "saja"), ("siapa", "saja"), ("mana", "saja"), ("what", "are"), ("which", "are")} & pairs:
        return "list"
    for form in _OPENERS:
        if form != "count" and held & either(form) and form != "when":
            return form
    if "berapa" in held:
        return "count"
    bare = sum(t not in either("function") and t not in either("asking") for t in tokens) < _FEW
    return "yes-no" if text.endswith("?") and not held & _WHICH and not bare else "what"


def _closes_with_a_tag(tokens: list[str]) -> bool:
    """Whether a statement asks to be confirmed: "... gak sih?", "... kan?", "... apa gimana?"."""
    if tokens[-2:] in (["atau", "tidak"], ["or", "not"]):
        return True
    rest = [t for t in tokens if t not in either("asking") or t in either("tags")]
    return bool(rest) and rest[-1] in either("tags") and not set(tokens) & _WHICH


def _negated(tokens: list[str]) -> bool:
    """Whether the question denies something, other than by a closing tag ("masuk gak sih?")."""
    skipped = either("asking") | either("tags")
    if tokens[-2:] == ["or", "not"]:
        tokens = tokens[:-2]
    while tokens and tokens[-1] in skipped:
        tokens = tokens[:-1]
    return bool(set(tokens) & either("negation") or {("more", "than"), ("lebih", "dari")} & set(pairwise(tokens)))


def _numbers(tokens: list[str]) -> tuple[int | None, int | None]:
    """The ordinal that the question picks and the count that it presupposes."""
    ordinals = {w: n for code in LANGUAGES for w, n in lexicon(code).ordinals.items()}
    cardinals = {w: n for code in LANGUAGES for w, n in lexicon(code).numbers.items()}
    ordinal = count = None
    for before, word, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        number = cardinals.get(word) or (int(word) if word.isdigit() and len(word) < 3 else None)
        if word in ordinals and after != "name":
            # "langkah ketiga" is the third step, "dari ketiga langkah" speaks of three steps.
            collective = (
                word in lexicon("id").ordinals
                and before in {"", "dari", "antara", "di"}
                and after not in {"", "apa", "itu", "yang"}
            )
            count, ordinal = (ordinals[word], ordinal) if collective else (count, ordinal or ordinals[word])
        elif number and before in {"step", "langkah", "nomor", "number", "poin", "point", "ke"}:
            ordinal = ordinal or number
        elif number and number > 1:
            count = count or number
    return ordinal, count


_VERB = ("me", "ber", "di", "ter")


def _asked(tokens: list[str]) -> tuple[str, ...]:
    """The words beside "which", "what", "mana", "apa", "berapa", "how many": what the answer must name."""
    silent = either("function") | either("asking") | either("auxiliary")
    for at, token in enumerate(tokens):
        before, after = tokens[:at], tokens[at + 1 :]
        if token in {"which", "what"} or (token == "many" and before[-1:] == ["how"]):
            if after[:1] and after[0] in _CLASSIFIERS:  # "what kind of framework"
                after = after[2:]
            partitive = after[:1] == ["of"]
            after = [t for t in after if t != "of" and t != "the"] if partitive else after
            after = [t for t in after if t not in either_numbers()]
            run = _run(after, silent)
            follows = [t for t in after[len(run) :] if t not in either("asking")][:1]
            if run and (partitive or token == "many" or (follows and follows[0] in either("auxiliary")) or run[0] == run[-1]):
                return tuple(run[:1] if partitive else run[::-1])
            if run and token == "which" and run[0] not in either("generic"):
                return tuple(run[:2][::-1])
        elif token in {"apa", "mana", "berapa"}:
            if token == "berapa" and (run := _run(after, silent)):
                return tuple(run)
            run = _run(before[::-1], silent)[::-1]
            while run and run[-1] in _CLASSIFIERS:  # "teknologi jenis apa"
                run = run[:-1]
            if run and not _relative(before) and (token == "mana" or not _is_predicate(run[-1])):
                return tuple(run)
    return ()


def _relative(before: list[str]) -> bool:
    """Whether "apa" or "mana" after `before` closes a relative clause: "langkah yang diusulkan apa"."""
    last = before[-1] if before else ""
    return "yang" in before and (last == "yang" or last in either("asking") or last.startswith("di"))


def _sought(tokens: list[str]) -> tuple[str, ...]:
    """The noun that the answer must speak of: after an opening "apa", "what is the", "list the", else the first."""
    silent = either("function") | either("asking") | either("auxiliary")
    if (tokens[:1] and tokens[0] in _LISTING and tokens[0] in lexicon("en").asking) or (
        tokens[:1] == ["what"] and tokens[1:2] and tokens[1] in {"is", "are", "was", "were"}
    ):
        opening = 2 if tokens[0] == "what" else 1
        return tuple(_run([t for t in tokens[opening:] if t not in {"the", "its", "their", "his"}], silent)[-1:])
    if tokens[:1] and tokens[0] in _LISTING:
        return tuple(_run(tokens[1:], silent)[:1])
    if tokens[:1] == ["apa"]:
        return tuple(_run(tokens[2:] if tokens[1:2] == ["saja"] else tokens[1:], silent)[:1])
    for at, token in enumerate(tokens):
        if token in {"apa", "mana"} and at:
            head = tokens[: tokens.index("yang")] if _relative(tokens[:at]) else tokens[:at]
            return tuple(t for t in head if t not in silent and t not in either_numbers())[:1]
    return ()


def _is_predicate(word: str) -> bool:
    """Whether "apa" after `word` is its object or complement ("mendukung apa", "tujuannya apa"), not "which"."""
    return word.startswith(_VERB) or word.endswith("nya") or word in either("generic")


def _run(tokens: list[str], stop: frozenset[str]) -> list[str]:
    """The content words at the head of `tokens`, number words passed over."""
    run: list[str] = []
    for token in tokens:
        if token in either_numbers():
            continue
        if token in stop:
            break
        run.append(token)
    return run


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
