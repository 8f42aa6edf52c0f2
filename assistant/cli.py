"""The command `tanya`: the same verbs as the Python API, in the shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from knowledge.records import IndexUnavailable, StudyError

_EXAMPLES = """
Examples:

  tanya ask "Apa saja tantangan diplomasi pertahanan Indonesia?"

  tanya ask --json "Which countries are Indonesia's partners?"

  tanya search -k 3 "peran AOIP"

  tanya serve --port 7860

A question that the study does not answer is answered by saying so: exit status 0. Exit status 1 is a study, cache or port
that cannot be used, 2 a command that was not understood.
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
    except (StudyError, IndexUnavailable, OSError) as error:
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
def index(study: StudyFolder = None) -> None:
    """Build the index of a study, if it is not there, and say where it lies."""
    from knowledge.retriever import Retriever

    with _plain_errors():
        retriever = Retriever.open(study)
    found = retriever.study
    typer.echo(f"{found.id}: {len(found.paragraphs)} paragraphs, {len(found.notes)} notes, index {retriever.location}")


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
