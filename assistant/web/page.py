"""The page: a conversation beside the study, as Gradio blocks."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

import gradio as gr

from assistant.assistant import Assistant
from assistant.feedback import FeedbackStore
from assistant.web.endpoints import endpoints
from assistant.web.events import Events
from assistant.web.layout import lay_out, translations
from assistant.web.wiring import wire
from knowledge.questions import StudyQuestion
from knowledge.records import Study


def build(
    study: Study, questions: Sequence[StudyQuestion], assistant: Future[Assistant], feedback: FeedbackStore
) -> tuple[gr.Blocks, gr.I18n]:
    """The page and what it says in each language; `assistant` may still be loading."""
    with gr.Blocks(title="tanya", fill_width=True) as page:
        endpoints(assistant)  # first, so that these have the names and not the page's own events
        wire(page, lay_out(study), Events(study, questions, assistant, feedback))
    return page, translations
