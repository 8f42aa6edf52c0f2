import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.colloquial import standardise, written_out


def test_colloquial_spellings_are_written_out():
    assert standardise("Negara2 yg gmn?") == ["negara", "yang", "bagaimana"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gmn peran aoip sih gan", "Bagaimana peran aoip?"),
        ("Yg mana mitra RI yah?", "Yang mana mitra RI?"),
        ("wat r the partners plz", "What are the partners?"),
        ("GMN PERAN AOIP", "Bagaimana PERAN AOIP?"),
        ("peran AOIP", "Peran AOIP"),  # no question
        ("Apa itu Indo-Pasifik?", "Apa itu Indo-Pasifik?"),
        ("What is the U.S. policy on G-20?", "What is the U.S. policy on G-20?"),
        ("Siapa Dr. Rahmah Ismail?", "Siapa Dr. Rahmah Ismail?"),
        ("R&D di KL", "R&D di KL"),
        ("Siapa Ho Chi Min?", "Siapa Ho Chi Min?"),
        ("", ""),
    ],
)
def test_a_hurried_question_is_written_out_and_names_are_left_alone(typed, written):
    assert written_out(typed) == written


def test_a_compound_or_an_initial_is_no_colloquial_word():
    assert standardise("Indo-Pasifik, G-20 dan W. R. Supratman") == [
        *("indo", "pasifik", "g", "20", "dan", "w", "r", "supratman")
    ]


@given(st.text())
def test_any_text_can_be_written_out(text):
    assert isinstance(written_out(text), str)
