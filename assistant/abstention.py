"""Whether a candidate answers a question, and if not, why not.

Each check looks for one way in which a passage that resembles the question still does not answer it. A similarity
threshold cannot do this: questions made to look answerable are as similar to the text as answerable ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from assistant.answers import Abstention
from assistant.coverage import Covered, Vocabulary, is_generic
from assistant.form import asks_of_the_text, measures
from assistant.question import Question, share_a_form, territories
from knowledge.colloquial import standardise
from knowledge.language import either, forms, is_inflected, is_known, lexicon, words
from knowledge.records import Note

# Share of a question's weight that the candidate and its context must cover. On 910 questions of the shipped kinds
# 0.55 gave 17 wrong refusals and 6 wrong answers, 0.6 gave 21 and 2, 0.65 gave 33 and 1.
ENOUGH = 0.6
_HARDLY = 0.2  # below this the question is about something else
ENOUGH_TO_AFFIRM = 0.7  # a yes affirms every word of the question


def objection(question: Question, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    """The first reason why `covered` does not answer `question`, or `None` if it does."""
    note = covered.candidate.note
    checks = (
        instructed(question, covered.candidate.vocabulary, vocabulary),
        _outside(question, covered),
        _unnamed(question, covered, vocabulary),
        _contrary(question, covered, vocabulary),
        _naming(question, covered, vocabulary),
        _superlative(question, covered),
        _numbers(question, note, vocabulary),
        _detail(question, note, covered, vocabulary),
        _coverage(question, covered, vocabulary),
    )
    return next((found for found in checks if found), None)


def instructed(question: Question, held: frozenset[str], vocabulary: Vocabulary) -> Abstention | None:
    """It asks for nothing, or gives an order in words that are not among the forms `held`."""
    silent = all(is_generic(w) and not share_a_form(w, vocabulary.kinds) for w in question.content)
    if silent and not question.context and not _asks_for_the_author(question, vocabulary):
        return unasked(question)
    given = [w for w in question.tokens if w in either("command") and not share_a_form(w, held)]
    return Abstention("outside-topic") if given else None


def unasked(question: Question) -> Abstention:
    """Why a question without a telling word has no answer: it asks for a detail of the text itself, or for nothing."""
    of_the_text = asks_of_the_text(question.form, question.tokens)
    return Abstention("detail-not-given", _form_word(question)) if of_the_text else Abstention("not-a-question")


def _asks_for_the_author(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether it asks who the author is: his name, which is everywhere else silent, is then what is asked for."""
    return (
        question.form == "who" and bool(question.content) and set(question.content) <= set(words(vocabulary.study.author or ""))
    )


def _outside(question: Question, covered: Covered) -> Abstention | None:
    """Nearly nothing of the question is in the candidate's context."""
    particular = set(question.tokens) & (either("detail") | either("superlative"))
    if covered.support >= _HARDLY or question.context or particular or (question.names and covered.own > 0):
        return None
    return Abstention("outside-topic")


def _unnamed(question: Question, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    """A name, a number or an unknown word that the candidate does not hold."""
    names = question.names | territories() | vocabulary.proper
    gone = [w for w in covered.missing if w in names or not w.isalpha() or not (is_known(w) or is_inflected(w))]
    if question.form == "yes-no" and vocabulary.study.author:  # so common that it is background, yet a yes would be about him
        gone += [w for w in words(vocabulary.study.author) if w in question.content and w not in covered.candidate.context]
    gone += [w for country in question.countries if country not in vocabulary.study.text.lower() for w in country.split()]
    return not_named(question, gone, vocabulary) if gone else None


def _contrary(question: Question, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    """What the question takes for granted is the contrary of what the study says, or is not there."""
    reversed_ = [w for w in question.content if w in either("reversal") and w not in vocabulary.written]
    if reversed_:
        return Abstention("premise-not-in-study", written(question, reversed_))
    note = covered.candidate.note
    if question.form == "yes-no":
        return None
    if (found := denial(question, vocabulary)) and not question.negated:
        return Abstention("premise-not-in-study", found.phrase)
    if question.negated and not any(_negative(sentence) for sentence in note.statement.values()):
        return Abstention("premise-not-in-study")
    return None


def _naming(question: Question, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    """What an abbreviation stands for is told where it stands in brackets after its words."""
    if not asks_for_words(question):
        return None
    quoted = " ".join(vocabulary.study.quote(span).lower() for span in covered.candidate.note.quotes)
    asked = [w for w in (*question.content, *question.context) if w not in either("naming") and not is_generic(w)]
    if any(f"({w})" in quoted for w in asked) or (len(asked) > 1 and "(" in quoted and all(w in quoted for w in asked)):
        return None
    return Abstention("detail-not-given", written(question, [w for w in question.tokens if w in either("naming")]))


def asks_who_says(question: Question) -> bool:
    """Whether "who" asks for the one who says it."""
    return bool(set(question.tokens) & either("saying"))


def asks_for_words(question: Question) -> bool:
    """Whether it asks what an abbreviation stands for; what "stands in the way" does not."""
    named = set(question.tokens) & either("naming")
    return bool(named - {"stand", "stands"}) or bool({("stand", "for"), ("stands", "for")} & set(pairwise(question.tokens)))


def _superlative(question: Question, covered: Covered) -> Abstention | None:
    """The question ranks or compares, and the candidate does not."""
    weighed = [b for a, b in pairwise(question.tokens) if b in either("comparative") and a not in {"more", "other", "nothing"}]
    if weighed and not any(w in covered.candidate.said for w in weighed):
        return Abstention("premise-not-in-study", written(question, weighed))
    ranked = [w for w in question.tokens if w in either("superlative") and w not in covered.candidate.said]
    return Abstention("detail-not-given", written(question, ranked)) if ranked else None


def _numbers(question: Question, note: Note, vocabulary: Vocabulary) -> Abstention | None:
    listed = [n for n in vocabulary.study.notes if n.items and (n is note or note.id in n.items)]
    if question.ordinal and not listed:
        return Abstention("premise-not-in-study")
    listed = [n for n in listed if any(share_a_form(w, vocabulary.told(n)) for w in question.content)] or listed
    if question.ordinal and question.ordinal > 0 and listed and all(question.ordinal > len(n.items) for n in listed):
        return Abstention(
            "premise-not-in-study", written(question, [w for w in question.tokens if _value(w) == question.ordinal])
        )
    if question.count and question.form != "count" and _counts_a_kind(question, vocabulary):
        said = [w for w in question.tokens if _value(w) == question.count]
        agrees = [question.count == len(n.items) for n in listed] or [share_a_form(w, vocabulary.of_note(note)) for w in said]
        return None if any(agrees) else Abstention("premise-not-in-study", written(question, said))
    return None


def _counts_a_kind(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether the number stands before something that the study tells ("lima langkah", not "dua pihak")."""
    return any(_value(a) == question.count and share_a_form(b, vocabulary.kinds) for a, b in pairwise(question.tokens))


def _detail(question: Question, note: Note, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    """The form of the question, or the noun beside "which", asks for something that the note does not tell."""
    told = vocabulary.told(note)
    form = question.form
    if form in ("when", "where"):
        return Abstention("detail-not-given", _form_word(question))
    if form == "why" and "why" not in note.answers:
        return Abstention("detail-not-given", _form_word(question))
    if form == "who" and "who" not in note.answers and not (note.voice == "author" and asks_who_says(question)):
        return Abstention("detail-not-given", _form_word(question))
    if form == "count" and (not note.items or measures(question.tokens)):
        return Abstention("detail-not-given", _form_word(question))
    return _kind(question, covered, told, vocabulary)


def _kind(question: Question, covered: Covered, told: frozenset[str], vocabulary: Vocabulary) -> Abstention | None:
    """The noun beside "which" or after "what is the" names a kind of thing that the note does not tell."""
    kinds = vocabulary.kinds
    asked = [w for w in question.asked if _particular(w, vocabulary)]
    if asks_for_words(question):  # "AOIP singkatan apa?": a name beside "apa" is what stands for something, no kind of thing
        asked = [w for w in asked if w not in vocabulary.proper]
    # "Kepanjangan dari alutsista apa": what is asked for opens the question.
    known = [w for w in asked if share_a_form(w, kinds)] or [w for w in question.sought if share_a_form(w, kinds)]
    phrase = " ".join(question.asked)  # "negara besar mana?": the study's great powers are not any country
    if is_generic(question.asked[-1] if question.asked else "") and phrase in vocabulary.study.text.lower():
        lists = (covered.candidate.note, *vocabulary.lists(covered.candidate.note))
        if not any(phrase in said.lower() for note in lists for said in note.statement.values()):
            return Abstention("detail-not-given", phrase)
    if asked and not any(share_a_form(w, told) for w in known or asked):
        return Abstention("detail-not-given", written(question, known or asked[:1]))
    sought = [w for w in question.sought if _particular(w, vocabulary)]
    if sought and not any(share_a_form(w, covered.candidate.vocabulary) for w in sought):
        return Abstention("detail-not-given", written(question, sought))
    return None


def _particular(word: str, vocabulary: Vocabulary) -> bool:
    """Whether `word` asks for something in particular."""
    if word in either("detail"):
        return True
    return not is_generic(word) and (share_a_form(word, vocabulary.kinds) or not vocabulary.background(word))


def _coverage(question: Question, covered: Covered, vocabulary: Vocabulary) -> Abstention | None:
    needed = ENOUGH_TO_AFFIRM if question.form == "yes-no" else ENOUGH
    if covered.support >= needed or (question.form == "yes-no" and denial(question, vocabulary)):
        return None
    return not_named(question, covered.missing, vocabulary)


def not_named(question: Question, gone: Sequence[str], vocabulary: Vocabulary) -> Abstention:
    """Names the words of `gone` that the study has nowhere; what it has elsewhere is not said to be missing."""
    nowhere = [w for w in gone if not share_a_form(w, vocabulary.known)]
    return Abstention("not-named", written(question, nowhere) if nowhere else "")


@dataclass(frozen=True, slots=True)
class Denial:
    """A note that rules out what a question says, and the phrase that it denies."""

    note: Note
    phrase: str


@lru_cache(maxsize=64)  # every candidate of a question asks for it
def denial(question: Question, vocabulary: Vocabulary) -> Denial | None:
    """The first note with a denied phrase whose words all stand in the question; "only" stands for any such word."""
    for note in vocabulary.study.notes:
        for phrase in note.denies:
            if any(_says(clause, _spelled(phrase)) for clause in question.clauses or (question.tokens,)):
                return Denial(note, phrase)
    return None


@cache
def _spelled(phrase: str) -> tuple[str, ...]:
    return tuple(standardise(phrase))


def _says(clause: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether `clause` says `phrase`: one word as it is, several side by side in any form; "only" stands for any such word."""
    if len(phrase) == 1:
        return phrase[0] in clause
    if not set(phrase) & either("only"):
        runs = (clause[at : at + len(phrase)] for at in range(len(clause) - len(phrase) + 1))
        return any(all(share_a_form(w, forms(said)) for w, said in zip(phrase, run, strict=True)) for run in runs)
    held = frozenset(form for word in clause for form in forms(word))
    telling = [w for w in phrase if w not in either("only")]
    return restricts(clause) and all(share_a_form(w, held) for w in telling)


def restricts(tokens: Iterable[str]) -> bool:
    """Whether the words say "only"; the "saja" of "apa saja" does not."""
    found = [t for before, t in pairwise(["", *tokens]) if not (t == "saja" and before in {"apa", "siapa", "mana", "berapa"})]
    return bool(set(found) & either("only"))


def written(question: Question, gone: Sequence[str]) -> str:
    """The words `gone` as the reader wrote them, in order, at most four."""
    shown: list[str] = []
    for word in re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", question.text):
        if any(part in gone for part in standardise(word)) and word not in shown:
            shown.append(word)
    return ", ".join((shown or list(gone))[:4])


def _negative(sentence: str) -> bool:
    return bool(set(standardise(sentence)) & either("negation"))


def _value(word: str) -> int | None:
    for code in ("id", "en"):
        listed = lexicon("id" if code == "id" else "en")
        if word in listed.numbers or word in listed.ordinals:
            return listed.numbers.get(word) or listed.ordinals.get(word)
    return int(word) if word.isdigit() else None


def _form_word(question: Question) -> str:
    from assistant.messages import say

    return say("count-of" if question.form == "count" else question.form, question.language)
