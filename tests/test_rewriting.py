"""Follow-ups written out by a chat model."""

import pytest

from assistant import Turn
from assistant.coverage import Vocabulary
from assistant.generative.rewriting import accepted
from knowledge import load_study
from knowledge.study import SHIPPED

VOCABULARY = Vocabulary(load_study(SHIPPED))
HISTORY = [
    Turn("Siapa saja mitra Indonesia?", "Indonesia menjalin kemitraan dengan Australia, Jepang, India, dan Prancis [1].")
]


def written(reply, question="Kalau India?", history=HISTORY):
    found = accepted(reply, VOCABULARY.question(question, "id"), history, VOCABULARY)
    return found and found.text


@pytest.mark.parametrize(
    "reply",
    [
        "Apakah Indonesia bermitra dengan India?",
        "Pertanyaan: Apakah Indonesia bermitra dengan India?",
        '"Apakah Indonesia bermitra dengan India?"\n',
        "\n\nApakah Indonesia bermitra dengan India?",
        "**Apakah Indonesia bermitra dengan India?**",
    ],
)
def test_a_question_about_the_same_is_taken(reply):
    assert written(reply) == "Apakah Indonesia bermitra dengan India?"


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Apakah Indonesia bermitra dengan India dan Rusia?",
        "Apakah Indonesia bermitra dengan India sejak 1998?",
        "Apakah Indonesia bermitra dengan tiga negara seperti India?",
        "Apakah Indonesia bermitra dengan India menurut Sukarno?",
        "Apakah Indonesia bermitra dengan Jepang?",
        "Apakah Indonesia tidak bermitra dengan India?",
        "Kalau India?",
        "Bagaimana dengan India?",
        "Apakah Indonesia bermitra dengan India?\nYa, Indonesia bermitra dengan India.",
        "Apakah Indonesia bermitra dengan India? " * 20,
    ],
)
def test_what_adds_loses_or_still_leans_is_not(reply):
    assert written(reply) is None


def test_a_name_may_come_from_the_conversation():
    history = [Turn("Apa peran AOIP?", "AOIP adalah kerangka kerja sama.")]
    assert written("Mengapa AOIP penting?", "Mengapa penting?", history) == "Mengapa AOIP penting?"
    assert written("Mengapa ASEAN penting?", "Mengapa penting?", history) is None
