"""Models on this machine: a name or a folder becomes the folder that holds the model; nothing is ever fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knowledge.records import ModelUnavailable


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model on disk."""

    path: Path
    identity: str  # its name and content: another model under the same name has another identity


def find_model(name: str, setting: str) -> ModelFolder:
    """The folder of the sentence-transformers model `name`, a folder or a name in the local Hugging Face cache.

    Args:
        name: as the setting gives it.
        setting: the variable that the reader set, for the error.

    Raises:
        ModelUnavailable: there is no such model on this machine.
    """
    path, called = Path(name).expanduser(), Path(name).name
    if not path.is_dir():
        path, called = _cached(name, setting), name
    if not any((path / file).is_file() for file in ("modules.json", "config.json")):
        raise ModelUnavailable(f"{path} holds no model; set {setting} to a folder that sentence-transformers saved")
    return ModelFolder(path, f"{called}@{_digest(path)}")


def cannot_load(folder: ModelFolder, setting: str, error: Exception) -> ModelUnavailable:
    """What to say of a folder whose model fails to load: the first line of `error`, and what to do."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return ModelUnavailable(
        f"{folder.path} cannot be loaded ({reason}); set {setting} to a folder that sentence-transformers saved"
    )


def _cached(name: str, setting: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        raise ModelUnavailable(
            f"the model {name!r} is not on this machine; fetch it with `hf download {name}`, "
            f"set {setting} to a folder that holds it, or unset it"
        ) from None


def _digest(folder: Path) -> str:
    """Twelve hex digits of the names and contents of the files in `folder`; 0.7 s a gigabyte."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
