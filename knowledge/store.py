"""Folders that are written once: whole or not there at all, checked when opened, removed when nothing uses them.

A folder is built aside, under a lock, and renamed when whole, so that a process killed at any moment leaves the old
folder or none. Its manifest lists every file with size and digest, and bears a digest of its own. Whoever reads a
folder holds a shared lock on the manifest for as long as it does; only a folder on which nobody does is removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.records import IndexUnavailable

_MANIFEST = "manifest.json"
_ASIDE = ".part"
_NAME = re.compile(r"[0-9a-f]{20}")  # what else lies in the directory is not ours
_SOON = 2  # seconds that another process may build before we say that we wait for it
_DAY = 86_400

Facts = Mapping[str, Any]  # what a manifest says of its folder, besides its files


class Damaged(ValueError):
    """A folder that does not hold what was written."""


@dataclass(slots=True, weakref_slot=True, eq=False)
class Held:
    """A folder in use: it is not removed as long as this lives."""

    folder: Path
    facts: Facts
    descriptor: int  # of the manifest, with a shared lock; closed with this

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self.descriptor)


class Store:
    """The folders in one directory, each under twenty hex digits that say all that went into it."""

    def __init__(self, directory: Path, check: Callable[[Path], None]) -> None:
        """A store of folders in `directory`, which is made when the first is built.

        `check` raises `ValueError` for a folder whose changing files do not hold what was written.
        """
        self._directory = directory
        self._check = check

    def open(self, name: str) -> Held | None:
        """The folder `name`, checked and held; `None` where there is none.

        Raises:
            Damaged: a file is missing, or is not what was written.
            IndexUnavailable: the folder may not be read.
        """
        home = self._directory / name
        while (descriptor := self._opened(home)) is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_SH)
                if _is_still(home / _MANIFEST, descriptor):  # not removed or replaced while we waited for the lock
                    facts = self._checked(home)
                    with suppress(OSError):
                        os.utime(descriptor)  # says when it was last of use
                    return Held(home, facts, descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
        return None

    def build(self, name: str, write: Callable[[Path], Facts], *, changing: Sequence[str] = (), again: bool = False) -> None:
        """Let `write` fill the folder `name`, unless it is there and whole.

        Args:
            name: the folder's name.
            write: fills the empty folder that it is given, and says the facts of it.
            changing: names of files that may change after they are written, and so are not digested.
            again: whether to build even if the folder is there and whole.

        Raises:
            IndexUnavailable: the directory cannot be written, or the folder is to be built again and is in use.
        """
        home = self._directory / name
        with self._locked(name):
            with suppress(Damaged):
                if not again and self.open(name):  # another process built it while we waited for the lock
                    return
            if again:
                with _unused(home) as unused:  # looked at before the work, and again before its result takes the place
                    _refuse_in_use(home, unused)
            self._sweep(name)
            aside = self._aside(name)
            try:
                _write_manifest(aside, write(aside), changing)
                aside.chmod(0o755)  # readable by whoever serves what another built
                with _unused(home) as unused:
                    if again:  # a damaged folder is replaced even so: its readers have it in memory
                        _refuse_in_use(home, unused)
                    self._discard(home)
                    aside.replace(home)
            finally:
                shutil.rmtree(aside, ignore_errors=True)

    def remove_unused(self, is_old: Callable[[Facts, float], bool]) -> None:
        """Remove what killed builds left, and every folder that is old and that nobody holds.

        `is_old` is given a folder's facts, empty where it has none, and the days since it was last opened.
        """
        for name in {path.name[:20] for path in self._directory.iterdir() if _NAME.match(path.name)}:
            home = self._directory / name
            if home.is_file():
                continue
            with suppress(OSError), self._locked(name, wait=False) as locked:  # it can be removed the next time
                if not locked:
                    continue
                self._sweep(name)
                with _unused(home) as unused:
                    if unused and is_old(_manifest(home), _days_idle(home)):
                        self._discard(home)
                if not home.exists():
                    (self._directory / f"{name}.lock").unlink(missing_ok=True)

    def _opened(self, home: Path) -> int | None:
        try:
            return os.open(home / _MANIFEST, os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            if home.is_dir():
                raise Damaged(f"{_MANIFEST} is missing") from None
            return None
        except OSError as error:
            raise IndexUnavailable(
                f"{home} cannot be read ({error.strerror}); mend its permissions, or set TANYA_CACHE_DIR to another folder"
            ) from None

    def _checked(self, home: Path) -> Facts:
        """The facts of `home`, once every file is what its manifest says."""
        manifest = _manifest(home)
        if not manifest:
            raise Damaged(f"{_MANIFEST} is not what was written")
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

    def _aside(self, name: str) -> Path:
        return Path(tempfile.mkdtemp(prefix=f"{name}.", suffix=_ASIDE, dir=self._directory))

    def _sweep(self, name: str) -> None:
        for left in self._directory.glob(f"{name}.*{_ASIDE}"):
            shutil.rmtree(left, ignore_errors=True)

    def _discard(self, home: Path) -> None:
        """Take a folder out of sight at once, then away."""
        if home.is_dir():
            gone = self._aside(home.name)
            home.replace(gone)
            shutil.rmtree(gone, ignore_errors=True)

    @contextmanager
    def _locked(self, name: str, wait: bool = True) -> Iterator[bool]:
        """Hold the lock of `name`; only what the file system refuses here is the directory's fault."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._directory / f"{name}.lock")
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=_SOON if wait else 0)
            except Timeout:
                if not wait:
                    yield False
                    return
                print("tanya: waiting for another process that builds this index", file=sys.stderr, flush=True)
                lock.acquire()
        except OSError as error:
            cache, reason = self._directory.parent, error.strerror or error
            raise IndexUnavailable(f"{cache} cannot be written ({reason}); set TANYA_CACHE_DIR to a folder that can") from None
        try:
            yield True
        finally:
            lock.release()


# ------------------------------------------------------------------------------------------------- the manifest


def _write_manifest(folder: Path, facts: Facts, changing: Sequence[str]) -> None:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {
        path.relative_to(folder).as_posix(): {
            "size": path.stat().st_size,
            "sha256": None if path.name in changing else _digest(path),
        }
        for path in found
    }
    manifest = {**facts, "files": files}
    whole = json.dumps({**manifest, "sha256": _digest_of(manifest)}, indent=1)
    (folder / _MANIFEST).write_text(whole, "utf-8")


def _manifest(home: Path) -> dict[str, Any]:
    """The facts and files of `home`; empty if they are not what was written."""
    try:
        manifest = json.loads((home / _MANIFEST).read_text("utf-8"))
        digest = manifest.pop("sha256")
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        return {}
    return manifest if digest == _digest_of(manifest) else {}


def _digest_of(manifest: Facts) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _days_idle(home: Path) -> float:
    with suppress(OSError):
        return (time.time() - (home / _MANIFEST).stat().st_mtime) / _DAY
    return float("inf")


# ----------------------------------------------------------------------------------------------------- in use


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _refuse_in_use(home: Path, unused: bool) -> None:
    if home.is_dir() and not unused:
        raise IndexUnavailable(f"{home} is in use; stop the programs that use it and try again")


@contextmanager
def _unused(home: Path) -> Iterator[bool]:
    """Whether nobody holds `home`; nobody can take hold of it until the end."""
    try:
        descriptor = os.open(home / _MANIFEST, os.O_RDONLY)
    except OSError:
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
