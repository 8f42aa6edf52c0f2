import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coverage import Vocabulary
from assistant.parts import MOST, apart
from knowledge import load_study
from knowledge.language import either

VOCABULARY = Vocabulary(load_study())
JOINING = ["and", "then", "dan", "lalu", "terus", "plus", "sama", "serta", "also", "juga", ",", "?", "AOIP", "mitra", "Jepang"]
QUESTION_WORDS = sorted(either("interrogative") | either("auxiliary") | either("listing")) + JOINING


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Siapa mitra Indonesia dan sejak kapan?", ("Siapa mitra Indonesia?", "sejak kapan?")),
        ("Apa itu AOIP? Lalu apa perannya?", ("Apa itu AOIP?", "Lalu apa perannya?")),
        ("AOIP itu inklusif nggak? trus dasarnya apa", ("AOIP itu inklusif nggak?", "trus dasarnya apa")),
        ("siapa aja mitranya sama apa tantangannya?", ("siapa aja mitranya?", "apa tantangannya?")),
        ("Who are the partners, and in which fields?", ("Who are the partners?", "in which fields?")),
        ("What is AOIP, who adopted it, and is it open?", ("What is AOIP?", "who adopted it?", "is it open?")),
        ("Kapan dan di mana AOIP diadopsi?", ("Kapan AOIP diadopsi?", "di mana AOIP diadopsi?")),
        ("Apa saja tantangan dan langkahnya?", ("Apa saja tantangan?", "Apa saja langkahnya?")),
        ("What are the challenges and the steps?", ("What are the challenges?", "What are the steps?")),
        ("Tantangan dan langkahnya apa saja?", ("Tantangan apa saja?", "langkahnya apa saja?")),
        ("Jelaskan AOIP dan Asta Gatra", ("Jelaskan AOIP?", "Jelaskan Asta Gatra?")),
        ("Sebutkan langkahnya dan jelaskan tantangannya.", ("Sebutkan langkahnya?", "jelaskan tantangannya.")),
        ("List the steps and explain the challenges.", ("List the steps?", "explain the challenges.")),
        ("Apakah Australia dan Jerman mitra?", ("Apakah Australia mitra?", "Apakah Jerman mitra?")),
        ("Are Japan, Brazil or India partners?", ("Are Japan or India partners?", "Are Brazil partners?")),
    ],
)
def test_a_question_that_asks_several_things_is_taken_apart(text, parts):
    assert apart(text, VOCABULARY) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Apakah Australia dan Jepang mitra?",  # both are named in the study
        "Apakah Jerman dan Brasil mitra?",  # neither is
        "Apakah Indonesia dan Jepang bermitra?",  # the two sides of one thing
        "Apa hubungan antara Asta Gatra dan ketahanan nasional?",
        "Apa peran pendidikan dan pelatihan?",
        "Apa peran dan manfaat AOIP?",  # told by the same note
        "Bagaimana keseimbangan kekuatan militer dan keuletan diplomasi?",
        "What role do education and training play?",
        "Indonesia kerja sama sama siapa aja?",
        "Which convention does the AOIP rest on, UNCLOS or something else?",
        "Saya mahasiswa dan peneliti. Siapa mitra Indonesia?",
        "Sebutkan dan jelaskan tantangannya",
        "Kalau India?",
        "",
        "dan apa " * (MOST + 2),
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(text):
    assert apart(text, VOCABULARY) == (text,)


@pytest.mark.parametrize("text", ["Who then?", "Which ones then?", "gmn dan", "is lalu", "apa sama"])
def test_an_and_that_ends_a_question_joins_nothing(text):
    assert apart(text, VOCABULARY) == (text,)


@given(st.lists(st.sampled_from(QUESTION_WORDS), max_size=10).map(" ".join))
def test_any_words_of_questions_are_taken_apart_into_some_questions(text):
    parts = apart(text, VOCABULARY)
    assert parts == (text,) or 1 < len(parts) <= MOST
