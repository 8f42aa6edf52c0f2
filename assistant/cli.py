"""The command `tanya`: the same verbs as the Python API, in the shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from knowledge.records import IndexUnavailable, ModelUnavailable, StudyError

_EXAMPLES = """
Examples:

  tanya ask "Apa saja tantangan diplomasi pertahanan Indonesia?"

  tanya ask --json "Which countries are Indonesia's partners?"

  tanya search -k 3 "peran AOIP"

  tanya evaluate --retrieval --html report.html

  tanya serve --port 7860

A question that the study does not answer is answered by saying so: exit status 0. Exit status 1 is a study, cache, model or
port that cannot be used, 2 a command that was not understood.
"""

app = typer.Typer(
    name="tanya",
    help="Ask a study; every sentence of the answer points at its exact words." + _EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

StudyFolder = Annotated[
    str | None, typer.Option("--study", envvar="TANYA_STUDY", help="A study folder; the shipped study by default.")
]


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in one line what is wrong, and stop."""
    try:
        yield
    except (StudyError, IndexUnavailable, ModelUnavailable, OSError) as error:
        typer.echo(f"tanya: {error}", err=True)
        raise typer.Exit(1) from None


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Indonesian or English; - reads it from standard input.")],
    study: StudyFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Answer a question from the study, with the passages that prove it."""
    from assistant.assistant import Assistant
    from assistant.rendering import as_data, as_text

    with _plain_errors():
        answer = Assistant.open(study).ask(sys.stdin.read() if question == "-" else question)
    typer.echo(json.dumps(as_data(answer), ensure_ascii=False, indent=2) if as_json else as_text(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    study: StudyFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the passages as JSON.")] = False,
) -> None:
    """Find the passages nearest to a question, best first."""
    from dataclasses import asdict

    from assistant.rendering import evidence_as_text
    from knowledge.retriever import Retriever

    with _plain_errors():
        hits = Retriever.open(study).search(question, k)
    rows = [{"score": hit.score, **asdict(hit.passage), "note": hit.note.id if hit.note else None} for hit in hits]
    typer.echo(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else evidence_as_text(hits))


@app.command()
def index(
    study: StudyFolder = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Embed and build everything anew.")] = False,
) -> None:
    """Build the index of a study, if it is not there, and say where it lies."""
    from knowledge.embedding import model_name
    from knowledge.index import ensure_index
    from knowledge.settings import Settings
    from knowledge.study import load_study

    with _plain_errors():
        settings = Settings.from_environment()
        found = load_study(study or settings.study)
        embeddings = settings.embeddings()
        held = ensure_index(found, embeddings, model_name(embeddings), settings.cache, rebuild=rebuild)
    typer.echo(f"{found.id}: {len(found.paragraphs)} paragraphs, {len(found.notes)} notes, index {held.folder}")


@app.command()
def evaluate(
    study: StudyFolder = None,
    retrieval: Annotated[bool, typer.Option("--retrieval", help="Measure how well questions find their paragraph.")] = False,
    seed: Annotated[int, typer.Option(help="Draws the slips and colloquial spellings of the perturbed questions.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write every score to this file.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write a report with plots to this file.")] = None,
) -> None:
    """Measure the study's questions.yaml or questions.jsonl; minutes for a large set."""
    from assistant.evaluation.report import evaluate_retrieval
    from knowledge.retriever import Retriever
    from knowledge.settings import Settings

    if not retrieval:
        raise typer.BadParameter("say what to measure: --retrieval", param_hint="evaluate")
    with _plain_errors():
        for file in (json_file, html_file):
            if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
                raise OSError(f"{file} is no place for a file; name a file in a folder that exists")
        settings = Settings.from_environment()
        command = f"tanya evaluate --retrieval{f' --study {study}' if study else ''} --seed {seed}"
        report = evaluate_retrieval(Retriever.open(study), settings.cache, seed, command)
        typer.echo(report.as_text())
        if json_file:
            _write(json_file, json.dumps(report.as_data(), ensure_ascii=False, indent=1))
        if html_file:
            _write(html_file, report.as_html())


def _write(file: Path, text: str) -> None:
    """Write `file` whole or not at all."""
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)


@app.command()
def serve(
    study: StudyFolder = None,
    host: Annotated[str, typer.Option(envvar="TANYA_HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="TANYA_PORT", min=1, max=65535, help="The port to listen on.")] = 7860,
) -> None:
    """Start the web chat."""
    from assistant.web.page import launch

    with _plain_errors():
        launch(study, host, port)


def main() -> None:
    """The entry of the command."""
    app()
