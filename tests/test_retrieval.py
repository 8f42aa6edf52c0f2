"""The retrieval evaluation, on a study and questions whose ranking can be worked out by hand."""

import json
import math

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.evaluation.report import evaluate_retrieval
from assistant.evaluation.retrieval import Score, System, as_written, groups, measure, searchable, systems
from knowledge import StudyError
from knowledge.questions import load_questions

QUESTIONS = [
    {"id": "a", "lang": "id", "set": "harvest", "question": "Kapan petani memetik kopi?", "answerable": True, "paragraph": 2},
    {"id": "b", "lang": "id", "set": "harvest", "question": "Ke mana kopi diekspor?", "answerable": True, "paragraph": 3},
    {"id": "c", "lang": "en", "set": "roads", "question": "What does the road cost?", "answerable": True, "paragraph": 4},
    {"id": "d", "lang": "id", "set": "roads", "question": "Siapa presidennya?", "answerable": False, "paragraph": 1},
]


@pytest.fixture
def asked(folder, study):
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(question) for question in QUESTIONS), "utf-8")
    return searchable(load_questions(study, folder))


@pytest.fixture
def scores(asked):
    # The right paragraphs are 2, 3 and 4: found first, third and not at all.
    found = {"Kapan": [2, 1], "Ke": [1, 2, 3], "What": [1, 2]}
    return measure(asked, [System("by hand", lambda question: found[question.split()[0]])], as_written)


def test_only_answerable_questions_with_a_place_are_searched_for(asked):
    assert [question.id for question in asked] == ["a", "b", "c"]


def test_follow_ups_are_not_searched_for_alone(write_study):
    from knowledge import load_study

    folder = write_study(
        "Kapal itu besar.", questions="- {id: a, lang: id, question: Apa?, answerable: true, history: [X], quotes: [besar]}"
    )
    assert searchable(load_questions(load_study(folder), folder)) == []


def test_the_measures_are_those_of_the_literature(scores):
    assert [score.values["R@1"] for score in scores] == [1, 0, 0]
    assert [score.values["R@5"] for score in scores] == [1, 1, 0]
    assert [score.values["RR@10"] for score in scores] == pytest.approx([1, 1 / 3, 0])
    assert [score.values["nDCG@10"] for score in scores] == pytest.approx([1, 1 / math.log2(4), 0])


def test_scores_are_grouped_by_kind_and_language_and_all_come_last(scores):
    found = groups(scores)
    assert [(group.name, group.questions) for group in found] == [("harvest (id)", 2), ("roads (en)", 1), ("all", 3)]
    assert found[0].measured["by hand"]["nDCG@10"].mean == pytest.approx(0.75)
    assert found[-1].measured["by hand"]["R@5"].mean == pytest.approx(2 / 3)


def test_every_score_keeps_what_it_comes_from(scores):
    assert isinstance(scores[1], Score)
    assert (scores[1].asked, scores[1].found) == ("Ke mana kopi diekspor?", (1, 2, 3))


def test_the_retriever_is_measured_beside_what_a_user_would_take(small, asked, tmp_path):
    compared = systems(small, tmp_path / "cache")
    assert [system.name for system in compared] == [
        *("tanya", "BM25", "dense", "reciprocal rank fusion", "Chroma, all-MiniLM-L6-v2")
    ]
    for system in compared:
        found = system.search("Ke mana kopi diekspor?")
        assert len(found) == len(set(found)) <= 4
    assert compared[0].search("Ke mana kopi diekspor?")[0] == 3
    assert compared[1].search("qwrtzx") == []


def test_a_report_holds_the_means_the_losses_and_every_question(small, asked, tmp_path):
    report = evaluate_retrieval(small, tmp_path / "cache", seed=1)
    data = json.loads(json.dumps(report.as_data()))
    assert data["about"]["study"] == "kopi-gayo"
    assert {"command", "commit", "model", "versions", "seed"} <= data["about"].keys()
    assert len(data["questions"]) == 3 * 5
    assert data["perturbed"].keys() == {"typos", "colloquial"}
    assert data["groups"][-1]["measured"]["tanya"]["nDCG@10"].keys() == {"mean", "low", "high"}
    assert "harvest (id): 2" in report.as_text()
    assert "reciprocal rank fusion" in report.as_text()


def test_the_page_fetches_nothing_and_shows_hostile_text_as_text(folder, tmp_path, embeddings, write_study):
    from knowledge import Retriever

    hostile = {**QUESTIONS[0], "question": "<script>alert(1)</script> gudang?", "paragraph": 1}
    (folder / "questions.jsonl").write_text(json.dumps(hostile), "utf-8")
    retriever = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)
    page = evaluate_retrieval(retriever, tmp_path / "cache", seed=1).as_html()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; gudang?" in page
    assert page.count("<svg") == 2
    assert "src=" not in page
    assert "default-src 'none'" in page


def test_a_study_without_questions_is_refused(small, tmp_path):
    with pytest.raises(StudyError, match=r"holds no answerable question .* add questions\.yaml or questions\.jsonl"):
        evaluate_retrieval(small, tmp_path / "cache", seed=1)


def test_the_command_prints_the_table_and_writes_both_files_whole(folder, asked, tmp_path):
    made = {name: tmp_path / f"result.{name}" for name in ("json", "html")}
    files = [part for name, path in made.items() for part in (f"--{name}", str(path))]
    result = CliRunner().invoke(app, ["evaluate", "--retrieval", "--study", str(folder), *files])
    assert result.exit_code == 0
    assert "harvest (id): 2" in result.stdout
    assert json.loads(made["json"].read_text("utf-8"))["about"]["paragraphs"] == 4
    assert made["html"].read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.glob(".*.part")] == []


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["evaluate", "--retrieval", "--study", "no-such-study"], 1, "no-such-study is no folder"),
        (["evaluate", "--retrieval", "--json", "no-such-folder/result.json"], 1, "result.json is no place for a file"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments, status, complaint):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == status
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr
