"""The notes of a study as cards, by topic."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.messages import say, topic_name
from assistant.web.markup import ask_button, homes
from knowledge.records import Language, Note, Study


def notes_panel(study: Study, language: Language) -> str:
    """Every note with its source: topic by topic, and what a note lists within it; nothing for a study without notes."""
    if not study.notes:
        return ""
    topics = enumerate(study.topics.items())
    sections = (_topic(topic, notes, study, language, first=at == 0) for at, (topic, notes) in topics)
    return f'<div class="cards" lang="{language}">{"".join(sections)}</div>'


def _topic(topic: str, notes: Sequence[Note], study: Study, language: Language, *, first: bool) -> str:
    listed = {item for note in study.notes for item in note.items}
    cards = "".join(_card(note, study, language) for note in notes if note.id not in listed)
    count = say("notes-count", language, number=len(notes))
    name = f"<h2>{escape(topic_name(topic, language))}</h2> <small>{count}</small>"
    return f"<details{' open' if first else ''}><summary>{name}</summary>{cards}</details>"


def _card(note: Note, study: Study, language: Language) -> str:
    within = [found for found in study.notes if found.id in note.items]
    items = "".join(f"<li>{_card(item, study, language)}</li>" for item in within)
    return (
        f'<article class="note"><p class="statement">{escape(note.statement[language])}</p>'
        f'<p class="source">{_source(note, study, language)}</p><p class="acts">{_acts(note, study, language)}</p>'
        f"{f'<ul>{items}</ul>' if items else ''}</article>"
    )


def _source(note: Note, study: Study, language: Language) -> str:
    paragraphs = dict.fromkeys(study.paragraph_of(quote) for quote in note.quotes)
    places = ", ".join(say("paragraph", language, number=number) for number in paragraphs)
    return f"{say(f'voice-{note.voice}', language)} · {places}"


def _acts(note: Note, study: Study, language: Language) -> str:
    sentences = " ".join(f"s{at}" for at in dict.fromkeys(at for quote in note.quotes for at in homes(quote, study)))
    name = note.label.get(language) or note.statement[language]
    shown, asked = say("show", language), say("ask-this", language)
    known = escape(f"{shown}: {name}", quote=True)
    show = f'<button type="button" class="show" data-sentence="{sentences}" aria-label="{known}">{shown}</button>'
    return f"{show} {ask_button(asked, note.question[language], name)}" if note.question else show
