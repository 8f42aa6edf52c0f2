from concurrent.futures import Future

import gradio as gr
import pytest

from assistant import Assistant
from assistant.web.page import build
from knowledge import load_study
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

STUDY = load_study()
QUESTIONS = load_questions(STUDY, SHIPPED)


def handler(page, name):
    """The function of the page that is called `name`."""
    return next(block.fn for block in page.fns.values() if block.name == name)


@pytest.fixture(scope="module")
def loading():
    """The page while the model loads."""
    return build(STUDY, QUESTIONS, Future())


def test_the_page_is_built_without_a_model(loading):
    assert isinstance(loading, gr.Blocks)
    panel = next(block for block in loading.blocks.values() if isinstance(block, gr.HTML))
    assert all(f'id="s{number}"' in panel.value for number in range(1, len(STUDY.sentences) + 1))


def test_the_page_says_that_the_model_is_loading_until_it_is_there():
    assistant = Future()
    waiting = handler(build(STUDY, (), assistant), "waiting")
    assert waiting("en")[0]["value"].startswith("The model is loading")
    assert waiting("id")[0]["value"].startswith("Model sedang dimuat")
    assistant.set_result(None)
    assert waiting("en")[0]["visible"] is False


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("id", {"Tanya", "Percakapan baru", "Pertanyaan", "Contoh pertanyaan", "Bahasa antarmuka", "### Naskah", "Tantangan"}),
        (
            "en",
            {"Ask", "New conversation", "Question", "Example questions", "Interface language", "### The study", "Challenges"},
        ),
    ],
)
def test_switching_the_language_changes_every_label(loading, code, labels):
    updates = [u if isinstance(u, dict) else {"label": u.label} for u in handler(loading, "speak")(code)]
    assert labels <= {shown for update in updates for name, shown in update.items() if name in ("value", "label")}


def test_examples_are_answerable_questions_in_the_language_of_the_study(loading):
    asked = {question.question: question for question in QUESTIONS}
    datasets = [block for block in loading.blocks.values() if isinstance(block, gr.Dataset)]
    shown = [asked[sample[0]] for dataset in datasets for sample in dataset.samples]
    assert len(shown) >= len(datasets) >= 5
    assert all(example.answerable and not example.history and example.language == STUDY.language for example in shown)


@pytest.fixture
def ask(bare: Assistant):
    """Asks the page over the small study; each state of chat, turns, panel and question box."""
    assistant = Future()
    assistant.set_result(bare)
    asking = handler(build(bare.study, (), assistant), "ask")
    return lambda text, chat=(), turns=(): [([*state[0]], *state[1:]) for state in asking(text, [*chat], [*turns])]


def test_the_question_is_shown_before_its_answer(ask):
    first, last = ask("Berapa lama biji dijemur?")
    assert [message["role"] for message in first[0]] == ["user"]
    assert [message["role"] for message in last[0]] == ["user", "assistant"]
    assert 'class="answer"' in last[0][1]["content"].value
    assert last[1][0].answer.claims[0].text == "Biji dijemur selama 14 hari."
    assert "Biji dijemur selama 14 hari.<sup>[1]</sup></mark>" in last[2]


def test_what_a_reader_types_is_shown_as_text(ask):
    chat = ask("<script>alert(1)</script>")[-1][0]
    assert chat[0]["content"] == "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert 'class="refusal"' in chat[1]["content"].value


def test_the_conversation_is_kept_by_the_page(ask):
    chat, turns, *_ = ask("Berapa lama biji dijemur?")[-1]
    chat, turns, *_ = ask("Siapa yang membeli separuh panen?", chat, turns)[-1]
    assert [turn.question for turn in turns] == ["Berapa lama biji dijemur?", "Siapa yang membeli separuh panen?"]
    assert len(chat) == 4


def test_an_empty_question_changes_nothing(ask):
    assert [(chat, turns) for chat, turns, *_ in ask("  ")] == [([], [])]
