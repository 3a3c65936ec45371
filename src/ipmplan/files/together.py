"""Several files of a folder, written in one step; and one writer at a time."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from ipmplan.files.atomic import sync_folder, write_bytes

# Files that are complete and about to be moved to their places; whoever comes next goes on with it.
WRITTEN = ".ipmplan-written"
STAGING = ".ipmplan-writing-"
# Ending of an empty file beside them that stands for one that is to go.
GONE = ".ipmplan-gone"
_held = threading.local()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes from writing into a folder meanwhile; whoever holds it may come again.

    Where the system has no such locks (Windows, some network drives), nobody is kept.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, locked(Path(name)), locked(Path(name)):
    ...     Path(name, "a.txt").write_text("one")
    3
    """
    mine: set[str] = _held.__dict__.setdefault("folders", set())
    name = str(folder.resolve())
    if name in mine:
        yield
        return
    handle = _lock(folder)
    mine.add(name)
    try:
        yield
    finally:
        mine.discard(name)
        if handle is not None:
            os.close(handle)


def _lock(folder: Path) -> int | None:
    try:
        import fcntl
    except ImportError:
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def write_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Write several files of a folder: a reader that comes through ipmplan sees all old or all new ones.

    The new files are put together aside first. From the moment at which they are complete they are moved to their places, by this
    process, or by the next one if this one is killed (`finish`).

    Parameters
    ----------
    folder
        Is made when it is not there; then it appears with all files at once.
    files
        Contents by name within the folder; a name may have a folder of its own (``plans/2026-01-05.json``). None = the file goes.

    Raises
    ------
    OSError
        When it cannot be written; what was there stays.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     write_files(Path(name, "studio"), {"people.csv": b"id", "plans/a.json": b"{}"})
    ...     sorted(path.name for path in Path(name, "studio").iterdir())
    ['people.csv', 'plans']
    """
    if not folder.exists():
        _write_new(folder, files)
        return
    with locked(folder):
        finish(folder)
        if not files:
            return
        (name, data), *others = files.items()
        if not others and data is not None:
            (folder / name).parent.mkdir(exist_ok=True)
            write_bytes(folder / name, data)
            return
        for left in folder.glob(f"{STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
        try:
            _fill(staging, files)
            for name in files:
                _ensure_replaceable(folder / name)
            staging.rename(folder / WRITTEN)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        sync_folder(folder)
        finish(folder)


def finish(folder: Path) -> None:
    """Move files to their places that a process had completed before it was killed.

    Examples
    --------
    >>> finish(Path("no-such-folder"))
    """
    if not (folder / WRITTEN).is_dir():
        return
    with locked(folder):
        staged = folder / WRITTEN
        if not staged.is_dir():
            return
        for path in sorted(staged.rglob("*")):
            if not path.is_file():
                continue
            target = folder / path.relative_to(staged)
            if path.name.endswith(GONE):
                target.with_name(target.name.removesuffix(GONE)).unlink(missing_ok=True)
                path.unlink()
                continue
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
        sync_folder(folder)
        shutil.rmtree(staged)


def _write_new(folder: Path, files: Mapping[str, bytes | None]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder.parent))
    try:
        _fill(staging, files)
        mask = os.umask(0)
        os.umask(mask)
        staging.chmod(0o777 & ~mask)
        staging.rename(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    sync_folder(folder.parent)


def _fill(staging: Path, files: Mapping[str, bytes | None]) -> None:
    for name, data in files.items():
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            write_bytes(staging / f"{name}{GONE}", b"")
        else:
            write_bytes(staging / name, data)


def _ensure_replaceable(path: Path) -> None:
    """Find out before anything is moved: a folder of that name could not be replaced."""
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder", str(path))
