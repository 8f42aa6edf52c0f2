"""What was said before, found again in the study, and what the study says beyond it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from assistant.answers import MARKER, Abstention, Answer, Courtesy, Draft, DraftClaim, Turn
from assistant.conversation import Request, answered, subject
from assistant.coverage import Vocabulary, is_generic
from assistant.curated import state
from assistant.form import either_numbers
from knowledge.language import either, forms, words
from knowledge.records import Language, Note, Passage, Study

_AT_ONCE = 3  # further notes in one answer


def resume(request: Request, vocabulary: Vocabulary) -> Draft | Abstention:
    """What a turn that asks nothing new of the study is answered with, drafted anew; or why there is nothing to say."""
    act, history = request.utterance.act, request.history
    if courtesy := next((c for c in get_args(Courtesy) if c == act), None):
        return Abstention("not-a-question", occasion=courtesy)
    last = answered(history) if act == "sayer" else subject(history)
    if last is None:
        return Abstention("not-a-question", occasion="nothing-said")
    if act == "other":
        claims = tuple(state(note, request.language) for note in others(last, history, vocabulary))
    elif act == "sayer":
        claims = tuple(state(note, request.language) for note in sayers(last, vocabulary))
    else:
        claims = further(last, history, request.language, vocabulary)
    return Draft(claims) if claims else Abstention("detail-not-given", occasion="nothing-more")


def stated(turn: Turn, study: Study) -> tuple[Note, ...]:
    """The notes that the answer of `turn` states, in their order in the study."""
    said = _said(turn)
    return tuple(note for note in study.notes if any(statement in said for statement in note.statement.values()))


def quoted(turn: Turn, study: Study) -> tuple[Passage, ...]:
    """The sentences of the study that stand in the answer of `turn` word for word."""
    said = _said(turn)
    return tuple(sentence for sentence in study.sentences if sentence.text in said)


def _said(turn: Turn) -> str:
    text = turn.answer if isinstance(turn.answer, str) else " ".join(claim.text for claim in turn.answer.claims)
    return MARKER.sub("", text)


def repeats(answer: Answer, history: Sequence[Turn], study: Study) -> bool:
    """Whether everything that `answer` states was stated in `history` already."""
    now = _told(Turn(answer.question, answer), study)
    return bool(now) and now <= frozenset().union(*(_told(turn, study) for turn in history))


def _told(turn: Turn, study: Study) -> frozenset[str]:
    return frozenset(note.id for note in stated(turn, study)) | {sentence.text for sentence in quoted(turn, study)}


def homes(turn: Turn, study: Study) -> tuple[Passage, ...]:
    """The sentences that the answer of `turn` rests on."""
    found = [s for note in stated(turn, study) for quote in note.quotes for s in study.sentences_of(quote)]
    return tuple(dict.fromkeys([*found, *quoted(turn, study)]))


def further(last: Turn, history: Sequence[Turn], language: Language, vocabulary: Vocabulary) -> tuple[DraftClaim, ...]:
    """What the study says beyond the answer of `last` about the same thing and not yet in `history`; nothing, if no more.

    First what adds something: the list that holds what was stated, its items, the notes anchored in the same
    sentences, the notes of the same group. Then the items of the list that was stated, each by itself.
    """
    study = vocabulary.study
    known = [note for turn in (*history, last) for note in stated(turn, study)]
    if anchors := stated(last, study):
        chosen = list(_adding(anchors, known, language, vocabulary)) or [
            n for n in _items(anchors, vocabulary) if n not in known
        ]
        return tuple(state(note, language) for note in chosen[:_AT_ONCE])
    heard = {sentence.start for turn in (*history, last) for sentence in quoted(turn, study)}
    ends = {sentence.paragraph: sentence.start for sentence in quoted(last, study)}
    after = [s for s in study.sentences if s.start > ends.get(s.paragraph, s.start) and s.start not in heard]
    return tuple(DraftClaim(sentence.text, (sentence.span,)) for sentence in after[:_AT_ONCE])


def _adding(anchors: Sequence[Note], known: Sequence[Note], language: Language, vocabulary: Vocabulary) -> Iterator[Note]:
    """The notes about the same thing that hold a telling word which none before them holds."""
    told = {form for note in known for word in _telling(note, language) for form in forms(word)}
    groups = {_group(note) for note in anchors}
    near = [
        *(whole for note in anchors for whole in vocabulary.lists(note)),
        *_items(anchors, vocabulary),
        *sorted(_neighbours(anchors, vocabulary.study), key=lambda note: -len(note.items)),  # a list says what its items say
        *(note for note in vocabulary.study.notes if _group(note) in groups),
    ]
    for note in near:
        if note not in known and (new := {w for w in _telling(note, language) if forms(w).isdisjoint(told)}):
            told |= {form for word in new for form in forms(word)}
            yield note


def _telling(note: Note, language: Language) -> set[str]:
    silent = either("function") | either("negation") | either("writing") | either_numbers().keys()
    return {w for w in words(note.statement[language]) if w not in silent and not is_generic(w)}


def _group(note: Note) -> str:
    return note.id.partition(".")[0]


def _neighbours(notes: Iterable[Note], study: Study) -> list[Note]:
    """The notes that quote a sentence which one of `notes` quotes."""
    places = [sentence.span for note in notes for quote in note.quotes for sentence in study.sentences_of(quote)]
    return [note for note in study.notes if any(quote.overlaps(place) for quote in note.quotes for place in places)]


def _items(lists: Iterable[Note], vocabulary: Vocabulary) -> list[Note]:
    return [vocabulary.note(item) for note in lists for item in note.items]


def others(last: Turn, history: Sequence[Turn], vocabulary: Vocabulary) -> tuple[Note, ...]:
    """What a list holds besides the items that the answer of `last` states: the one that is left, else the whole list."""
    items = [note for note in stated(last, vocabulary.study) if vocabulary.lists(note)[:1] not in ([], [note])]
    if not items:
        return ()
    whole = vocabulary.lists(items[0])[0]
    told = [note for turn in history for note in stated(turn, vocabulary.study)]
    left = [note for note in _items([whole], vocabulary) if note not in items]
    unsaid = [note for note in left if note not in told] or left
    return tuple(unsaid) if len(unsaid) == 1 else (whole,)


def sayers(last: Turn, vocabulary: Vocabulary) -> tuple[Note, ...]:
    """The notes that tell whose words the answer of `last` is: itself where it names its author, else who wrote the study."""
    said = stated(last, vocabulary.study)
    author = frozenset(words(vocabulary.study.author or ""))
    named = tuple(note for note in said if all(author & set(words(text)) for text in note.statement.values()))
    wrote = (note for note in vocabulary.study.notes if either("writing") & set(words(" ".join(note.answers))))
    return named or tuple(wrote)[:1] if said else ()
