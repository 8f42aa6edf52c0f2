from importlib import resources

import pytest

from knowledge.glossary import senses
from knowledge.language import words


def concepts(text):
    return {sense.concept for sense in senses(words(text))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kemitraan", "partnership"),
        ("kerja sama", "cooperation"),
        ("memperkuat", "strengthening"),
        ("sumber daya manusia", "human resources"),
        ("Jepang", "Japanese"),
        ("Prancis", "French"),
        ("Maret", "March"),
        ("Uni Eropa", "European Union"),
    ],
)
def test_words_of_the_two_languages_share_a_concept(one, other):
    assert concepts(one) & concepts(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("memperkuat", "memperlemah"),
        ("pendidikan", "kesehatan"),
        ("education", "training"),
        ("impor", "ekspor"),
        ("Australia", "Austria"),
        ("Maret", "May"),
        ("naik", "turun"),
    ],
)
def test_opposites_and_siblings_share_none(one, other):
    assert not concepts(one) & concepts(other)


def test_a_name_stands_for_its_people_too():
    assert concepts("Indian") & concepts("India")
    assert concepts("Australian") & concepts("Australia")


def test_every_line_of_the_glossary_has_both_languages_and_stands_once():
    lines = resources.files("knowledge").joinpath("glossary.txt").read_text("utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    assert all(len(sides := line.split(" | ")) == 2 and all(side.strip() for side in sides) for line in lines)
    assert len(set(lines)) == len(lines)
