"""What the page does when a reader acts. It keeps nothing: each event brings the conversation and takes it away again."""

from __future__ import annotations

import base64
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any, NamedTuple

import gradio as gr

from assistant.assistant import Assistant
from assistant.exchange import Exchange
from assistant.export import Form, export, reference
from assistant.export.reference import Style
from assistant.feedback import FeedbackStore, Rating
from assistant.messages import say
from assistant.suggestions import examples, suggest
from assistant.web.cards import notes_panel
from assistant.web.conversation import Conversation
from assistant.web.log import answered
from assistant.web.map import map_panel
from assistant.web.markup import answer_bubble, examples_panel, study_panel, writer_line
from assistant.web.table import matrix_panel
from knowledge.questions import StudyQuestion
from knowledge.records import Language, Study

_FILES: dict[str, tuple[str, str]] = {  # name and media type of what is downloaded
    "markdown": ("tanya.md", "text/markdown"),
    "docx": ("tanya.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "json": ("tanya.json", "application/json"),
    "bibtex": ("tanya.bib", "application/x-bibtex"),
    "csl-json": ("tanya.csl.json", "application/vnd.citationstyles.csl+json"),
}

_STILL = gr.update(interactive=False)  # the stop button, when nothing is being answered


class Shown(NamedTuple):
    """What an event changes on the page, in the order of the page's components."""

    chat: Any  # the messages
    conversation: Any  # as data, for the browser to keep
    question: Any  # what stands in the question box
    stop: Any  # whether there is anything to stop


UNCHANGED = Shown(gr.skip(), gr.skip(), gr.skip(), gr.skip())


class Dressed(NamedTuple):
    """What depends on the reader's language and not on what was asked."""

    language: Language
    examples: str
    study: str
    notes: str
    map: str
    matrix: str


@dataclass(frozen=True, slots=True)
class Events:
    """The handlers of the page's events over one study; safe to share between readers."""

    study: Study
    questions: Sequence[StudyQuestion]
    assistant: Future[Assistant]  # still loading when the page is first shown
    feedback: FeedbackStore

    def dress(self, language: Language) -> Dressed:
        """The panels and examples in `language`."""
        return Dressed(
            language,
            examples_panel(examples(self.study, self.questions, language), language),
            study_panel(self.study, language),
            notes_panel(self.study, language),
            map_panel(self.study, language),
            matrix_panel(self.study, language),
        )

    def waiting(self, language: Language) -> tuple[str, Any, Any]:
        """Which chat model writes, whether the notice that the model is loading is shown, and whether to look again."""
        loading = not self.assistant.done()
        line = "" if loading or self.assistant.exception() else writer_line(self.assistant.result().model, language)
        return line, gr.update(visible=loading), gr.Timer(active=loading)

    def ask(self, typed: str, kept: object) -> Generator[Shown]:
        """The question at once, then its answer as it grows; an empty question changes nothing."""
        if typed.strip():
            yield from self._asked(typed.strip(), self._read(kept))

    def retry(self, kept: object, at: int) -> Generator[Shown]:
        """The question of exchange `at` asked once more, and what came after it forgotten."""
        conversation = self._read(kept)
        yield from self._asked(conversation.exchanges[at].question, conversation.until(at))

    def edit(self, kept: object, at: int, typed: str) -> Generator[Shown]:
        """Exchange `at` asked in other words, and what came after it forgotten."""
        conversation = self._read(kept)
        # The chat holds a question as escaped text, and that is what its editor hands back.
        question = unescape(typed).strip() or conversation.exchanges[at].question
        yield from self._asked(question, conversation.until(at))

    def undo(self, kept: object) -> Shown:
        """The conversation without its last exchange, whose question stands in the box again."""
        conversation = self._read(kept)
        last = conversation.exchanges[-1].question if conversation.exchanges else ""
        return self._shown(conversation.until(len(conversation.exchanges) - 1), last)

    def open(self, kept: object, language: Language) -> Shown:
        """The conversation as it was kept; what was kept of another text than the study's is not shown."""
        conversation = self._read(kept)
        if conversation.lost:
            gr.Info(say("lost", language, number=conversation.lost))
        return self._shown(conversation, "")

    def begin(self) -> Shown:
        """A new conversation."""
        return self._shown(Conversation(), "")

    def stop(self, kept: object) -> Shown:
        """The sentences that were there when the reader stopped; before the first, the question is still in its box."""
        conversation = self._read(kept)
        return Shown(self._messages(conversation), conversation.as_data(), gr.skip(), _STILL)

    def rate(self, kept: object, at: int, rating: Rating | None, thumbs: Mapping[str, str]) -> tuple[dict[str, str], str]:
        """Keep a thumb for exchange `at`, with its question and answer, in place of an earlier one; `None` takes it back.

        Returns:
            The tokens of this page's thumbs, by the times of the exchanges that they are for; and the token of this one.
        """
        exchange = self._read(kept).exchanges[at]
        tokens = dict(thumbs)
        if earlier := tokens.pop(key := exchange.asked.isoformat(), None):
            self.feedback.withdraw(earlier)
        if rating is None:
            return tokens, ""
        index = self.assistant.result().fingerprint
        token = self.feedback.add(rating, exchange.question, exchange.answer, self.study.id, index)
        return tokens | {key: token}, token

    def remark(self, token: str, comment: str) -> None:
        """Add a comment to the thumb under `token`."""
        if comment.strip():
            self.feedback.comment(token, comment.strip())

    def export(self, kept: object, chosen: object, form: Form, language: Language) -> dict[str, str] | None:
        """The conversation as a file for the browser to save, or one answer, `chosen` by its number from 0; or nothing."""
        exchanges = self._read(kept).exchanges
        if number := str(chosen or ""):
            exchanges = exchanges[int(number) : int(number) + 1] if number.isdecimal() else ()
        if not exchanges:
            gr.Info(say("nothing-to-download", language))
            return None
        return _parcel(form, export(exchanges, self.study, form, language))

    def reference(self, style: Style) -> dict[str, str]:
        """The reference of the study as a file."""
        return _parcel(style, reference(self.study, style, datetime.now(UTC).date()).encode())

    def _read(self, kept: object) -> Conversation:
        return Conversation.from_data(kept, self.study)

    def _asked(self, question: str, before: Conversation) -> Generator[Shown]:
        """The chat with the question, then with each state of its answer, last with what can be asked next."""
        messages = [*self._messages(before), _typed(question)]
        # The box keeps the question until there is an answer to show, so that nothing is lost by stopping early.
        yield Shown(messages, gr.skip(), gr.skip(), gr.update(interactive=True))
        assistant, asked = self.assistant.result(), datetime.now(UTC)
        with answered(question) as log:
            for answer in assistant.stream(question, before.turns):
                conversation = before.then(Exchange(question, answer, asked))
                yield Shown([*messages, _said(answer_bubble(answer, self.study))], conversation.as_data(), "", gr.skip())
            log(answer)
        suggestions = suggest(assistant, answer, conversation.turns, self.questions)
        yield Shown([*messages, _said(answer_bubble(answer, self.study, suggestions))], gr.skip(), gr.skip(), _STILL)

    def _shown(self, conversation: Conversation, question: str) -> Shown:
        return Shown(self._messages(conversation), conversation.as_data(), question, _STILL)

    def _messages(self, conversation: Conversation) -> list[dict[str, Any]]:
        pairs = [(_typed(e.question), _said(answer_bubble(e.answer, self.study))) for e in conversation.exchanges]
        return [message for pair in pairs for message in pair]


def _typed(question: str) -> dict[str, Any]:
    """A reader's message; the chat shows a message as HTML, and what a reader typed is text."""
    return {"role": "user", "content": escape(question, quote=False)}


def _said(bubble: str) -> dict[str, Any]:
    return {"role": "assistant", "content": gr.HTML(bubble, apply_default_css=False)}


def _parcel(form: str, content: bytes) -> dict[str, str]:
    name, kind = _FILES[form]
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
