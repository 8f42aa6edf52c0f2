"""The command `tanya`: the same verbs as the Python API, in the shell."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.feedback import FeedbackUnavailable, Rating
from assistant.files import check_place, write_whole
from knowledge.records import IndexUnavailable, ModelUnavailable, StudyError

if TYPE_CHECKING:
    from assistant.evaluation.answer_report import AnswerReport
    from assistant.evaluation.report import RetrievalReport

_EXAMPLES = """
Examples:

  tanya ask "Apa saja tantangan diplomasi pertahanan Indonesia?"

  tanya ask --json "Which countries are Indonesia's partners?"

  tanya search -k 3 "peran AOIP"

  tanya evaluate --html report.html --at-least right=0.97

  tanya evaluate --model ollama:qwen3 --html report.html

  tanya evaluate --retrieval

  tanya verify tanya.docx

  tanya serve --port 7860

A question that the study does not answer is answered by saying so: exit status 0. Exit status 1 is a study, cache, model,
port or file that cannot be used, 2 a command that was not understood, 3 an evaluation that does not reach what --at-least or
--at-most asks for, or an exported file in which something was changed.
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
ChatModel = Annotated[
    str | None, typer.Option("--model", envvar="TANYA_MODEL", help="A chat model that writes, such as ollama:qwen3; else none.")
]


@contextmanager
def _plain_errors(*more: type[Exception]) -> Iterator[None]:
    """Say in one line what is wrong, and stop; `more` are errors besides those that every command knows."""
    mistakes: tuple[type[Exception], ...] = (
        StudyError,
        IndexUnavailable,
        ModelUnavailable,
        FeedbackUnavailable,
        OSError,
        *more,
    )
    try:
        yield
    except mistakes as error:
        typer.echo(f"tanya: {error}", err=True)
        raise typer.Exit(1) from None


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Indonesian or English; - reads it from standard input.")],
    study: StudyFolder = None,
    model: ChatModel = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Answer a question from the study, with the passages that prove it."""
    from assistant.assistant import Assistant
    from assistant.rendering import as_data, as_text

    with _plain_errors():
        answer = Assistant.open(study, model=model).ask(sys.stdin.read() if question == "-" else question)
    typer.echo(json.dumps(as_data(answer), ensure_ascii=False, indent=2) if as_json else as_text(answer))


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 5,
    study: StudyFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the passages as JSON.")] = False,
) -> None:
    """Find the passages nearest to a question, best first."""
    from assistant.rendering import evidence_as_data, evidence_as_text
    from knowledge.retriever import Retriever

    with _plain_errors():
        hits = Retriever.open(study).search(question, k)
    typer.echo(json.dumps(evidence_as_data(hits), ensure_ascii=False, indent=2) if as_json else evidence_as_text(hits))


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
    context: typer.Context,
    study: StudyFolder = None,
    questions: Annotated[Path | None, typer.Option(help="A file of questions; those in the study's folder by default.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only questions of this kind; repeatable.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only questions in this language, id or en.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="Measure this chat model, too; repeatable; see below.")] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with what an earlier run wrote by --json.")] = None,
    at_least: Annotated[list[str] | None, typer.Option(help="Exit 3 if a figure is lower: right=0.97; repeatable.")] = None,
    at_most: Annotated[list[str] | None, typer.Option(help="Exit 3 if it is higher: false-abstention=0.02.")] = None,
    retrieval: Annotated[bool, typer.Option("--retrieval", help="Measure how well questions find their paragraph.")] = False,
    seed: Annotated[int, typer.Option(help="With --retrieval: draws the slips and colloquial spellings.")] = 1,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write every score to this file.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", help="Write a report to this file.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write a report with plots to this file.")] = None,
) -> None:
    """Measure the answers to the study's questions.yaml or questions.jsonl; minutes for a large set.

    The curated writer is measured, whatever TANYA_MODEL says. With --model it stands in one table with the chat models that
    are named; --at-least, --at-most and --against are then about the last of these.
    """
    from assistant.evaluation.measurement import Measurement
    from assistant.evaluation.provenance import typed
    from assistant.evaluation.thresholds import thresholds, unmet

    if retrieval and any([questions, kind, language, model, against, at_least, at_most, markdown_file]):
        raise typer.BadParameter("takes --study, --seed, --json and --html, and nothing else", param_hint="--retrieval")
    try:
        wanted = thresholds(at_least or (), at_most or ())
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--at-least or --at-most") from None
    named = Measurement(typed(context), study, questions, kind or (), language or (), model or (), against)
    with _plain_errors():
        for file in filter(None, (json_file, markdown_file, html_file)):
            check_place(file)
        if retrieval:
            _publish(named.of_retrieval(seed), json_file, html_file)
            return
        report = named.of_answers()
        _publish(report, json_file, html_file)
        if markdown_file:
            write_whole(markdown_file, report.as_markdown())
    if missed := unmet(wanted, report.groups[0]):
        for line in missed:
            typer.echo(f"tanya: {line}", err=True)
        raise typer.Exit(3)


def _publish(report: AnswerReport | RetrievalReport, json_file: Path | None, html_file: Path | None) -> None:
    typer.echo(report.as_text())
    if json_file:
        write_whole(json_file, json.dumps(report.as_data(), ensure_ascii=False, indent=1))
    if html_file:
        write_whole(html_file, report.as_html())


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="An exported .md, .docx or .json file.")],
    study: StudyFolder = None,
) -> None:
    """Check an exported file against the study, and name every quote and sentence that was changed."""
    from assistant.export.checking import check
    from assistant.export.recovery import NotExported, read_exported
    from knowledge.settings import Settings
    from knowledge.study import load_study

    with _plain_errors(NotExported):
        found = load_study(study or Settings.from_environment().study)
        outcome = check(read_exported(file), found)
    if not outcome.same_text:
        typer.echo(f"tanya: the text of {found.id} has changed since it was quoted", err=True)
    for line in outcome.changed:
        typer.echo(line)
    if outcome.changed:
        raise typer.Exit(3)
    typer.echo(f"{outcome.quotes} quotes and {outcome.sentences} sentences stand in {found.id}")


@app.command()
def feedback(
    study: Annotated[str | None, typer.Option("--study", help="Only what is about the study with this id.")] = None,
    rating: Annotated[Rating | None, typer.Option(help="Only thumbs of this kind.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write everything to this file.")] = None,
    csv_file: Annotated[Path | None, typer.Option("--csv", help="Write everything to this file, for a spreadsheet.")] = None,
) -> None:
    """List what readers of the web chat thought of its answers."""
    from assistant.feedback import FeedbackStore
    from assistant.feedback_report import as_csv, as_json, as_text

    with _plain_errors():
        kept = FeedbackStore.open().all(study, rating)
        typer.echo(as_text(kept))
        if json_file:
            write_whole(json_file, as_json(kept))
        if csv_file:
            write_whole(csv_file, as_csv(kept))


@app.command()
def serve(
    study: StudyFolder = None,
    model: ChatModel = None,
    host: Annotated[str, typer.Option(envvar="TANYA_HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="TANYA_PORT", min=1, max=65535, help="The port to listen on.")] = 7860,
    root_path: Annotated[str, typer.Option(envvar="TANYA_ROOT_PATH", help="The prefix that a proxy takes away.")] = "",
    user: Annotated[str | None, typer.Option(envvar="TANYA_USER", help="Who may read; the password is TANYA_PASSWORD.")] = None,
    queue: Annotated[int, typer.Option(envvar="TANYA_QUEUE", min=1, help="How many questions may wait.")] = 200,
    concurrency: Annotated[int, typer.Option(envvar="TANYA_CONCURRENCY", min=1, help="How many are answered at once.")] = 4,
    log_questions: Annotated[bool, typer.Option(envvar="TANYA_LOG_QUESTIONS", help="Log the texts of questions.")] = False,
) -> None:
    """Start the web chat; SIGTERM lets running answers finish.

    The password is read from TANYA_PASSWORD alone: as an option it would stand in the list of processes.
    """
    from assistant.web.server import Serving
    from assistant.web.server import serve as serve_page

    with _plain_errors(ValueError):
        password = os.environ.get("TANYA_PASSWORD") or None
        serve_page(study, Serving(host, port, root_path, user, password, queue, concurrency, log_questions, model))


def main() -> None:
    """The entry of the command."""
    app()
