import pytest

from assistant import Turn
from assistant.conversation import standalone
from assistant.coverage import Vocabulary
from knowledge import load_study

VOCABULARY = Vocabulary(load_study())
STATEMENTS = {note.id: note.statement for note in VOCABULARY.study.notes}
CONVERSATIONS = [
    ("id", ["Apakah Indonesia bermitra dengan Jepang?", "Kalau India?"], "partners.india"),
    ("id", ["Apakah Indonesia bermitra dengan Jepang?", "Kalau India?", "Prancis?"], "partners.france"),
    ("id", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Yang ketiga?"], "challenges.sectoral-ego"),
    ("id", ["Apa saja langkah strategisnya?", "Lalu yang pertama?"], "steps.first"),
    ("id", ["Apa saja langkah strategisnya?", "Yang terakhir?"], "steps.third"),
    ("en", ["What are the strategic steps?", "And the second one?"], "steps.second"),
    ("en", ["What are the challenges?", "What about the last one?"], "challenges.sectoral-ego"),
    ("en", ["Is Japan a partner of Indonesia?", "What about France?"], "partners.france"),
    # another topic
    ("id", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Siapa saja mitra Indonesia?"], "partners"),
    ("en", ["Is Japan a partner of Indonesia?", "What are the strategic steps?"], "steps"),
    # another language
    ("en", ["Apa saja tantangan diplomasi pertahanan Indonesia?", "Which countries are Indonesia's partners?"], "partners"),
]


def converse(assistant, questions, as_text=False):
    """The answer to the last of `questions`."""
    history = []
    for question in questions:
        answer = assistant.ask(question, history)
        history.append(Turn(question, answer.text if as_text else answer))
    return answer


@pytest.mark.parametrize("as_text", [False, True], ids=["answers", "text"])
@pytest.mark.parametrize(("language", "questions", "note"), CONVERSATIONS, ids=lambda value: str(value)[-30:])
def test_a_follow_up_is_understood_in_its_conversation(assistant, language, questions, note, as_text):
    answer = converse(assistant, questions, as_text)
    assert (answer.language, [c.text for c in answer.claims]) == (language, [STATEMENTS[note][language]])


@pytest.mark.parametrize(
    ("questions", "about"),
    [
        (["Apakah Indonesia bermitra dengan Jepang?", "Kalau Jerman?"], "Jerman"),
        (["Is Japan a partner of Indonesia?", "What about Germany?"], "Germany"),
        (["Apakah Indonesia bermitra dengan Jepang?", "Kalau Korea Selatan?"], "Korea, Selatan"),
        (["Siapa saja mitra Indonesia?", "Kalau Korea Selatan?"], "Korea, Selatan"),
    ],
)
def test_a_follow_up_about_what_is_not_named_is_refused(assistant, questions, about):
    refused = converse(assistant, questions)
    assert (refused.reason, refused.abstention.about) == ("not-named", about)


def test_the_conversation_goes_on_after_a_refusal(assistant):
    answer = converse(assistant, ["Apakah Indonesia bermitra dengan Jerman?", "Kalau Australia?"])
    assert (answer.verdict, answer.claims[0].text) == ("yes", STATEMENTS["partners.australia"]["id"])


@pytest.mark.parametrize(
    ("question", "standing"),
    [
        ("Kalau India?", "Apakah Jepang mitra? Kalau India?"),
        ("Dan Prancis?", "Apakah Jepang mitra? Dan Prancis?"),
        ("Apa saja tantangan diplomasi pertahanan?", "Apa saja tantangan diplomasi pertahanan?"),
    ],
)
def test_only_a_question_that_leans_is_joined_to_the_one_before(question, standing):
    history = [Turn("Apakah Jepang mitra?", "Ya.")]
    assert standalone(question, history, VOCABULARY).text == standing


@pytest.mark.parametrize(("question", "language"), [("Kalau India?", "id"), ("And the second one?", "en"), ("India?", "id")])
def test_a_short_question_takes_the_language_it_is_in_else_that_of_the_conversation(question, language):
    history = [Turn("Apakah Jepang mitra?", "Ya.")]
    assert standalone(question, history, VOCABULARY).language == language


@pytest.mark.parametrize("question", ["Kalau India?", "Yang ketiga?", "And the second one?"])
def test_a_follow_up_to_nothing_or_to_a_greeting_does_not_fail(question):
    for history in ([], [Turn("", "")], [Turn("Halo!", "Halo!")]):
        assert standalone(question, history, VOCABULARY).text == question
