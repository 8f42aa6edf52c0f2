"""The evaluation of answers: a real assistant over the small study, five questions whose figures a reader can redo."""

import json
import re

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.evaluation.answer_report import evaluate_answers
from assistant.evaluation.answering import answer_all
from assistant.evaluation.comparison import compare, load_earlier
from assistant.evaluation.question_set import question_set
from assistant.evaluation.results import Run, load_run
from knowledge import Retriever, StudyError

# Two are answered rightly; three are refused because their country is not named. The third should not be, by a gold that is
# mistaken on purpose, the fourth should, and the fifth should too, but for another reason.
QUESTIONS = """\
- id: build
  lang: id
  kind: plain
  question: Apa yang dibangun koperasi?
  answerable: true
  quotes: [koperasi membangun gudang]
  nuggets: [[gudang]]
- id: build-en
  lang: en
  kind: plain
  question: What does the cooperative build?
  answerable: true
  quotes: [koperasi membangun gudang]
  nuggets: [[warehouse]]
- id: vietnam
  lang: id
  kind: plain
  question: Apakah kopi diekspor ke Vietnam?
  answerable: true
  quotes: ["85.000"]
  nuggets: [[vietnam]]
- {id: brazil, lang: id, kind: trap, question: Apakah kopi diekspor ke Brasil?, answerable: false, reason: not-named}
- id: peru
  lang: id
  kind: trap
  history: [Apa yang dibangun koperasi?]
  question: Apakah kopi diekspor ke Peru?
  answerable: false
  reason: outside-topic
"""


@pytest.fixture
def asked(folder, study):
    (folder / "questions.yaml").write_text(QUESTIONS, "utf-8")
    return question_set(study)


@pytest.fixture
def report(small, asked):
    return evaluate_answers(small, asked, "tanya evaluate --study kopi-gayo")


@pytest.fixture
def earlier(report, tmp_path):
    """The same run as a file, in which the first question was answered wrongly and the third rightly."""
    data = report.as_data()
    first, third = data["outcomes"][0], data["outcomes"][2]
    first["scores"] |= {
        "right": {"value": 0, "reason": "not said: gudang"},
        "nugget-recall": {"value": 0, "reason": "not said"},
    }
    first["answer"] |= {"text": "Koperasi membangun rumah."}
    third["scores"] |= {"right": {"value": 1, "reason": "whole"}}
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_every_measure_is_the_arithmetic_of_the_five_answers(report):
    found = {name: (held.interval.mean, held.questions) for name, held in report.groups[0].measured.items()}
    assert found == {
        "right": (4 / 5, 5),
        "nugget-recall": (pytest.approx(2 / 3), 3),
        "nugget-precision": (1, 2),
        "citation-recall": (found["citation-recall"][0], 2),
        "citation-precision": (found["citation-precision"][0], 2),
        "gold-citations": (1, 2),
        "abstention-recall": (1, 2),
        "abstention-precision": (pytest.approx(2 / 3), 3),
        "false-abstention": (pytest.approx(1 / 3), 3),
        "reason": (1 / 2, 2),
        "language": (1, 5),
    }
    assert found["citation-recall"][0] >= 1 / 2  # the Indonesian note says its quote word for word


def test_kinds_and_languages_are_measured_apart_after_all(report):
    assert [(group.name, group.questions, group.right) for group in report.groups] == [
        *[("all", 5, 4), ("plain", 3, 2), ("trap", 2, 2), ("in Indonesian", 4, 3), ("in English", 1, 1)]
    ]
    assert "false-abstention" not in report.groups[2].measured
    assert report.groups[1].measured["false-abstention"].interval.mean == pytest.approx(1 / 3)


def test_every_score_keeps_its_reason_and_every_answer_its_time(report):
    assert report.outcomes[2].scores["right"].reason == "abstained (not-named), but the study says it"
    assert all(score.reason for outcome in report.outcomes for score in outcome.scores.values())
    assert all(outcome.milliseconds > 0 and outcome.bare > 0 for outcome in report.outcomes)
    assert report.outcomes[0].words == 3  # Koperasi membangun gudang.


def test_the_history_of_a_question_is_asked_first(small, folder, study):
    (folder / "questions.yaml").write_text(
        "- {id: a, lang: id, history: [Apa yang dibangun koperasi?], question: Kapan itu?, answerable: false}"
    )
    (outcome,) = answer_all(small, question_set(study).questions)
    assert outcome.history == ("Apa yang dibangun koperasi?",)
    assert "dibangun" in outcome.answer["question"]  # as understood


def test_refusals_are_told_by_reason(report):
    (row,) = report.refusals
    assert (row.given, row.questions, row.right, row.answerable) == ("not-named", 3, 1, 1)
    assert row.accepted == {"not-named": 1, "outside-topic": 1}
    assert report.refused == {"not-named": (1, 1), "outside-topic": (1, 1)}


def test_a_result_says_where_it_comes_from(report, asked):
    about = json.loads(json.dumps(report.as_data()))["about"]
    assert (about["study"], about["model"], about["paragraphs"]) == ("kopi-gayo", "hashing-256", 4)
    assert about["questions"]["asked"] == 5
    assert re.fullmatch("[0-9a-f]{64}", about["questions"]["sha256"])
    assert {"command", "commit", "versions", "index"} <= about.keys()


def test_the_terminal_shows_what_is_wrong_first(report):
    lines = report.as_text().splitlines()
    assert lines[0] == "Wrong: 1 of 5"
    assert "Apakah kopi diekspor ke Vietnam?" in lines[2]
    assert any(re.match(r"  right +0\.800 ", line) for line in lines)
    assert "latency: median " in lines[-1]
    assert max(map(len, lines)) <= 118


def test_a_run_that_is_written_can_be_read_again(report, tmp_path):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(report.as_data()), "utf-8")
    run = load_run(path)
    assert run.about == report.about
    assert [(o.id, o.said, o.scores) for o in run.outcomes] == [(o.id, o.said, o.scores) for o in report.outcomes]


def test_two_runs_are_compared_question_by_question(report, earlier, study, asked):
    found = compare(Run(report.about, report.outcomes), load_earlier(earlier, study, asked.questions))
    assert (found.matched, found.questions, found.reworded, found.same_gold) == (5, 5, 0, True)
    assert [change.now.id for change in found.gained] == ["build"]
    assert [change.now.id for change in found.lost] == ["vietnam"]
    right, nuggets = found.measures[:2]
    assert (right.measure, right.now, right.before, right.difference.p) == ("right", 4 / 5, 4 / 5, 1)
    assert (nuggets.questions, nuggets.now - nuggets.before) == (3, pytest.approx(1 / 3))


def test_a_comparison_stands_in_every_report(small, asked, earlier, study):
    report = evaluate_answers(small, asked, earlier=load_earlier(earlier, study, asked.questions))
    for shown in (report.as_text(), report.as_markdown(), report.as_html()):
        assert "Right now, wrong before: 1" in shown
        assert "Koperasi membangun rumah." in shown
        assert "McNemar, exact" in shown
    assert json.loads(json.dumps(report.as_data()))["comparison"]["gained"][0]["before"] == "Koperasi membangun rumah."
    assert report.as_html().count("<svg") == 3


def test_a_comparison_says_how_many_match_and_whether_the_gold_is_the_same(report, earlier, small, folder, study):
    (folder / "questions.yaml").write_text(QUESTIONS.replace("id: build\n", "id: new\n"), "utf-8")
    asked = question_set(study)
    changed = evaluate_answers(small, asked, earlier=load_earlier(earlier, study, asked.questions))
    assert (changed.comparison.matched, changed.comparison.same_gold) == (4, False)
    for shown in (changed.as_text(), changed.as_markdown(), changed.as_html()):
        assert "4 of 5 questions match; 0 more answers read otherwise." in shown
        assert "The files of questions differ" in shown


def test_half_of_the_questions_are_enough_to_compare_and_fewer_are_not(earlier, folder, study):
    renamed = QUESTIONS.replace("id: build\n", "id: new\n").replace("Apakah kopi diekspor ke B", "Apa kopi diekspor ke B")
    (folder / "questions.yaml").write_text(renamed, "utf-8")
    assert len(load_earlier(earlier, study, question_set(study).questions).outcomes) == 5
    (folder / "questions.yaml").write_text(renamed.replace("What does", "What did"), "utf-8")
    with pytest.raises(StudyError, match="another question set: 2 of 5 questions match by id and wording"):
        load_earlier(earlier, study, question_set(study).questions)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is no result of `tanya evaluate --json`"),
        ("[1]", "is no result"),
        ('{"about": {}, "questions": []}', r"is no result .*outcomes"),
        ('{"about": {}, "outcomes": []}', "is no result .*parts of it are missing"),
        (
            '{"about": {"study": "x", "command": "", "commit": null, "questions": {"sha256": ""}}, "outcomes": []}',
            "a run of the study 'x', this is one of 'kopi-gayo'",
        ),
    ],
)
def test_a_file_that_is_no_such_run_is_refused_in_one_line(content, complaint, tmp_path, study, asked):
    (tmp_path / "result.json").write_text(content)
    with pytest.raises(StudyError, match=complaint) as error:
        load_earlier(tmp_path / "result.json", study, asked.questions)
    assert "\n" not in str(error.value)


def hostile_report(folder, tmp_path, embeddings):
    """A report of one question that is full of markup."""
    text = "<script>alert(1)</script> [red]gudang[/red] | *x* `y` :smile: \u001b[31m"
    entry = {"id": "<b>|", "lang": "id", "kind": "a|b", "question": text, "answerable": True, "answers": ["|"], "paragraph": 1}
    (folder / "questions.jsonl").write_text(json.dumps(entry), "utf-8")
    retriever = Retriever.open(folder, cache=tmp_path / "cache", embeddings=embeddings)
    return evaluate_answers(retriever, question_set(retriever.study))


def test_the_page_fetches_nothing_and_shows_hostile_text_as_text(folder, tmp_path, embeddings):
    page = hostile_report(folder, tmp_path, embeddings).as_html()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [red]gudang[/red]" in page
    assert re.findall(r"https?://|src=|url\((?!#)", page) == []
    assert "default-src 'none'" in page
    assert page.count("<svg") == 1  # one group has no parts to draw


def test_markdown_and_terminal_show_hostile_text_as_text(folder, tmp_path, embeddings):
    report = hostile_report(folder, tmp_path, embeddings)
    assert r"&lt;script&gt;alert(1)&lt;/script&gt; \[red\]gudang\[/red\] \| \*x\* \`y\` :smile:" in report.as_markdown()
    assert "[red]gudang[/red] | *x* `y` :smile: [31m" in report.as_text()
    assert "\u001b" not in report.as_text()


def test_every_row_of_a_markdown_table_has_as_many_cells_as_its_head(report, earlier, small, asked, study):
    page = evaluate_answers(small, asked, earlier=load_earlier(earlier, study, asked.questions)).as_markdown()
    tables = re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE)
    assert len(tables) == 6
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


# ------------------------------------------------------------------------------------------------------- the command


def test_the_command_prints_and_writes_every_report_whole(folder, asked, tmp_path):
    made = {name: tmp_path / f"result.{name}" for name in ("json", "markdown", "html")}
    files = [part for name, path in made.items() for part in (f"--{name}", str(path))]
    only = ["--kind", "trap", "--language", "id"]
    result = CliRunner().invoke(app, ["evaluate", "--study", str(folder), *only, *files, "--at-least", "abstention-recall=1"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Wrong: none of 2")
    about = json.loads(made["json"].read_text("utf-8"))["about"]
    assert about["command"].startswith(f"tanya evaluate --study {folder} --kind trap --language id --at-least")
    assert made["markdown"].read_text("utf-8").startswith("# Answers: kopi-gayo\n")
    assert made["html"].read_text("utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.glob(".*.part")] == []


def test_a_threshold_that_is_not_met_is_status_three_with_a_line_for_each(folder, asked, tmp_path):
    elsewhere = (folder / "questions.yaml").rename(tmp_path / "others.yml")
    bounds = [
        "--at-least",
        "right=0.81",
        "--at-most",
        "false-abstention=0.4",
        "--at-most",
        "latency=0",
        "--at-least",
        "auroc=0.5",
    ]
    result = CliRunner().invoke(app, ["evaluate", "--study", str(folder), "--questions", str(elsewhere), *bounds])
    assert result.exit_code == 3
    right, auroc, latency = result.stderr.splitlines()
    assert right == "tanya: right is 0.8, at least 0.81 was asked for"
    assert auroc == "tanya: auroc was not measured, for no question gives it; at least 0.5 was asked for"
    assert re.fullmatch(r"tanya: latency is [\d.]+, at most 0 was asked for", latency)


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["--at-least", "rigth=0.9"], 2, "'rigth' is not measured; name one of right,"),
        (["--at-most", "latency=fast"], 2, "write latency=0.97 with a number, found 'latency=fast'"),
        (["--retrieval", "--at-least", "right=1"], 2, "takes --study, --seed, --json and --html, and nothing else"),
        (["--study", "no-such-study"], 1, "no-such-study is no folder"),
        (["--html", "no-such-folder/a.html"], 1, "a.html is no place for a file"),
        (["--questions", "no-such-file.yaml"], 1, "no-such-file.yaml is missing"),
        (["--against", "no-such-file.json"], 1, "no-such-file.json"),
        (["--kind", "riddle"], 1, "no question is of the kind 'riddle'; there are paraphrase, colloquial,"),
        (["--language", "fr"], 1, "no question is of the language 'fr'; there are id, en"),
    ],
)
def test_a_mistake_is_told_before_anything_is_asked(arguments, status, complaint):
    result = CliRunner().invoke(app, ["evaluate", *arguments], env={"COLUMNS": "400"})
    assert (result.exit_code, result.stdout) == (status, "")
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


def test_a_study_without_questions_is_refused(folder):
    result = CliRunner().invoke(app, ["evaluate", "--study", str(folder)])
    assert result.exit_code == 1
    assert re.fullmatch(r"tanya: .*kopi-gayo holds no question; add questions\.yaml .*\n", result.stderr)
