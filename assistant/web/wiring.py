"""Which event of the page does what. What only the reader's browser may know is done there, by `tanya` of script.js."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import gradio as gr

from assistant.feedback import Rating
from assistant.web.endpoints import ANSWERS
from assistant.web.events import UNCHANGED, Events, Shown
from assistant.web.layout import Layout
from assistant.web.listening import while_heard

_HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_ASKING = _HIDDEN | {"concurrency_id": ANSWERS}


def wire(blocks: gr.Blocks, page: Layout, events: Events) -> None:
    """Give every component of `page`, which stands in `blocks`, its handler."""
    _greet(blocks, page, events)
    _ask(page, events)
    _rate(page, events)
    _keep(page, events)
    _take(page, events)


def _shown(page: Layout) -> list[Any]:
    """The components that a `Shown` changes, in its order."""
    return [page.talk.chat, page.conversation, page.talk.question, page.talk.stop]


def _greet(blocks: gr.Blocks, page: Layout, events: Events) -> None:
    """What a page that has just been opened shows: everything in the reader's language, and the last conversation."""
    head, panels = page.head, page.panels
    dressed = [head.language, page.talk.examples, panels.study, panels.notes, panels.map, panels.matrix]
    waiting = [head.writer, head.status, head.clock]
    dress = cache(events.dress)  # the same for all readers of a language, and the matrix takes the gate 35 checks
    blocks.load(dress, head.language, dressed, js="tanya.language", **_HIDDEN)
    blocks.load(
        events.open, [page.conversation, page.head.language], _shown(page), js="(kept) => [kept, tanya.language()]", **_HIDDEN
    )
    gr.on([blocks.load, head.clock.tick], events.waiting, head.language, waiting, js="tanya.language", queue=False, **_HIDDEN)
    head.language.input(None, head.language, None, js="tanya.speak", **_HIDDEN)
    head.theme.click(None, None, None, js="tanya.shade", **_HIDDEN)


def _ask(page: Layout, events: Events) -> None:
    talk, shown = page.talk, _shown(page)

    async def ask(typed: str, kept: Any) -> AsyncIterator[Shown]:
        """Ask what stands in the question box."""
        async for shown in while_heard(events.ask(typed, kept), UNCHANGED):
            yield shown

    async def retry(kept: Any, data: gr.RetryData) -> AsyncIterator[Shown]:
        """Ask the question of the message that Gradio names again."""
        async for shown in while_heard(events.retry(kept, _exchange(data.index)), UNCHANGED):
            yield shown

    async def edit(kept: Any, data: gr.EditData) -> AsyncIterator[Shown]:
        """Ask what the message that Gradio names says now."""
        async for shown in while_heard(events.edit(kept, _exchange(data.index), str(data.value)), UNCHANGED):
            yield shown

    asking = [
        gr.on([talk.question.submit, talk.send.click], ask, [talk.question, page.conversation], shown, **_ASKING),
        talk.chat.retry(retry, page.conversation, shown, **_ASKING),
        talk.chat.edit(edit, page.conversation, shown, **_ASKING),
    ]
    talk.stop.click(events.stop, page.conversation, shown, cancels=asking, **_HIDDEN)
    talk.chat.undo(events.undo, page.conversation, shown, **_HIDDEN)
    talk.new.click(events.begin, None, shown, **_HIDDEN)


def _rate(page: Layout, events: Events) -> None:
    talk = page.talk

    def rate(kept: Any, thumbs: dict[str, str], data: gr.LikeData) -> tuple[dict[str, str], str, Any, str]:
        """Keep the thumb, or take it back, and offer to comment on it."""
        rating: Rating | None = "up" if data.liked is True else "down" if data.liked is False else None
        tokens, token = events.rate(kept, _exchange(data.index), rating, thumbs)
        return tokens, token, gr.update(visible=bool(token)), ""

    def remark(token: str, comment: str) -> Any:
        """Keep the comment and close its box."""
        events.remark(token, comment)
        return gr.update(visible=False)

    rated = [talk.thumbs, talk.token, talk.comment, talk.remark]
    talk.chat.like(rate, [page.conversation, talk.thumbs], rated, **_HIDDEN)
    talk.send_remark.click(remark, [talk.token, talk.remark], talk.comment, **_HIDDEN)
    talk.close_remark.click(lambda: gr.update(visible=False), None, talk.comment, **_HIDDEN)


def _keep(page: Layout, events: Events) -> None:
    """The history: it never leaves the browser, but for the conversation that is open."""
    shelf, kept = page.shelf, page.conversation
    kept.change(None, [kept, shelf.find], shelf.kept, js="tanya.keep", **_HIDDEN)
    shelf.find.change(None, [kept, shelf.find], shelf.kept, js="tanya.list", **_HIDDEN)
    for event, step in (
        (shelf.kept.input, "tanya.open"),
        (shelf.delete.click, "tanya.forget"),
        (shelf.delete_all.click, "tanya.forgetAll"),
    ):
        event(None, [kept, shelf.kept], kept, js=step, **_HIDDEN).then(
            events.open, [kept, page.head.language], _shown(page), **_HIDDEN
        )


def _take(page: Layout, events: Events) -> None:
    take = page.take
    page.conversation.change(None, page.conversation, take.what, js="tanya.contents", **_HIDDEN)
    # Gradio would refuse a choice that the server does not know of.
    take.what.change(None, take.what, take.chosen, js="(number) => number", **_HIDDEN)
    packed = [
        take.download.click(
            events.export, [page.conversation, take.chosen, take.form, page.head.language], take.parcel, **_HIDDEN
        ),
        take.cite.click(events.reference, take.style, take.parcel, **_HIDDEN),
    ]
    for parcel in packed:
        parcel.then(None, take.parcel, None, js="tanya.save", **_HIDDEN)


def _exchange(message: Any) -> int:
    """The number, from 0, of the exchange that a message belongs to: a question and its answer are two messages."""
    return int(message[0] if isinstance(message, list | tuple) else message) // 2
