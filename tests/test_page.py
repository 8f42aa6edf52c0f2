import re
from concurrent.futures import Future

import gradio as gr
import pytest

from assistant.feedback import FeedbackStore
from assistant.messages import messages
from assistant.web.layout import PREFIX, translations
from assistant.web.page import build
from knowledge import load_study
from knowledge.language import LANGUAGES
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

STUDY = load_study()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page while the model loads."""
    feedback = FeedbackStore(tmp_path_factory.mktemp("feedback") / "feedback.sqlite3")
    return build(STUDY, load_questions(STUDY, SHIPPED), Future(), feedback)[0]


def named(page):
    """The keys of translations that stand anywhere in the page's configuration."""
    return set(re.findall(rf"{PREFIX}[a-z-]+", repr(page.get_config_file())))


def texts(page):
    """Everything that a component shows or is called by."""
    shown_ones = (block for block in page.blocks.values() if type(block).__name__ != "Api")
    for block in shown_ones:
        for name in ("label", "value", "placeholder", "info"):
            shown = getattr(block, name, None)
            if isinstance(shown, str) and shown:
                yield block, name, shown


def test_the_page_is_built_without_a_model(page):
    assert isinstance(page, gr.Blocks)


def test_every_text_of_the_page_is_there_in_both_languages(page):
    used = named(page)
    assert len(used) > 30
    assert used <= messages().keys()
    for key in messages():
        if key.startswith(PREFIX):
            assert all(translations.translations[code][key] for code in LANGUAGES), key


def test_no_translation_is_left_over(page):
    spoken = {key for key in messages() if key.startswith(PREFIX)}
    script = {"page-sidebar", "page-more-tabs", "page-delete-all-sure", "page-whole", "page-conversation"}
    assert spoken - named(page) <= script


def test_no_component_shows_a_text_that_is_not_translated(page):
    own_names = {"Indonesia", "English", "Markdown", "Word (DOCX)", "JSON", "BibTeX", "CSL-JSON", "tanya"}
    plain = [
        (type(block).__name__, name, shown)
        for block, name, shown in texts(page)
        if "__i18n__" not in shown and shown not in own_names and not shown.startswith("<h1>")
    ]
    values = {"id", "en", "docx", "bibtex"}  # chosen values that the reader sees by their labels
    assert [found for found in plain if found[2] not in values] == []


def test_programs_see_two_endpoints_and_nothing_of_the_page(page):
    assert set(page.get_api_info()["named_endpoints"]) == {"/ask", "/search"}
    assert page.get_api_info()["unnamed_endpoints"] == {}
