import json
import logging
import re
from dataclasses import replace

import gradio as gr
import pytest

from assistant.answers import Abstention, Answer, Dropped, Writing
from assistant.web.log import Line, answered

REFUSED = Answer("Siapa?", "id", abstention=Abstention("not-named", "x"))
EVIL = "Siapa?\n2026-01-01T00:00:00Z info forged"


@pytest.fixture
def lines(caplog):
    """What is logged, as it would be written."""
    caplog.set_level(logging.INFO, "tanya")

    def written(*, questions=False):
        return [Line(questions=questions).format(record) for record in caplog.records]

    return written


def ask(question, error=None, answer=REFUSED):
    with answered(question) as log:
        if error:
            raise error
        log(answer)


def test_an_answer_is_one_line_without_its_question(lines):
    ask(EVIL)
    [line] = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ info answered ms=\d+ language=id claims=0 reason=not-named", line)


def test_a_question_that_is_logged_cannot_forge_a_line(lines):
    ask(EVIL)
    [line] = lines(questions=True)
    assert "\n" not in line
    assert json.loads(line.partition(" question=")[2]) == EVIL


WRITTEN = replace(
    REFUSED, writing=Writing("my model", "cut-off", (Dropped("Jembatan\nitu baru.", "x"),), 2, 3.14159, None, 1500, 42)
)


def test_what_a_model_did_and_cost_is_told_without_a_word_of_it(lines):
    ask(EVIL, answer=WRITTEN)
    ask(EVIL, answer=replace(WRITTEN, writing=Writing("qwen3", calls=1, seconds=2, first=0.5)))
    failed, fine = lines()
    assert failed.endswith(
        ' reason=not-named model="my model" calls=2 tokens=1500+42 model_s=3.14 first_s=- dropped=1 fault=cut-off'
    )
    assert fine.endswith(' model="qwen3" calls=1 tokens=0+0 model_s=2.00 first_s=0.50 dropped=0 fault=-')


def test_what_a_model_wrote_in_vain_is_logged_where_questions_are(lines):
    ask(EVIL, answer=WRITTEN)
    [line] = lines(questions=True)
    assert "\n" not in line
    assert json.loads(line.partition(" left_out=")[2]) == ["Jembatan\nitu baru."]


def test_a_failure_is_one_line_with_its_error(lines):
    with pytest.raises(gr.Error, match="Silakan coba lagi"):
        ask("Apa ini?", RuntimeError("disk\nfull"))
    [line] = lines()
    assert re.search(r'error failed ms=\d+ error="RuntimeError: disk\\nfull"$', line)


def test_a_reader_who_stops_is_one_line(lines):
    def stream():
        with answered("Apa?"):
            yield 1

    growing = stream()
    next(growing)
    growing.close()
    assert "info stopped ms=" in lines()[0]
