import pytest

from assistant.coverage import Vocabulary
from assistant.ellipsis import completed, leans
from knowledge import load_study

VOCABULARY = Vocabulary(load_study())


def ask(*texts):
    """The last of `texts` as a question after the others."""
    asked = []
    for text in texts:
        asked.append(completed(VOCABULARY.question(text, "id"), asked, VOCABULARY))
    return asked[-1]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Kalau India?", True),
        ("Jerman gimana?", True),
        ("Yang ketiga?", True),
        ("And the second?", True),
        ("dan tujuannya?", True),
        ("Why?", True),
        ("India?", True),
        ("Siapa itu?", True),
        ("Langkah itu apa tujuannya?", True),
        ("What is AOIP?", False),
        ("Apa itu AOIP?", False),
        ("AOIP itu apa?", False),
        ("Jelaskan AOIP", False),
        ("Apa saja tantangan diplomasi pertahanan?", False),
        ("ganti topik ke AOIP itu", False),
    ],
)
def test_a_question_leans_where_it_leaves_out_what_it_is_about(text, points):
    assert leans(VOCABULARY.question(text)) is points


def test_a_name_takes_the_place_of_the_name_before_it():
    question = ask("Apakah Indonesia bermitra dengan Jepang?", "Kalau India?")
    assert question.form == "yes-no"
    assert "india" in question.content
    assert "jepang" not in (*question.content, *question.context)


def test_a_refused_name_is_not_dragged_along():
    question = ask("Siapa mitra Indonesia?", "Kalau Thailand?", "Yang terakhir?")
    assert (question.ordinal, question.sought) == (-1, ("mitra",))
    assert "thailand" not in question.content


def test_a_word_after_a_yes_no_question_is_to_be_confirmed_too():
    assert ask("Is AOIP inclusive?", "And exclusive?").form == "yes-no"
    assert ask("Is AOIP inclusive?", "And why?").form == "why"


def test_a_question_that_names_only_what_it_asks_for_keeps_the_topic_before_it():
    question = ask("Which countries does Indonesia partner with?", "In which fields?", "And what for?")
    assert "partner" in question.context


def test_the_first_question_leans_on_nothing():
    assert ask("Yang ketiga?").text == "Yang ketiga?"
