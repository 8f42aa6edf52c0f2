import json
import logging
import re

import gradio as gr
import pytest

from assistant.answers import Abstention, Answer
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


def ask(question, error=None):
    with answered(question) as log:
        if error:
            raise error
        log(REFUSED)


def test_an_answer_is_one_line_without_its_question(lines):
    ask(EVIL)
    [line] = lines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ info answered ms=\d+ language=id claims=0 reason=not-named", line)


def test_a_question_that_is_logged_cannot_forge_a_line(lines):
    ask(EVIL)
    [line] = lines(questions=True)
    assert "\n" not in line
    assert json.loads(line.partition(" question=")[2]) == EVIL


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
