"""What a turn says about the conversation itself: a courtesy, "tell me more", "in English please", "another topic"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from assistant.answers import Courtesy
from knowledge.colloquial import standardise
from knowledge.language import LANGUAGES, clean, detect, lexicon
from knowledge.records import Language

Act = Literal["translate", "source", "more", "other", "sayer"] | Courtesy

COURTESIES: frozenset[str] = frozenset(get_args(Courtesy))
AGAIN = frozenset({"translate", "source"})  # acts that want the last answer once more
# Of several things done in one turn, the first of these is what it is about.
_ORDER: tuple[Act, ...] = ("source", "more", "other", "sayer", "translate", *get_args(Courtesy))
MAX_QUESTION = 2000  # characters; what is longer is no question
_NAMED: dict[str, Language] = {"indonesian": "id", "english": "en"}
_PIECE = re.compile(r"[^,.!?;:–—]+[,.!?;:–—]*\s*|[,.!?;:–—]+\s*")
_FEW = "{0,6}"  # phrases beside another in a pattern; bounded, so that no text takes long
# The elements that people paste or type, and attributes only with a value: "a <b and c> d" is no markup.
_ELEMENTS = (
    "a|b|big|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|input|li|mark|ol|p|pre|s|script|small|span|strong|style|sub|sup|"
    "svg|table|td|th|tr|u|ul"
)
_ATTRIBUTE = r"""\s+[a-z-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)"""
_PARAGRAPHS = re.compile(r"\n\s*\n")
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a reader typed: what is left to ask, and what else it does."""

    text: str  # without markup, and without courtesies and wishes that stand beside a question
    act: Act | None = None  # what it does instead of asking
    language: Language | None = None  # that it is in, where `text` does not tell
    wish: Language | None = None  # the language that it wants the answer in
    fresh: bool = False  # whether it turns to another topic
    beyond: bool = False  # whether it asks for more than was said: "Tell me more about AOIP"


def legible(text: str) -> str:
    """`text` as a reader sees it: composed, without control characters and tags of markup; paragraphs become sentences."""
    paragraphs = [clean(paragraph) for paragraph in _PARAGRAPHS.split(_MARKUP.sub(" ", text))]
    kept = [paragraph for paragraph in paragraphs if paragraph]
    return " ".join([*(_ended(paragraph) for paragraph in kept[:-1]), *kept[-1:]])


def _ended(paragraph: str) -> str:
    return paragraph if paragraph[-1] in ".,!?;:" else f"{paragraph}."


def hear(text: str) -> Utterance:
    """Tell what `text` asks from what it says about the conversation."""
    whole = legible(text)[: MAX_QUESTION + 1]
    if acts := _acts(whole):
        return Utterance(whole, _first(acts), _spoken(whole), _wish(acts))
    asked, wish = _without_wish(whole)
    asked, fresh = _without_preamble(asked)
    asked = _without_farewell(asked)
    if wish and (acts := _acts(asked) - COURTESIES):  # "Tell me more, in English"
        return Utterance(whole, _first(acts), None, wish)
    if more := _more_about().match(asked):
        return Utterance(asked[more.end() :], None, detect(asked), wish, fresh, beyond=True)
    return Utterance(asked, wish=wish, fresh=fresh)


def _first(acts: frozenset[str]) -> Act:
    return next((act for act in _ORDER if act in acts), "translate")


def _wish(acts: Iterable[str]) -> Language | None:
    return next((_NAMED[act] for act in _NAMED if act in acts), None)


def _acts(text: str, languages: tuple[Language, ...] = LANGUAGES) -> frozenset[str]:
    """Everything that `text` does, if its phrases leave no word over; nothing otherwise."""
    tokens, done, at = standardise(text), list[frozenset[str]](), 0
    while at < len(tokens):
        found = next((n for n in range(min(_longest(), len(tokens) - at), 0, -1) if _doing(tokens[at : at + n], languages)), 0)
        if not found:
            return frozenset()
        done.append(_doing(tokens[at : at + found], languages))
        at += found
    met = frozenset().union(*done)
    if met & _NAMED.keys():  # "explain it in English" explains nothing further
        met = frozenset().union(*(acts for acts in done if "leads" not in acts))
    return met - {"padding", "leads"}


def _doing(tokens: list[str], languages: tuple[Language, ...]) -> frozenset[str]:
    return frozenset().union(*(_phrases(language).get(tuple(tokens), frozenset()) for language in languages))


@cache
def _phrases(language: Language) -> dict[tuple[str, ...], frozenset[str]]:
    """The phrases of one language, spelled out, with what each does."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for act, phrases in lexicon(language).acts.items():
        for phrase in phrases:
            words = tuple(standardise(phrase))
            found[words] = found.get(words, frozenset()) | {act}
    return found


@cache
def _longest() -> int:
    return max(len(words) for language in LANGUAGES for words in _phrases(language))


def _spoken(text: str) -> Language | None:
    """The language whose phrases alone say all of `text`."""
    speaking = [language for language in LANGUAGES if _acts(text, (language,))]
    return speaking[0] if len(speaking) == 1 else None


def _without_wish(text: str) -> tuple[str, Language | None]:
    """`text` without "in English please" at its end, at its start or as a sentence, and the language wished for."""
    found = _wishes().search(text)
    if found is None:
        return text, None
    wish: Language = "en" if found.group("english") else "id"
    return clean(f"{text[: found.start()]} {text[found.end() :]}"), wish


def _without_preamble(text: str) -> tuple[str, bool]:
    """`text` without the courtesies and the change of topic that lead up to what it asks, and whether it changes it."""
    fresh = False
    while text:
        if turn := _turns().match(text):
            text, fresh = text[turn.end() :], True
            continue
        piece = _PIECE.match(text)
        if piece is None or piece.end() == len(text) or not _acts(piece.group()) or _acts(piece.group()) - COURTESIES:
            break
        text = text[piece.end() :]
    return text, fresh


def _without_farewell(text: str) -> str:
    """`text` without thanks and greetings after what it asks."""
    pieces = _PIECE.findall(text)
    while len(pieces) > 1 and _acts(pieces[-1]) and _acts(pieces[-1]) <= {"thanks", "farewell", "greeting"}:
        pieces.pop()
    return "".join(pieces).strip()


@cache
def _wishes() -> re.Pattern[str]:
    """A wish for a language that stands apart from the words of the question: "Siapa mitranya dalam bahasa Inggris?"."""
    leads, beside = _any_of("leads"), _any_of("leads", "padding")
    name = f"(?:(?P<english>{_any_of('english')})|{_any_of('indonesian')})"
    wish = rf"(?:{beside}[\s,]+){_FEW}{leads}\s+{name}(?:\s+{beside}){_FEW}"
    return re.compile(rf"(?<![^\s(\[,.;:!?–—]){wish}(?=\s*(?:[)\],.;:!?]|$))[)\]]?[,:.!]?", re.IGNORECASE)


@cache
def _turns() -> re.Pattern[str]:
    """A change of topic that opens a turn: "OK, ganti topik dong:"."""
    before, after = _any_of("assent", "padding"), _any_of("padding")
    topic = rf"(?:{before}[\s,]+){_FEW}{_any_of('topic')}(?:\s+{after}){_FEW}"
    return re.compile(rf"{topic}(?:[\s,:.;!–—-]+|$)", re.IGNORECASE)


@cache
def _more_about() -> re.Pattern[str]:
    """A wish for more of several words before what it is to be about; "more than four" is none."""
    phrases = {p for language in LANGUAGES for p in lexicon(language).acts["more"] if " " in p or p == "elaborate"}
    more = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?:{_any_of('padding')}[\s,]+){_FEW}(?:{more})\s+{_any_of('about')}\s+(?=\S)", re.IGNORECASE)


def _any_of(*acts: str) -> str:
    """An alternation of every phrase of `acts` in both languages, longest first."""
    phrases = {phrase for language in LANGUAGES for act in acts for phrase in lexicon(language).acts[act]}
    # Atomic: "untuk itu" is matched in one way only, so that no text takes long to be found not to match.
    return rf"(?>{'|'.join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))})\b"
