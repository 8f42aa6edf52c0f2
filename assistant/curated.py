"""The curated writer: states the notes that answer the question; of a study without notes, a sentence, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.abstention import asks_who_says, denial, restricts
from assistant.answers import Draft, DraftClaim, Verdict
from assistant.coverage import Covered, Vocabulary, is_generic
from assistant.question import Question, share_a_form
from knowledge.colloquial import standardise
from knowledge.language import either
from knowledge.records import Language, Note, Passage

_FULLER = 0.2  # share of the question that the list must cover beyond its item to be stated instead
_BESIDES = frozenset({"selain", "samping", "besides", "apart", "else"})


def write(question: Question, eligible: Sequence[Covered], vocabulary: Vocabulary) -> Draft:
    """The shortest draft that answers `question` from candidates that have passed every objection, best first."""
    chosen = _choose(question, eligible, vocabulary)
    return Draft(
        claims=tuple(state(note, question.language) for note in chosen),
        verdict=_verdict(question, chosen[0], vocabulary) if question.form == "yes-no" else None,
        count=len(chosen[0].items) or None if question.form == "count" else None,
    )


def quote(sentence: Passage) -> Draft:
    """The draft that says `sentence` word for word."""
    return Draft((DraftClaim(sentence.text, (sentence.span,)),))


def state(note: Note, language: Language) -> DraftClaim:
    """The claim that `note` makes, in `language`."""
    return DraftClaim(note.statement[language], note.proof, note.id)


def _choose(question: Question, eligible: Sequence[Covered], vocabulary: Vocabulary) -> list[Note]:
    """The note that answers, or of a list the items that the question names or counts to."""
    notes = [covered.candidate.note for covered in eligible]
    best = notes[0]
    if question.form == "yes-no" and (found := denial(question, vocabulary)):
        return [found.note]
    if question.ordinal:
        lists = [vocabulary.lists(note)[-1] for note in notes if vocabulary.lists(note)]
        if lists and abs(question.ordinal) <= len(lists[0].items):
            at = question.ordinal - 1 if question.ordinal > 0 else question.ordinal
            return [vocabulary.note(lists[0].items[at])]
    lists = vocabulary.lists(best)
    if not lists:
        return [best]
    head = lists[-1] if question.form == "count" else _narrowest(question, lists, vocabulary)
    if head not in notes:
        return [best]
    counted = question.count == len(head.items) and not {"mana", "which"} & set(question.tokens)
    if question.form in ("list", "count") or counted:
        return [head]
    pointed_at = all(is_generic(w) for w in question.content)  # "who says that?"
    if question.form == "who" and asks_who_says(question) and (pointed_at or "who" not in best.answers):
        return [lists[-1]]  # the whole list names its author
    items = [vocabulary.note(id_) for id_ in head.items]
    named = _named(question, items, vocabulary)
    if set(question.tokens) & _BESIDES or ("apa", "lagi") in pairwise(question.tokens):
        rest = [item for item in items if item not in named]
        return rest if len(rest) == 1 else [head]
    own = {covered.candidate.note.id: covered.own for covered in eligible}
    if len(named) == 1 and own[head.id] > own.get(named[0].id, 0.0) + _FULLER:
        return [head]
    return named if named and (best in named or best is head or question.form == "yes-no") else [head]


def _narrowest(question: Question, lists: Sequence[Note], vocabulary: Vocabulary) -> Note:
    """Of nested lists, narrow to wide, the first that the question singles out of the next, else the widest."""
    for inner, outer in pairwise(lists):
        if inner in _named(question, [vocabulary.note(id_) for id_ in outer.items], vocabulary):
            return inner
    return lists[-1]


def _named(question: Question, items: Sequence[Note], vocabulary: Vocabulary) -> list[Note]:
    """The items that the question singles out: words of it that some items hold and others do not."""
    content = [w for w in question.content if not is_generic(w) and not vocabulary.background(w)]
    held = [{w for w in content if share_a_form(w, vocabulary.of_note(item))} for item in items]
    shared = set.intersection(*held)
    worth = [sum(vocabulary.weight(w) for w in found - shared) for found in held]
    singled = [item for item, value in zip(items, worth, strict=True) if value == max(worth)]
    return singled if max(worth) > 0 and len(singled) < len(items) else []


def _verdict(question: Question, note: Note, vocabulary: Vocabulary) -> Verdict | None:
    """Yes or no, or neither where the words leave it open."""
    if denial(question, vocabulary):
        either_or = {"or", "atau"} & set(question.tokens) and question.tokens[-1] not in either("negation")
        return None if either_or else "yes" if question.negated else "no"
    statement = set(standardise(note.statement[question.language]))
    if question.negated:
        return "yes" if statement & either("negation") else None
    if restricts(question.tokens) and not restricts(statement):
        return None
    # What is affirmed is the note, so it or a list that holds it must speak of everything in particular that is asked.
    told = frozenset().union(*(vocabulary.of_note(n) for n in (note, *vocabulary.lists(note))))
    particular = [w for w in question.content if w in either("writing") or not (vocabulary.background(w) or is_generic(w))]
    return "yes" if particular and all(share_a_form(w, told) for w in particular) else None
