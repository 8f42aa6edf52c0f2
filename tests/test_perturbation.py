import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from assistant.evaluation.perturbation import PERTURBATIONS, perturbed

QUESTION = "Bagaimanakah cara Indonesia mengembangkan kerja sama dengan negara yang dianggap penting?"


@pytest.mark.parametrize("how", PERTURBATIONS)
def test_the_same_seed_gives_the_same_question_and_another_another(how):
    assert perturbed(QUESTION, "id", how, 1) == perturbed(QUESTION, "id", how, 1) != QUESTION
    assert len({perturbed(QUESTION, "id", how, seed) for seed in range(20)}) > 3


def test_a_slip_is_one_edit_in_a_quarter_of_the_long_words_and_never_in_the_first_letter():
    found = perturbed(QUESTION, "id", "typos", 1)
    changed = [(a, b) for a, b in zip(QUESTION.split(), found.split(), strict=True) if a != b]
    assert len(changed) == 2  # of nine words with five letters or more
    assert all(OSA.distance(a, b) <= 1 and a[0] == b[0] for a, b in changed)


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("Siapa yang membuat kopi?", "id", "siapa yg bikin kopi"),
        ("Siapa yang menulis dan menyebabkan itu?", "id", "siapa yg nulis dan nyebabin itu"),
        ("Who are you?", "en", "who"),
    ],
)
def test_colloquial_questions_are_spelt_as_in_a_chat(question, language, found):
    assert perturbed(question, language, "colloquial", 1).startswith(found)


@given(st.text(), st.sampled_from(["id", "en"]), st.sampled_from(PERTURBATIONS), st.integers())
def test_any_text_can_be_perturbed(text, language, how, seed):
    assert isinstance(perturbed(text, language, how, seed), str)
