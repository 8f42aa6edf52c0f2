"""The page: the conversation on the left, the study's text on the right, shown before the model is ready."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from html import escape
from pathlib import Path
from typing import Any

from assistant.answers import Turn
from assistant.assistant import Assistant
from assistant.messages import knows, say
from assistant.web.markup import answer_bubble, study_panel
from knowledge.questions import StudyQuestion, load_questions
from knowledge.records import Language, Study
from knowledge.settings import Settings
from knowledge.study import load_study

# Set before Gradio is imported: it reports home otherwise.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

_HERE = Path(__file__).parent
_EXAMPLES_A_TOPIC = 2
_WAIT = 0.5  # seconds between looks at whether the model is ready
_FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")


def launch(study: str | Path | None, host: str, port: int) -> None:
    """Serve the page until interrupted; the model loads while the page is already there.

    Raises:
        StudyError: the study folder cannot be used.
        OSError: the port cannot be used.
    """
    import gradio as gr

    folder = Path(study) if study is not None else Settings.from_environment().study
    text = load_study(folder)
    assistant: Future[Assistant] = Future()
    page = build(text, load_questions(text, folder), assistant)
    page.queue(default_concurrency_limit=4).launch(
        server_name=host,
        server_port=port,
        share=False,
        prevent_thread_lock=True,
        quiet=True,
        ssr_mode=False,
        footer_links=[],
        theme=gr.themes.Default(primary_hue="slate", font=_FONTS, font_mono=("ui-monospace", "monospace")),
        css_paths=_HERE / "style.css",
        js=(_HERE / "script.js").read_text("utf-8"),
    )
    print(f"tanya: http://{host}:{port}", flush=True)
    threading.Thread(target=_open, args=(folder, assistant), daemon=True, name="load").start()
    assistant.result()
    page.block_thread()


def _open(folder: Path, assistant: Future[Assistant]) -> None:
    try:
        assistant.set_result(Assistant.open(folder))
    except BaseException as error:
        assistant.set_exception(error)


def build(study: Study, questions: Sequence[StudyQuestion], assistant: Future[Assistant]) -> Any:
    """The page as Gradio blocks; `assistant` may still be loading."""
    import gradio as gr

    labelled: list[tuple[Any, dict[str, str]]] = []  # components, with the messages that they show

    def shows(component: Any, **messages: str) -> Any:
        labelled.append((component, messages))
        return component

    def said(**messages: str) -> dict[str, Any]:
        return {name: say(key, study.language) for name, key in messages.items()}

    with gr.Blocks(title="tanya", fill_width=True) as page:
        turns = gr.State([])
        with gr.Row():
            with gr.Column(scale=5):
                gr.Markdown("# tanya")
                shows(gr.Markdown(**said(value="intro")), value="intro")
            choices = [("Indonesia", "id"), ("English", "en")]
            language = shows(
                gr.Radio(choices, value=study.language, scale=1, min_width=250, elem_id="language", **said(label="language")),
                label="language",
            )
        status = gr.Markdown(say("loading", study.language), elem_id="status")
        with gr.Row():
            with gr.Column(scale=6, min_width=340):
                chat = shows(
                    gr.Chatbot(height="52vh", render_markdown=False, buttons=[], elem_id="chat", **said(label="conversation")),
                    label="conversation",
                )
                question = shows(
                    gr.Textbox(
                        lines=1,
                        max_lines=4,
                        autofocus=True,
                        elem_id="question",
                        **said(label="question", placeholder="question-hint"),
                    ),
                    label="question",
                    placeholder="question-hint",
                )
                with gr.Row():
                    send = shows(gr.Button(variant="primary", elem_id="send", **said(value="send")), value="send")
                    clear = shows(gr.Button(elem_id="clear", **said(value="clear")), value="clear")
                with shows(gr.Accordion(**said(label="examples")), label="examples"):
                    samples = _samples(questions)
                    for topic, asked in samples.items():
                        chips = gr.Dataset(
                            components=[question],
                            samples=asked[study.language],
                            label=_topic(topic, study.language),
                            samples_per_page=4,
                        )
                        labelled.append((chips, {"topic": topic}))
                        chips.click(lambda sample: sample[0], chips, question, show_progress="hidden")
            with gr.Column(scale=5, min_width=320):
                shows(gr.Markdown(f"### {say('study', study.language)}"), heading="study")
                panel = gr.HTML(study_panel(study), elem_id="study")

        def speak(code: Language) -> list[Any]:
            return [_update(messages, code, samples) for _, messages in labelled]

        def ask(text: str, history: list[dict[str, Any]], earlier: list[Turn]) -> Any:
            if not text.strip():
                yield history, earlier, gr.skip(), text
                return
            # The chat shows a message as HTML; what a reader typed is text.
            history = [*history, {"role": "user", "content": escape(text)}]
            yield history, earlier, gr.skip(), ""
            answer = assistant.result().ask(text, earlier)
            history.append({"role": "assistant", "content": gr.HTML(answer_bubble(answer, study))})
            yield history, [*earlier, Turn(text, answer)], study_panel(study, answer), ""

        def waiting(code: Language) -> tuple[Any, Any]:
            if not assistant.done():
                return gr.update(value=say("loading", code)), gr.skip()
            return gr.update(visible=False), gr.Timer(active=False)

        clock = gr.Timer(_WAIT)
        clock.tick(waiting, language, [status, clock], show_progress="hidden", queue=False)
        language.change(speak, language, [component for component, _ in labelled], show_progress="hidden")
        gr.on(
            [question.submit, send.click],
            ask,
            [question, chat, turns],
            [chat, turns, panel, question],
            show_progress="minimal",
            show_progress_on=chat,
        )
        forget = [clear.click, chat.clear]
        gr.on(forget, lambda: ([], [], study_panel(study), ""), None, [chat, turns, panel, question], show_progress="hidden")
    return page


def _samples(questions: Sequence[StudyQuestion]) -> dict[str, dict[Language, list[list[str]]]]:
    """The shortest answerable questions of each topic, by language."""
    found: dict[str, dict[Language, list[list[str]]]] = {}
    for asked in sorted(questions, key=lambda q: len(q.question)):
        if asked.answerable and not asked.history and asked.kind in ("paraphrase", "english"):
            chips = found.setdefault(asked.topic, {"id": [], "en": []})[asked.language]
            if len(chips) < _EXAMPLES_A_TOPIC:
                chips.append([asked.question])
    return {topic: chips for topic, chips in sorted(found.items()) if all(chips.values())}


def _topic(topic: str, language: Language) -> str:
    return say(topic, language) if knows(topic) else topic


def _update(messages: dict[str, str], language: Language, samples: dict[str, dict[Language, list[list[str]]]]) -> Any:
    """The change that shows a component in `language`."""
    import gradio as gr

    if topic := messages.get("topic"):
        return gr.Dataset(label=_topic(topic, language), samples=samples[topic][language])
    if heading := messages.get("heading"):
        return gr.update(value=f"### {say(heading, language)}")
    shown: dict[str, Any] = {name: say(key, language) for name, key in messages.items()}
    return gr.update(**shown)
