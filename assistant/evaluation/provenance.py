"""Where a result comes from: commit, study, model and versions; every report names them."""

from __future__ import annotations

import hashlib
import shlex
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typer

    from assistant.generative.writer import GenerativeWriter
    from knowledge.retriever import Retriever

CURATED = "curated"  # the writer that is no chat model
_PACKAGES = ("tanya", "bm25s", "chromadb", "ir-measures", "langchain-core", "sentence-transformers", "torch")


def provenance(retriever: Retriever, command: str) -> dict[str, Any]:
    """What `retriever` searches, with what, and which `command` measures it."""
    return {
        "command": command,
        "commit": _commit(),
        "study": retriever.study.id,
        "paragraphs": len(retriever.study.paragraphs),
        "model": retriever.index.held.facts["model"],
        "reranker": retriever.reranker.name if retriever.reranker else None,
        "index": retriever.index.folder.name,
        "versions": {name: version(name) for name in _PACKAGES},
    }


def authorship(writer: GenerativeWriter | None) -> dict[str, Any]:
    """Who writes the answers, as it may be shown, and which version of the prompts it is given, if it is a chat model."""
    if writer is None:
        return {"writer": CURATED, "prompts": None}
    from assistant.generative.prompt import version

    return {"writer": writer.name, "prompts": version()}


def typed(context: typer.Context) -> str:
    """The command with every option that was given, on the command line or in the environment."""
    words = ["tanya", str(context.info_name)]
    for parameter in context.command.params:
        source = context.get_parameter_source(str(parameter.name))
        if source is not None and source.name in ("COMMANDLINE", "ENVIRONMENT"):
            value = context.params[str(parameter.name)]
            for given in value if isinstance(value, list | tuple) else [value]:
                words += [parameter.opts[-1]] if given is True else [parameter.opts[-1], str(given)]
    return shlex.join(words)


def digest(files: Iterable[Path]) -> str:
    """The SHA-256 of the bytes of `files`, one after the other."""
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()


def _commit() -> str | None:
    """The commit that is measured, if this file stands in its own repository and not in someone else's."""
    root = Path(__file__).parents[2]
    try:
        top = _git(root, "rev-parse", "--show-toplevel")
        return _git(root, "describe", "--always", "--dirty") if Path(top) == root else None
    except (OSError, subprocess.CalledProcessError):  # installed from an archive
        return None


def _git(root: Path, *asked: str) -> str:
    return subprocess.run(["git", "-C", str(root), *asked], capture_output=True, text=True, check=True).stdout.strip()
