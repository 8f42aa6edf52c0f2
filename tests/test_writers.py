"""Writers on the same questions: the curated one beside scripted chat models, figures that a reader can redo."""

import json
import re

import pytest
from langchain_core.messages import BaseMessage
from typer.testing import CliRunner
from world import ScriptedModel

from assistant.cli import app
from assistant.evaluation.answer_report import evaluate_answers
from assistant.evaluation.question_set import question_set
from assistant.evaluation.results import load_run
from assistant.generative import prompt
from assistant.generative.writer import GenerativeWriter

# The study answers the first three, so that a chat model is asked for them; the last is refused before any is.
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
  nuggets: [[warehouse, gudang]]
- id: harvest
  lang: id
  kind: plain
  question: Apakah Jepang membeli separuh panen?
  answerable: true
  quotes: [Jepang membeli separuh panen]
  nuggets: [[jepang]]
- {id: brazil, lang: id, kind: trap, question: Apakah kopi diekspor ke Brasil?, answerable: false, reason: not-named}
"""
TRUE = {  # what may be said to each question, and words of the sentence that proves it
    "Apa yang dibangun koperasi?": ("Koperasi membangun gudang di tepi jalan raya", "membangun gudang"),
    "What does the cooperative build?": ("The cooperative builds a warehouse", "membangun gudang"),
    "Apakah Jepang membeli separuh panen?": ("Jepang membeli separuh panen", "membeli separuh panen"),
}


def perfect(messages: list[BaseMessage]) -> str:
    """The right sentence with the number that the sentence which proves it bears in the prompt."""
    lines = messages[-1].text.splitlines()
    said, proof = next(TRUE[asked] for line in lines if (asked := line.rpartition(": ")[2]) in TRUE)
    number = next(line.partition(" ")[0] for line in lines if proof in line)
    return f"{said} {number}."


def half_false(messages: list[BaseMessage]) -> str:
    """The right sentence and a wrong one, which it says again when it is told that it is wrong."""
    return f"{perfect(messages)} Koperasi membangun jembatan di Surabaya pada 2001 [1]."


def lying(_: list[BaseMessage]) -> str:
    return "Koperasi membangun jembatan di Surabaya pada 2001 [1]."


def failing(_: list[BaseMessage]) -> Exception:
    return TimeoutError("no sign for a minute")


SCRIPTS = {"perfect": perfect, "half-false": half_false, "lying": lying, "failing": failing}


@pytest.fixture
def asked(folder, study):
    (folder / "questions.yaml").write_text(QUESTIONS, "utf-8")
    return question_set(study)


@pytest.fixture
def scored(small, asked):
    """Evaluates the curated writer and the scripted models that are named."""

    def score(*names, **more):
        writers = (GenerativeWriter(ScriptedModel(script=SCRIPTS[name]), name) for name in names)
        return evaluate_answers(small, asked, "tanya evaluate", writers=writers, **more)

    return score


@pytest.fixture
def earlier(scored, tmp_path):
    """A run of the curated writer as a version without chat models wrote it."""
    data = scored().as_data()
    for outcome in data["outcomes"]:
        del outcome["answer"]["writing"]
    del data["beside"], data["about"]["writer"], data["about"]["prompts"]
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def cells(report, name):
    return next(row.cells for row in report.side_by_side if row.name == name)


def test_without_a_model_the_curated_writer_is_measured_and_nothing_stands_beside_it(scored):
    report = scored()
    assert (report.writers, report.beside, report.groups[0].cost) == (["curated"], (), None)
    assert (report.about["writer"], report.about["prompts"]) == ("curated", None)
    assert report.as_text().startswith("Wrong: none of 4")


def test_each_writer_is_a_column_after_the_curated_one(scored):
    report = scored("perfect", "half-false", "lying", "failing")
    assert report.writers == ["curated", "perfect", "half-false", "lying", "failing"]
    assert (report.writer, report.about["prompts"]) == ("failing", prompt.version())
    table = {row.name: row.cells for row in report.side_by_side}
    assert table["asked"] == ("", "3", "3", "3", "3")  # of four; the study does not name Brazil
    assert table["calls"] == ("", "1.00", "2.00", "2.00", "1.00")  # what was false is to be repaired, once
    assert table["dropped"] == ("", "0.00", "1.00", "1.00", "0.00")
    assert table["fell-back"] == ("", "0.000", "0.000", "1.000", "1.000")
    assert table["faults"] == ("", "", "", "unproven 3", "time-out 3")
    assert all(cell.startswith("1.000 ") for name in ("right", "language") for cell in table[name])
    assert [len(row.cells) for row in report.side_by_side] == [5] * len(report.side_by_side)


def test_tokens_are_those_of_all_calls_for_an_answer(scored):
    """A reply costs 10 tokens in and one a word out: 8, 6 and 5 of the perfect model, and 8 more of the lie."""
    report = scored("perfect", "half-false")
    perfect_, half_false_ = (made.groups[0].cost.figures for made in (report.beside[1], report))
    assert (perfect_["input-tokens"], perfect_["output-tokens"]) == (10, pytest.approx((8 + 6 + 5) / 3))
    assert (half_false_["input-tokens"], half_false_["output-tokens"]) == (20, pytest.approx(2 * (16 + 14 + 13) / 3))


def test_no_sentence_that_is_not_supported_is_shown_and_each_is_counted(scored):
    report = scored("half-false")
    shown = {claim["text"] for outcome in report.outcomes for claim in outcome.answer["claims"]}
    assert shown == {f"{said}." for said, _ in TRUE.values()}
    assert (report.groups[0].unsupported, report.groups[0].claims) == (0, 3)
    assert cells(report, "unsupported")[1] == "0 of 3"


def test_the_first_sentence_is_timed_where_one_is_shown(scored):
    report = scored("perfect", "failing")
    curated, perfect_, failing_ = cells(report, "first")
    assert (curated, failing_) == ("", "")
    held = sorted(outcome.writing["first"] for outcome in report.beside[1].outcomes if outcome.writing)
    assert perfect_ == f"{held[1]:.2f}"  # the middle one of three


def test_costs_are_told_by_language_too(scored):
    report = scored("perfect")
    by_name = {group.name: group for group in report.groups}
    assert [by_name[name].cost.answers for name in ("in Indonesian", "in English")] == [2, 1]
    assert by_name["in English"].cost.figures["output-tokens"] == 6
    assert by_name["trap"].cost is None


def test_what_each_writer_got_wrong_stands_under_its_name_after_the_table(scored, asked, folder, study, small):
    gold = QUESTIONS.replace("nuggets: [[gudang]]", "nuggets: [[raya]]")  # of these two only the model says it
    (folder / "questions.yaml").write_text(gold, "utf-8")
    writer = GenerativeWriter(ScriptedModel(script=perfect), "perfect")
    report = evaluate_answers(small, question_set(study), writers=[writer])
    for shown, names in (
        (report.as_text(), "writers curated perfect"),
        (report.as_markdown(), "| | curated | perfect | |"),
        (report.as_html(), '<th class="number">curated</th><th class="number">perfect</th>'),
    ):
        told = " ".join(shown.split())
        places = [told.index(part) for part in (names, "Wrong by curated: 1", "not said: raya", "Wrong by perfect: none")]
        assert places == sorted(places)
        assert "fell-back" in told
        assert "seconds to the first sentence shown" in told


def test_every_row_of_the_markdown_tables_has_as_many_cells_as_its_head(scored):
    tables = re.findall(r"(?:^\|.*\|\n)+", scored("perfect", "lying").as_markdown(), re.MULTILINE)
    assert tables[0].splitlines()[0] == "| | curated | perfect | lying | |"
    assert any("| | asked | seconds |" in table for table in tables)  # the liar shows no first sentence
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_the_name_of_a_model_is_text_whatever_it_looks_like(small, asked):
    report = evaluate_answers(small, asked, writers=[GenerativeWriter(ScriptedModel(script=perfect), "<b>[red]|x\u001b[1m")])
    assert "<b>[red]" not in report.as_html()
    assert "&lt;b&gt;[red]|x" in report.as_html()
    assert "\u001b" not in report.as_text()
    assert r"&lt;b&gt;\[red\]\|x" in report.as_markdown()


def test_a_long_name_stands_whole_in_the_terminal(small, asked):
    name = "llamacpp:" + "SmolLM2-135M-Instruct-" * 2
    report = evaluate_answers(small, asked, writers=[GenerativeWriter(ScriptedModel(script=perfect), name)])
    table, _, _ = report.as_text().partition("Wrong by")
    heading = table[: table.index("─")].replace("curated", "").replace("writers", "")
    assert "".join(heading.split()) == name
    assert max(map(len, report.as_text().splitlines())) <= 118


def test_the_json_is_a_run_of_the_last_writer_with_the_others_beside_it(scored, tmp_path):
    data = json.loads(json.dumps(scored("perfect", "lying").as_data()))
    assert [other["about"]["writer"] for other in data["beside"]] == ["curated", "perfect"]
    assert [other["groups"][0]["cost"] is None for other in data["beside"]] == [True, False]
    assert data["groups"][0]["cost"]["faults"] == {"unproven": 3}
    path = tmp_path / "run.json"
    path.write_text(json.dumps(data), "utf-8")
    run = load_run(path)
    assert (run.about["writer"], run.outcomes[0].writing["fault"], run.outcomes[3].writing) == ("lying", "unproven", None)


def test_the_last_writer_is_compared_with_a_run_from_before_there_were_any(scored, earlier):
    run = load_run(earlier)
    assert [outcome.writing for outcome in run.outcomes] == [None] * 4
    report = scored("perfect", earlier=run)
    # The warehouse stands by the road, and the harvest rests on one sentence.
    assert (report.comparison.matched, report.comparison.reworded) == (4, 2)
    assert report.beside[0].comparison is None


# ------------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def evaluate(monkeypatch, folder, asked):
    """`tanya evaluate` over the small study, where the scripted models can be named."""
    from assistant.generative import writer

    named = writer.open_model
    opened = {name: ScriptedModel(script=script) for name, script in SCRIPTS.items()}
    monkeypatch.setattr(writer, "open_model", lambda name: opened.get(name.removeprefix("test:")) or named(name))

    def run(*arguments, **more):
        return CliRunner().invoke(app, ["evaluate", "--study", str(folder), *map(str, arguments)], **more)

    return run


def test_the_command_measures_the_curated_writer_whatever_the_environment_says(evaluate, tmp_path):
    result = evaluate("--json", tmp_path / "run.json", env={"TANYA_MODEL": "test:lying"})
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads((tmp_path / "run.json").read_text())["about"]["writer"] == "curated"


def test_the_command_writes_every_report_of_the_writers(evaluate, tmp_path, earlier):
    made = {name: tmp_path / f"run.{name}" for name in ("json", "markdown", "html")}
    files = [part for name, path in made.items() for part in (f"--{name}", path)]
    result = evaluate("--model", "test:perfect", "--model", "test:lying", "--against", earlier, *files)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split()[:4] == ["writers", "curated", "test:perfect", "test:lying"]
    about = json.loads(made["json"].read_text("utf-8"))["about"]
    assert (about["writer"], about["prompts"]) == ("test:lying", prompt.version())
    assert "--model test:perfect --model test:lying" in about["command"]
    assert all("test:perfect" in path.read_text("utf-8") for path in made.values())


def test_thresholds_are_about_the_last_model(evaluate):
    bound = ["--at-most", "fell-back=0", "--at-most", "unsupported=0"]
    assert evaluate("--model", "test:lying", "--model", "test:perfect", *bound).exit_code == 0
    result = evaluate("--model", "test:perfect", "--model", "test:lying", *bound)
    assert (result.exit_code, result.stderr) == (3, "tanya: fell-back is 1, at most 0 was asked for\n")


def test_a_model_that_is_not_there_is_told_before_any_is_asked(evaluate):
    result = evaluate("--model", "test:perfect", "--model", "nonsense")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("tanya: 'nonsense' names no chat model; write ")
    assert result.stderr.count("\n") == 1
