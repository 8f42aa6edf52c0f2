import csv
import io
import json

from assistant.feedback import Feedback
from assistant.feedback_report import as_csv, as_json, as_text

UP = Feedback("2026-01-02T03:04:05+00:00", "up", "", "Siapa?", {"text": "Jepang [1]."}, "kopi", "f1")
DOWN = Feedback("2026-01-03T03:04:05+00:00", "down", " \t=HYPERLINK(1)\nbaris", "Kapan?", {"text": "-5 hari"}, "kopi", "f1")


def test_an_empty_store_says_so():
    assert as_text([]) == "No feedback yet."


def test_each_thumb_is_a_block_and_the_sum_stands_below():
    assert as_text([UP, DOWN]).splitlines() == [
        "2026-01-02T03:04:05+00:00  up  kopi",
        "  question: Siapa?",
        "  answer:   Jepang [1].",
        "",
        "2026-01-03T03:04:05+00:00  down  kopi",
        "  question: Kapan?",
        "  answer:   -5 hari",
        "  comment:  =HYPERLINK(1) baris",
        "",
        "2 in all: 1 up, 1 down.",
    ]


def test_json_holds_every_field():
    assert json.loads(as_json([UP]))[0] == {
        "at": "2026-01-02T03:04:05+00:00",
        "rating": "up",
        "comment": "",
        "question": "Siapa?",
        "answer": {"text": "Jepang [1]."},
        "study": "kopi",
        "fingerprint": "f1",
    }


def test_a_spreadsheet_runs_nothing_of_what_readers_typed():
    _, up, down = csv.reader(io.StringIO(as_csv([UP, DOWN])))
    assert up[1:5] == ["up", "", "Siapa?", "Jepang [1]."]
    assert down[2:5] == ["' \t=HYPERLINK(1)\nbaris", "Kapan?", "'-5 hari"]
