import json
import socket
import subprocess
import sys

import pytest
from typer.testing import CliRunner
from world import talk

from assistant.cli import app
from assistant.export import SUFFIXES, export
from knowledge import load_study

STUDY = load_study()


def tanya(*arguments, **more):
    return CliRunner().invoke(app, [*map(str, arguments)], **more)


@pytest.fixture(autouse=True)
def _index(retriever):
    """The shipped study's index is in the cache of this test run."""


def test_ask_prints_the_answer_and_its_quotes():
    result = tanya("ask", "Apa saja tantangan diplomasi pertahanan Indonesia?")
    assert result.exit_code == 0
    assert "ego sektoral antarlembaga dalam negeri [1]" in result.output
    assert "[1] paragraf 3: “" in result.output


def test_a_question_without_an_answer_is_no_error():
    result = tanya("ask", "Apakah Indonesia bermitra dengan Jerman?")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.output.startswith("Naskah tidak menyebut Jerman.\n\nBagian naskah yang paling dekat:\n- paragraf 1: ")


def test_the_question_is_read_from_standard_input():
    result = tanya("ask", "-", input="Which countries are Indonesia's partners?\n")
    assert "Australia, Japan, India and France [1]." in result.output


@pytest.mark.parametrize("question", ["Which countries are Indonesia's partners?", "Apakah Jerman mitra Indonesia?", ""])
def test_ask_prints_the_answer_as_json(question):
    result = tanya("ask", "--json", question)
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["abstained"] == (not answer["claims"])
    for cited in answer["citations"]:
        assert STUDY.text[cited["start"] : cited["end"]] == cited["quote"]


def test_search_prints_passages_best_first():
    result = tanya("search", "-k", "2", "peran AOIP")
    assert result.exit_code == 0
    assert result.output.count("¶") == 2
    assert "¶5" in result.output.splitlines()[0]
    rows = json.loads(tanya("search", "--json", "-k", "3", "peran AOIP").output)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert all(STUDY.text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_index_says_where_it_lies(own_cache):
    result = tanya("index")
    assert result.exit_code == 0
    assert result.output.startswith(f"diplomasi-pertahanan: 5 paragraphs, {len(STUDY.notes)} notes, index {own_cache}")


def test_another_study_is_named_by_option_or_environment(folder):
    for result in (tanya("index", "--study", folder), tanya("index", env={"TANYA_STUDY": str(folder)})):
        assert result.output.startswith("kopi-gayo: 4 paragraphs, 3 notes, index ")


@pytest.fixture(params=SUFFIXES)
def exported(request, study, tmp_path):
    """A conversation about the small study as a file of each form."""
    file = tmp_path / f"percakapan{SUFFIXES[request.param]}"
    file.write_bytes(export(talk(study), study, request.param, "id"))
    return file


def test_an_exported_file_that_stands_is_said_to(exported, folder):
    result = tanya("verify", exported, "--study", folder)
    assert (result.exit_code, result.output) == (0, "7 quotes and 4 sentences stand in kopi-gayo\n")


def test_each_change_in_an_exported_file_is_a_line_and_status_three(study, folder, tmp_path):
    file = tmp_path / "percakapan.md"
    text = export(talk(study), study, "markdown", "id").decode()
    file.write_text(text.replace("“Jepang, Jerman”", "“Jepang, Prancis”"))
    result = tanya("verify", file, env={"TANYA_STUDY": str(folder)})
    assert (result.exit_code, result.stderr, result.stdout) == (
        3,
        "",
        "footnote 3 was changed: the file says “Jepang, Prancis”, paragraph 3, characters 281–295; "
        "the study says there “Jepang, Jerman”\n",
    )


def test_a_study_that_has_changed_since_is_said_to_have(study, exported, write_study):
    grown = write_study(study.text + "\nPenutup.\n")
    result = tanya("verify", exported, "--study", grown)
    assert result.stderr == "tanya: the text of kopi-gayo has changed since it was quoted\n"


def test_a_file_of_another_study_or_of_something_else_is_one_line(exported, tmp_path):
    assert is_one_line(result := tanya("verify", exported))
    assert "quotes the study 'kopi-gayo', not 'diplomasi-pertahanan'" in result.stderr
    for name, complaint in (
        ("README.md", "was not exported by tanya"),
        ("a.pdf", "name one that ends in"),
        ("b.md", "No such file"),
    ):
        if name != "b.md":
            (tmp_path / name).write_text("# Kopi\n")
        assert is_one_line(result := tanya("verify", tmp_path / name))
        assert complaint in result.stderr


def is_one_line(result):
    """Whether the command failed as it should: status 1, one line on standard error, nothing on standard output."""
    return (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1) and "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [("ask", "Apa?"), ("search", "Apa?"), ("index",), ("serve",)], ids=lambda c: c[0])
@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        (None, "text.md is missing; a study folder needs it"),
        ({"notes": "- id: }"}, "notes.yaml, line 1"),
        ({"notes": "- {id: a, statement: {id: Ya., en: Yes.}, quotes: [Teh]}"}, "notes.yaml: note 'a': 'Teh' stands nowhere"),
        ({"text": "caf\u00e9".encode("latin-1")}, "text.md is not UTF-8 (byte 3); save it as UTF-8"),
    ],
    ids=["no text", "broken YAML", "a quote that is not there", "not UTF-8"],
)
def test_a_bad_study_folder_is_named_in_one_line(write_study, tmp_path, command, files, complaint):
    folder = tmp_path if files is None else write_study(**files)
    result = tanya(*command, "--study", folder)
    assert is_one_line(result)
    assert result.stderr.startswith("tanya: ")
    assert complaint in result.stderr


@pytest.mark.parametrize("command", [("ask", "Apa?"), ("search", "Apa?"), ("index",)], ids=lambda c: c[0])
def test_a_cache_that_cannot_be_written_is_said_with_the_variable_to_set(tmp_path, command):
    taken = tmp_path / "a-file"
    taken.touch()
    result = tanya(*command, env={"TANYA_CACHE_DIR": str(taken)})
    assert is_one_line(result)
    assert str(taken) in result.stderr
    assert "set TANYA_CACHE_DIR to a folder" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("answer", "Apa?"), ("ask",), ("search", "-k", "0", "x"), ("serve", "--port", "99999"), ("ask", "--xml", "x")]
)
def test_a_command_that_is_not_understood_is_status_two(arguments):
    result = tanya(*arguments)
    assert (result.exit_code, "Traceback" in result.output) == (2, False)


@pytest.mark.parametrize(
    "command", [(), ("ask",), ("search",), ("index",), ("evaluate",), ("verify",), ("feedback",), ("serve",)]
)
def test_every_command_explains_itself(command):
    result = tanya(*command, "--help")
    assert (result.exit_code, "Usage:" in result.output) == (0, True)


def test_help_shows_examples():
    assert 'tanya ask "Apa saja tantangan diplomasi pertahanan Indonesia?"' in tanya("--help").output


def test_help_is_quick_because_no_model_is_loaded():
    heavy = "{'torch', 'chromadb', 'gradio', 'sentence_transformers'} & sys.modules.keys()"
    code = f"import sys, assistant.cli\ntry: assistant.cli.app(['--help'])\nexcept SystemExit: print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.enable_socket
@pytest.mark.parametrize(("option", "environment"), [(("--model", "nonsense"), {}), ((), {"TANYA_MODEL": "nonsense"})])
@pytest.mark.parametrize("command", ["ask", "serve"])
def test_a_chat_model_that_does_not_exist_is_said_in_one_line(command, option, environment):
    with socket.create_server(("127.0.0.1", 0)) as free:
        arguments = {"ask": ["Apa?"], "serve": ["--port", free.getsockname()[1]]}
    result = tanya(command, *arguments[command], *option, env=environment)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("tanya: 'nonsense' names no chat model; write ollama:NAME, ")
    assert "Traceback" not in result.output


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = tanya("serve", "--port", taken.getsockname()[1])
    assert is_one_line(result)
    assert "choose another with --host or --port" in result.stderr


def test_a_user_without_a_password_is_said_in_one_line():
    result = tanya("serve", "--user", "ibu")
    assert is_one_line(result)
    assert "set TANYA_USER and TANYA_PASSWORD, or neither" in result.stderr


def test_feedback_is_listed_and_exported(tmp_path, small):
    from assistant import Abstention, Answer
    from assistant.feedback import FeedbackStore

    data = {"TANYA_DATA_DIR": str(tmp_path)}
    assert tanya("feedback", env=data).stdout == "No feedback yet.\n"
    refused = Answer("Siapa?", "id", abstention=Abstention("not-named", "x"))
    FeedbackStore(tmp_path / "feedback.sqlite3").add("up", "Siapa?", refused, "kopi-gayo", "f")
    result = tanya("feedback", "--json", tmp_path / "f.json", "--csv", tmp_path / "f.csv", env=data)
    assert result.stdout.endswith("1 in all: 1 up, 0 down.\n")
    assert json.loads((tmp_path / "f.json").read_text())[0]["question"] == "Siapa?"
    assert (tmp_path / "f.csv").read_text().splitlines()[0] == "at,rating,comment,question,answer,study,fingerprint"
    assert tanya("feedback", "--rating", "down", env=data).stdout == "No feedback yet.\n"
    assert tanya("feedback", "--rating", "sideways", env=data).exit_code == 2
