"""What stands where on the page; every text is named by its key in messages.yaml and translated in the browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.feedback import MAX_COMMENT
from assistant.messages import messages
from knowledge.language import LANGUAGES
from knowledge.records import Study

PREFIX = "page-"  # of the keys that Gradio translates in the browser
_FORMS = [("Markdown", "markdown"), ("Word (DOCX)", "docx"), ("JSON", "json")]
_REFERENCES = [("BibTeX", "bibtex"), ("CSL-JSON", "csl-json")]
# Gradio's browser state is encrypted, with a secret that is sent to the page: it hides nothing, but without a fixed one
# a restart of the server would make every kept conversation unreadable.
_SECRET = "tanya"

translations = gr.I18n(
    **{code: {key: said[code] for key, said in messages().items() if key.startswith(PREFIX)} for code in LANGUAGES}
)


def theme() -> gr.themes.Base:
    """One restrained theme for light and dark, in the fonts of the reader's machine."""
    fonts = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
    return gr.themes.Default(primary_hue="teal", neutral_hue="slate", font=fonts, font_mono=("ui-monospace", "monospace")).set(
        color_accent="*primary_700",
        button_primary_background_fill="*primary_800",
        button_primary_background_fill_hover="*primary_900",
        button_primary_text_color="white",
        button_primary_background_fill_dark="*primary_300",
        button_primary_background_fill_hover_dark="*primary_200",
        button_primary_text_color_dark="*neutral_950",
        block_label_text_color="*neutral_700",
        block_info_text_color="*neutral_700",
    )


@dataclass(frozen=True, slots=True)
class Head:
    """The bar above everything."""

    language: gr.Radio
    theme: gr.Button
    writer: gr.HTML  # which chat model writes, once that is known
    status: gr.Markdown
    clock: gr.Timer


@dataclass(frozen=True, slots=True)
class Shelf:
    """The conversations in the reader's browser."""

    find: gr.Textbox
    kept: gr.Radio
    delete: gr.Button
    delete_all: gr.Button


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation."""

    chat: gr.Chatbot
    examples: gr.HTML
    comment: gr.Column
    remark: gr.Textbox
    send_remark: gr.Button
    close_remark: gr.Button
    thumbs: gr.State  # the tokens of the thumbs that this page has given, by the times of their exchanges
    token: gr.State  # of the thumb that a comment belongs to
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    new: gr.Button


@dataclass(frozen=True, slots=True)
class Panels:
    """What is known of the study."""

    study: gr.HTML
    notes: gr.HTML
    map: gr.HTML
    matrix: gr.HTML


@dataclass(frozen=True, slots=True)
class Take:
    """What a reader takes away."""

    what: gr.Dropdown  # its choices are made in the browser
    chosen: gr.JSON  # which of them: an answer by its number from 0, or nothing for all
    form: gr.Radio
    download: gr.Button
    style: gr.Radio
    cite: gr.Button
    parcel: gr.JSON  # a file on its way to the browser; a file of Gradio's own would stay on the server


@dataclass(frozen=True, slots=True)
class Layout:
    """The components of the page."""

    conversation: gr.BrowserState
    head: Head
    shelf: Shelf
    talk: Talk
    panels: Panels
    take: Take


def lay_out(study: Study) -> Layout:
    """The components, in the order in which a reader meets them."""
    conversation = gr.BrowserState({}, storage_key=f"tanya-current/{study.id}", secret=_SECRET)
    gr.Button(_text("skip"), elem_id="skip", elem_classes="skip", size="sm").click(None, js="tanya.toQuestion")
    shelf = _shelf()
    head = _head(study)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=6, min_width=340, elem_id="talk"):
            talk = _talk()
        with gr.Column(scale=5, min_width=340, elem_id="proof"), gr.Tabs(elem_id="tabs"):
            panels = _panels(study)
            take = _take()
    return Layout(conversation, head, shelf, talk, panels, take)


def _text(key: str) -> Any:
    return translations(PREFIX + key)


def _html(value: str = "", elem_id: str | None = None) -> gr.HTML:
    """Our own HTML, which brings its own style."""
    return gr.HTML(value, apply_default_css=False, elem_id=elem_id)


def _head(study: Study) -> Head:
    with gr.Row(elem_id="head"):
        with gr.Column(scale=5, min_width=240):
            _html("<h1>tanya</h1>")
            gr.Markdown(_text("intro"), elem_id="intro")
            writer = _html(elem_id="writer")
        choices = [("Indonesia", "id"), ("English", "en")]
        language = gr.Radio(choices, value=study.language, label=_text("language"), scale=0, min_width=240, elem_id="language")
        shade = gr.Button(_text("theme"), size="sm", scale=0, min_width=120, elem_id="theme")
    status = gr.Markdown(_text("loading"), visible=False, elem_id="status")
    return Head(language, shade, writer, status, gr.Timer(active=False))


def _shelf() -> Shelf:
    with gr.Sidebar(open=False, elem_id="history"):
        find = gr.Textbox(label=_text("find"), elem_id="find")
        kept = gr.Radio([], label=_text("history"), elem_id="kept")
        delete = gr.Button(_text("delete"), size="sm", elem_id="delete")
        delete_all = gr.Button(_text("delete-all"), size="sm", elem_id="delete-all")
        gr.Markdown(_text("history-note"))
    return Shelf(find, kept, delete, delete_all)


def _talk() -> Talk:
    chat = gr.Chatbot(
        label=_text("conversation"), show_label=False, render_markdown=False, buttons=[], editable="user", elem_id="chat"
    )
    examples = _html(elem_id="examples")
    with gr.Column(visible=False, elem_id="comment") as comment:
        gr.Markdown(_text("comment-note"))
        remark = gr.Textbox(
            label=_text("comment"), placeholder=_text("comment-hint"), lines=2, max_length=MAX_COMMENT, elem_id="remark"
        )
        with gr.Row():
            send_remark = gr.Button(_text("comment-send"), size="sm", elem_id="send-remark")
            close_remark = gr.Button(_text("comment-close"), size="sm", elem_id="close-remark")
    question = gr.Textbox(
        label=_text("question"), placeholder=_text("question-hint"), lines=1, max_lines=5, autofocus=True, elem_id="question"
    )
    with gr.Row(elem_id="act"):
        send = gr.Button(_text("send"), variant="primary", elem_id="send")
        stop = gr.Button(_text("stop"), interactive=False, elem_id="stop")
        new = gr.Button(_text("new"), elem_id="new")
    return Talk(
        chat, examples, comment, remark, send_remark, close_remark, gr.State({}), gr.State(""), question, send, stop, new
    )


def _panels(study: Study) -> Panels:
    with gr.Tab(_text("study"), id="study", elem_id="tab-study"):
        text = _html(elem_id="study")
    with gr.Tab(_text("notes"), id="notes", visible=bool(study.notes), elem_id="tab-notes"):
        notes = _html(elem_id="notes")
    with gr.Tab(_text("map"), id="map", visible=bool(study.notes), elem_id="tab-map"):
        picture = _html(elem_id="map")
    with gr.Tab(_text("matrix"), id="matrix", visible=study.matrix is not None, elem_id="tab-matrix"):
        table = _html(elem_id="matrix")
    return Panels(text, notes, picture, table)


def _take() -> Take:
    with gr.Tab(_text("take"), id="take", elem_id="tab-take"):
        gr.Markdown(_text("take-note"))
        what = gr.Dropdown([(_text("whole"), "")], value="", label=_text("what"), elem_id="what")
        chosen = gr.JSON(visible=False)
        form = gr.Radio(_FORMS, value="docx", label=_text("form"), elem_id="form")
        download = gr.Button(_text("download"), variant="primary", elem_id="download")
        style = gr.Radio(_REFERENCES, value="bibtex", label=_text("reference"), elem_id="style")
        cite = gr.Button(_text("cite"), elem_id="cite")
        parcel = gr.JSON(visible=False)
    return Take(what, chosen, form, download, style, cite, parcel)
