"""Folders that are written once: whole or not there at all, checked when opened, removed when nothing uses them.

A folder is built aside, under a lock, and renamed when whole, so that a process killed at any moment leaves the old
folder or none. Its manifest lists every file with size and digest. Whoever reads it holds a shared lock on the
manifest for as long as it does; only a folder on which nobody does is removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knowledge.records import IndexUnavailable

_MANIFEST = "manifest.json"
_ASIDE = ".part"

Facts = Mapping[str, Any]  # what a manifest says of its folder, besides its files


class Damaged(ValueError):
    """A folder that does not hold what was written."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """A folder in use: it is not removed as long as this lives."""

    folder: Path
    facts: Facts
    _descriptor: int = field(repr=False)

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self._descriptor)


class Store:
    """The folders in one directory, each under a name that says all that went into it."""

    def __init__(self, directory: Path, check: Callable[[Path], None], changing: frozenset[str]) -> None:
        """A store of folders in `directory`.

        Args:
            directory: made when the first folder is built.
            check: raises `ValueError` for a folder whose files that may change do not hold what was written.
            changing: the names of those files; all others are compared with their digest.
        """
        self._directory = directory
        self._check = check
        self._changing = changing

    def open(self, name: str) -> Held | None:
        """The folder `name`, checked and held; `None` where there is none.

        Raises:
            Damaged: a file is missing, or is not what was written.
        """
        home = self._directory / name
        try:
            descriptor = os.open(home / _MANIFEST, os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            if home.is_dir():
                raise Damaged(f"{_MANIFEST} is missing") from None
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            if not _is_still(home / _MANIFEST, descriptor):  # removed or replaced while we waited for the lock
                os.close(descriptor)
                return self.open(name)
            return Held(home, self._checked(home), descriptor)
        except BaseException:
            with suppress(OSError):
                os.close(descriptor)
            raise

    def build(self, name: str, write: Callable[[Path], Facts], *, again: bool = False) -> None:
        """Let `write` fill the folder `name`, unless it is there and whole.

        Args:
            name: the folder's name.
            write: fills the empty folder that it is given, and says the facts of it.
            again: whether to build even if the folder is there and whole.

        Raises:
            IndexUnavailable: the directory cannot be written, or the folder is to be built again and is in use.
        """
        home = self._directory / name
        with self._locked(name):
            with suppress(Damaged):
                if self.open(name) and not again:  # another process built it while we waited for the lock
                    return
            with _unused(home) as unused:
                if again and home.is_dir() and not unused:
                    raise IndexUnavailable(f"{home} is in use; stop the programs that use it and try again")
            self._sweep(name)
            aside = Path(tempfile.mkdtemp(prefix=f"{name}.", suffix=_ASIDE, dir=self._directory))
            try:
                facts = write(aside)
                manifest = {**facts, "files": _files(aside, self._changing)}
                (aside / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
                self._discard(home)
                aside.replace(home)
            finally:
                shutil.rmtree(aside, ignore_errors=True)

    def remove_unused(self, is_old: Callable[[Facts], bool]) -> None:
        """Remove every folder whose facts are old and that nobody holds, and what killed builds left behind."""
        for name in {path.name.split(".")[0] for path in self._directory.iterdir()}:
            with self._locked(name, wait=False) as locked:
                if not locked:
                    continue
                self._sweep(name)
                home = self._directory / name
                with _unused(home) as unused:
                    if unused and is_old(_facts(home)):
                        self._discard(home)
                if not home.is_dir():
                    (self._directory / f"{name}.lock").unlink(missing_ok=True)

    def _checked(self, home: Path) -> Facts:
        """The facts of `home`, once every file is what its manifest says."""
        manifest = _facts(home)
        if not isinstance(manifest.get("files"), dict):
            raise Damaged(f"{_MANIFEST} is not whole")
        for name, written in manifest["files"].items():
            path = home / name
            if not path.is_file() or path.stat().st_size < written["size"]:
                raise Damaged(f"{name} is shorter than it was written, or gone")
            if written["sha256"] is not None and _digest(path) != written["sha256"]:
                raise Damaged(f"{name} is not what was written")
        try:
            self._check(home)
        except ValueError as error:
            raise Damaged(str(error)) from None
        return manifest

    def _sweep(self, name: str) -> None:
        for left in self._directory.glob(f"{name}.*{_ASIDE}"):
            shutil.rmtree(left, ignore_errors=True)

    def _discard(self, home: Path) -> None:
        """Take a folder out of sight at once, then away; who still reads it keeps its open files."""
        if home.is_dir():
            gone = Path(tempfile.mkdtemp(prefix=f"{home.name}.", suffix=_ASIDE, dir=self._directory))
            home.replace(gone)
            shutil.rmtree(gone, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str, wait: bool = True) -> Iterator[bool]:
        """Hold the lock of `name`; only what the file system refuses here is the directory's fault."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._directory / f"{name}.lock", blocking=wait)
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            yield False
            return
        except OSError as error:
            cache, reason = self._directory.parent, error.strerror or error
            raise IndexUnavailable(f"{cache} cannot be written ({reason}); set TANYA_CACHE_DIR to a folder that can") from None
        try:
            yield True
        finally:
            lock.release()


def _files(folder: Path, changing: frozenset[str]) -> dict[str, dict[str, Any]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": None if path.name in changing else _digest(path),
        }
        for path in found
    }


def _facts(home: Path) -> Facts:
    try:
        facts: Facts = json.loads((home / _MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return facts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


@contextmanager
def _unused(home: Path) -> Iterator[bool]:
    """Whether nobody holds `home`; nobody can take hold of it until the end."""
    try:
        descriptor = os.open(home / _MANIFEST, os.O_RDONLY)
    except FileNotFoundError:
        yield home.is_dir()
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unused = True
    except BlockingIOError:
        unused = False
    try:
        yield unused
    finally:
        os.close(descriptor)
