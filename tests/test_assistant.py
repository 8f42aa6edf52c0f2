import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from assistant import Assistant, Turn
from assistant.dialogue import MAX_QUESTION
from assistant.rendering import as_data
from knowledge import Span, StudyError, load_study
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

QUESTIONS = load_questions(load_study(), SHIPPED)
FLOOR = 0.9  # share of right answers, in each kind of question; a kind of fifteen may lose one
FLOOR_OF_ALL = 0.95
SOME = [asked.question for asked in QUESTIONS if not asked.history][::8]


@pytest.fixture(scope="module")
def answers(assistant):
    """The answer to every shipped question, after its history."""
    found = {}
    for asked in QUESTIONS:
        history = []
        for earlier in asked.history:
            history.append(Turn(earlier, assistant.ask(earlier, history)))
        found[asked.id] = assistant.ask(asked.question, history)
    return found


def is_right(asked, answer):
    if not asked.answerable:
        return answer.abstained or answer.verdict == "no"
    said = answer.text.lower()
    return (
        answer.language == asked.language
        and all(any(nugget in said for nugget in alternatives) for alternatives in asked.nuggets)
        and not any(word in said for word in asked.forbidden)
        and any(Span(cited.start, cited.end).overlaps(gold) for cited in answer.citations for gold in asked.quotes)
    )


def as_bytes(answer):
    return json.dumps(as_data(answer), ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("question", "language", "named"),
    [
        (
            "Apa saja tantangan diplomasi pertahanan Indonesia?",
            "id",
            ["rivalitas negara besar", "fragmentasi kepentingan antarnegara ASEAN", "ego sektoral antarlembaga dalam negeri"],
        ),
        (
            "What challenges does Indonesia's defence diplomacy face?",
            "en",
            ["rivalry of great powers", "fragmentation of interests among ASEAN states", "sectoral ego of domestic agencies"],
        ),
    ],
)
def test_the_challenges_are_named_in_the_language_of_the_question_and_cited(assistant, question, language, named):
    answer = assistant.ask(question)
    assert answer.language == language
    assert all(challenge in answer.text for challenge in named)
    assert {cited.paragraph for cited in answer.citations} == {3}
    quoted = " ".join(cited.quote for cited in answer.citations)
    assert all(words in quoted for words in ["rivalitas negara besar", "fragmentasi kepentingan", "ego sektoral"])


@pytest.mark.parametrize("question", ["Which countries are Indonesia's partners?", "Siapa saja mitra Indonesia?"])
def test_the_partners_are_named(assistant, question):
    answer = assistant.ask(question)
    partners = {"id": ["Australia", "Jepang", "India", "Prancis"], "en": ["Australia", "Japan", "India", "France"]}
    assert all(country in answer.text for country in partners[answer.language])
    assert {cited.paragraph for cited in answer.citations} == {1}


def test_a_country_that_is_no_partner_is_refused_and_the_partners_are_shown(assistant):
    answer = assistant.ask("Apakah Indonesia bermitra dengan Jerman?")
    assert (answer.reason, answer.text) == ("not-named", "Naskah tidak menyebut Jerman.")
    assert any("Australia, Jepang, India, dan Prancis" in passage.text for passage in answer.nearest)


@pytest.mark.parametrize("kind", sorted({asked.kind for asked in QUESTIONS}))
def test_the_shipped_questions_are_answered_right(answers, kind):
    right = {asked.id: is_right(asked, answers[asked.id]) for asked in QUESTIONS if asked.kind == kind}
    wrong = [id_ for id_, is_so in right.items() if not is_so]
    assert sum(right.values()) / len(right) >= FLOOR, f"{kind}: {len(wrong)} of {len(right)} wrong: {', '.join(wrong)}"


def test_nearly_all_shipped_questions_are_answered_right(answers):
    right = [is_right(asked, answers[asked.id]) for asked in QUESTIONS]
    assert sum(right) / len(right) >= FLOOR_OF_ALL


def test_every_citation_is_a_slice_of_the_study(assistant, answers):
    for answer in answers.values():
        for cited in answer.citations:
            assert cited.quote == assistant.study.text[cited.start : cited.end]
            assert cited.paragraph == assistant.study.paragraph_of(Span(cited.start, cited.end))


def test_citations_are_numbered_from_one_and_each_is_used(answers):
    for answer in answers.values():
        assert [cited.number for cited in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert {number for claim in answer.claims for number in claim.citations} == {c.number for c in answer.citations}


def test_the_same_question_gives_the_same_bytes(assistant, retriever):
    again = Assistant(retriever)
    for question in SOME:
        assert as_bytes(assistant.ask(question)) == as_bytes(assistant.ask(question)) == as_bytes(again.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "Siapa saja mitra Indonesia, dan apa saja tantangannya?",
        "Apakah Indonesia bermitra dengan Jerman, dan apa peran AOIP?",
        "Apakah Jepang mitra Indonesia?",
        "Terima kasih",
        "Siapa presiden Prancis?",
        "",
        "apa " * 2000,
    ],
)
def test_what_is_streamed_only_grows_and_ends_in_the_answer(assistant, question):
    *partial, whole = assistant.stream(question)
    assert whole == assistant.ask(question)
    for earlier, later in pairwise([*partial, whole]):
        assert earlier.claims == later.claims[: len(earlier.claims)]
        assert earlier.citations == later.citations[: len(earlier.citations)]
    assert all(answer.claims for answer in partial)


@pytest.mark.parametrize("typed", ["😀😀", "?", "...", "", "<b></b>"])
def test_what_has_no_word_is_no_follow_up(assistant, typed):
    question = "Siapa saja mitra Indonesia?"
    answer = assistant.ask(typed, [Turn(question, assistant.ask(question))])
    assert (answer.reason, answer.language) == ("not-a-question", "id")


def test_the_first_part_is_shown_before_the_second_is_known(assistant):
    first, *_, last = assistant.stream("Siapa saja mitra Indonesia, dan apa saja tantangannya?")
    assert 0 < len(first.claims) < len(last.claims)


def test_eight_threads_are_answered_as_one_is(assistant):
    alone = [assistant.ask(question) for question in SOME]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(assistant.ask, SOME * 2)) == alone * 2


NONSENSE = {
    "empty": "",
    "spaces": " \t\n\u3000",
    "10,000 characters": "x" * 10_000,
    "emoji only": "\U0001f600\U0001f44d\U0001f3fd\u200d\U0001f469",
    "punctuation only": "?!... --- \u00bf",
    "control characters": "\x00\x01\x1b[31m\x7f\u202e",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "a template": "{about} {0} %s ${HOME} {{7*7}}",
    "SQL and shell": "'; DROP TABLE notes; -- $(rm -rf /) `id`",
    "Chinese": "\u5370\u5ea6\u5c3c\u897f\u4e9a\u7684\u4f19\u4f34\u662f\u8c01\uff1f",
    "Arabic": "\u0645\u0627 \u0647\u064a \u0627\u0644\u062a\u062d\u062f\u064a\u0627\u062a\u061f",
    "French": "Quels sont les partenaires de l'Indon\u00e9sie ?",
    "one letter": "a",
    "a number": "42",
    "combining marks": "a" + "\u0301" * 500,
}
ABOUT_PARTNERS = {
    "10,000 characters of words": "mitra Indonesia " * 625,
    "as long as may be": ("mitra Indonesia " * MAX_QUESTION)[:MAX_QUESTION],
    "a lone surrogate": "mitra \ud800 Indonesia",
}
BAD_INPUT = NONSENSE | ABOUT_PARTNERS


@pytest.mark.parametrize("text", NONSENSE.values(), ids=NONSENSE.keys())
def test_what_is_no_question_about_the_study_is_refused(assistant, text):
    assert assistant.ask(text).abstained


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_whatever_is_typed_gets_an_answer_or_a_plain_abstention(assistant, text):
    answer = assistant.ask(text)
    assert answer.language in ("id", "en")
    assert answer.text.strip()
    assert len(answer.question) <= MAX_QUESTION
    assert as_bytes(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Apa saja the challenges of diplomasi pertahanan?",
        "APA SAJA TANTANGAN DIPLOMASI PERTAHANAN INDONESIA???",
        "\u200bApa\u00a0saja tantangan\x00 diplomasi pertahanan Indonesia?\n\n",
        "\U0001f64f apa aja tantangan diplomasi pertahanan indonesia \U0001f64f",
    ],
    ids=["mixed languages", "capitals", "invisible characters", "emoji"],
)
def test_odd_writing_is_understood(assistant, question):
    assert "ego sektoral" in assistant.ask(question).text


@pytest.mark.parametrize("question", ["<b>Siapa</b> mitra Indonesia?", "<p class='q'>Siapa mitra <i>Indonesia</i>?</p>"])
def test_the_tags_of_markup_are_no_words(assistant, question):
    assert assistant.ask(question).claims == assistant.ask("Siapa mitra Indonesia?").claims


def test_a_history_of_odd_turns_does_no_harm(assistant):
    history = [Turn(text, "") for text in BAD_INPUT.values()]
    assert assistant.ask("Siapa saja mitra Indonesia?", history).claims


def test_a_folder_that_is_no_study_is_refused(tmp_path):
    with pytest.raises(StudyError, match=r"text\.md is missing"):
        Assistant.open(tmp_path)
