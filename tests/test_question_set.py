import pytest

from assistant.evaluation.question_set import question_set
from knowledge import StudyError

LINES = """\
- {id: a, lang: id, kind: plain, question: Apa?, answerable: true}
- {id: b, lang: en, kind: plain, question: What?, answerable: true}
- {id: c, lang: en, kind: trap, question: Who?, answerable: false}
"""


def test_the_questions_of_the_study_or_of_a_file_are_chosen_in_their_order(folder, study, tmp_path):
    (folder / "questions.yaml").write_text(LINES)
    found = question_set(study)
    assert [q.id for q in found.questions] == ["a", "b", "c"]
    assert [file.name for file in found.files] == ["questions.yaml"]
    (tmp_path / "mine.yml").write_text(LINES.splitlines()[0])
    assert question_set(study, tmp_path / "mine.yml").files == (tmp_path / "mine.yml",)


def test_kinds_and_languages_narrow_the_set(folder, study):
    (folder / "questions.yaml").write_text(LINES)
    assert [q.id for q in question_set(study, kinds=["plain"]).questions] == ["a", "b"]
    assert [q.id for q in question_set(study, kinds=["plain", "trap"], languages=["en"]).questions] == ["b", "c"]
    with pytest.raises(StudyError, match="no question is of the kind 'plan'; there are plain, trap"):
        question_set(study, kinds=["plan"])
    with pytest.raises(StudyError, match="no question is of the language 'id'; there are en"):
        question_set(study, kinds=["trap"], languages=["id"])


def test_no_question_is_refused(study, tmp_path):
    with pytest.raises(StudyError, match="holds no question; add"):
        question_set(study)
    (tmp_path / "empty.jsonl").write_text("\n")
    with pytest.raises(StudyError, match=r"empty\.jsonl holds no question"):
        question_set(study, tmp_path / "empty.jsonl")
