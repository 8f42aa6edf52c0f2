"""Files that a command writes: whole or not at all."""

from __future__ import annotations

from pathlib import Path


def check_place(file: Path) -> None:
    """See that a file can stand at `file`, before the work of an hour is lost.

    Raises:
        OSError: its folder does not exist, or it is a folder itself.
    """
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise OSError(f"{file} is no place for a file; name a file in a folder that exists")


def write_whole(file: Path, text: str) -> None:
    """Write `text` to `file`; whoever reads it finds the old text or the new one, never a part."""
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_text(text, "utf-8")
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
