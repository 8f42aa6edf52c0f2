import pytest

from knowledge import Span, StudyError, load_study
from knowledge.language import detect
from knowledge.questions import load_questions
from knowledge.study import SHIPPED

SHIPPED_QUESTIONS = load_questions(load_study(), SHIPPED)
TEXT = "Kapal itu besar. Ia cepat."
FULL = """\
- id: ship-size
  lang: en
  kind: followup
  topic: ships
  history: [Is there a ship?]
  question: How big is it?
  answerable: true
  quotes: [Kapal itu besar]
  nuggets: [[big, large]]
  forbidden: [small]
- {id: ship-age, lang: id, question: Berapa umurnya?, answerable: false, reason: detail-not-given}
- {id: ship-name, lang: id, question: Apa namanya?, answerable: false, reason: [not-named, detail-not-given]}
"""


def entry(more="", id="a"):
    return f"- {{id: {id}, lang: id, question: Apa itu?, answerable: true{more}}}\n"


def test_a_question_is_read_with_its_gold(write_study):
    folder = write_study(TEXT, questions=FULL)
    size, age, name = load_questions(load_study(folder), folder)
    assert (size.id, size.language, size.kind, size.topic, size.answerable) == ("ship-size", "en", "followup", "ships", True)
    assert (size.history, size.question) == (("Is there a ship?",), "How big is it?")
    assert (size.quotes, size.nuggets, size.forbidden) == ((Span(0, 15),), (("big", "large"),), ("small",))
    assert (age.answerable, age.quotes, age.reasons) == (False, (), ("detail-not-given",))
    assert name.reasons == ("not-named", "detail-not-given")


@pytest.mark.parametrize("files", [{}, {"questions": ""}])
def test_a_study_may_have_no_questions(write_study, files):
    folder = write_study(TEXT, **files)
    assert load_questions(load_study(folder), folder) == ()


@pytest.mark.parametrize(
    ("questions", "complaint"),
    [
        ("id: a", "must hold a list of questions, found dict"),
        ("- Apa itu?", "needs id, question, lang and answerable, found 'Apa itu?'"),
        ("- {id: a, question: Apa itu?}", "needs id, question, lang and answerable"),
        (entry(", quotes: [Kapal ini]"), "question 'a': 'Kapal ini' stands nowhere in the text; copy it from text.md"),
        (entry() + entry(), "two questions bear the id 'a'; rename one"),
        (entry() + "- {id: b, question: &", "questions.yaml, line 2"),
        (entry(", quotes: Kapal"), "quotes must be a list of texts, found 'Kapal'"),
        (entry(", history: Apa?"), "history must be a list of texts, found 'Apa?'"),
        (entry(", nuggets: [kapal]"), "nuggets must be a list of lists of alternatives"),
    ],
)
def test_a_bad_question_is_named_with_its_file_in_one_line(write_study, questions, complaint):
    folder = write_study(TEXT, questions=questions)
    with pytest.raises(StudyError) as error:
        load_questions(load_study(folder), folder)
    assert "questions.yaml" in str(error.value)
    assert complaint in str(error.value)
    assert "\n" not in str(error.value)


def test_the_shipped_questions_are_many_in_both_languages_with_and_without_an_answer():
    assert len(SHIPPED_QUESTIONS) >= 80
    assert sum(not asked.answerable for asked in SHIPPED_QUESTIONS) >= 25
    assert {asked.language for asked in SHIPPED_QUESTIONS} == {"id", "en"}
    assert any(asked.history for asked in SHIPPED_QUESTIONS)


@pytest.mark.parametrize("asked", SHIPPED_QUESTIONS, ids=lambda asked: asked.id)
def test_a_shipped_question_has_what_its_kind_needs(asked):
    assert bool(asked.quotes) == bool(asked.nuggets) == asked.answerable
    assert bool(asked.reasons) == (not asked.answerable)
    assert bool(asked.history) == (asked.kind == "followup")
    assert [said for group in (*asked.nuggets, asked.forbidden) for said in group if said != said.lower()] == []
    assert detect(asked.question, default=asked.language) == asked.language


def test_questions_may_stand_in_json_lines_with_paragraph_and_answers(write_study):
    folder = write_study(TEXT + "\n\nNamanya Nala.", questions=entry(", quotes: [Ia cepat]", id="first"))
    (folder / "questions.jsonl").write_text(
        '{"id": "q1", "lang": "id", "set": "names", "question": "Apa namanya?", "answerable": true, '
        '"paragraph": 2, "answers": ["Nala", "Namanya Nala"]}\n\n'
        '{"id": "q2", "lang": "en", "set": "names", "question": "Who built it?", "answerable": false, "paragraph": 1, '
        '"answers": []}\n'
    )
    first, named, built = load_questions(load_study(folder), folder)
    assert first.paragraphs == (1,)
    assert (named.kind, named.paragraphs, named.nuggets) == ("names", (2,), (("nala", "namanya nala"),))
    assert (built.language, built.answerable, built.nuggets) == ("en", False, ())


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{not json", r"questions\.jsonl, line 1: .*one JSON object a line"),
        ('{"id": "a"}', "needs id, question, lang and answerable"),
        ('{"id": "a", "question": "?", "lang": "fr", "answerable": true}', "lang must be one of id, en, found 'fr'"),
        ('{"id": "a", "question": "?", "lang": "id", "answerable": true, "paragraph": 2}', "paragraph must be 1 to 1, found 2"),
    ],
)
def test_a_bad_line_is_named_with_its_file_in_one_line(write_study, line, complaint):
    folder = write_study(TEXT)
    (folder / "questions.jsonl").write_text(line)
    with pytest.raises(StudyError, match=complaint) as error:
        load_questions(load_study(folder), folder)
    assert "\n" not in str(error.value)
