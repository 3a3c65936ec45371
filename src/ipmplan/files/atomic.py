"""Writing files so that a reader, or a power cut, sees the old one or the new one and nothing between."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_bytes(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file in one step.

    Parameters
    ----------
    path
        The file.
    data
        All that is to be in it.
    new
        Refuse to replace a file that is there.

    Raises
    ------
    FileExistsError
        With `new`, when the file is there; it is left as it was.
    OSError
        When the folder cannot be written; what was there stays.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_bytes(Path(folder, "a.txt"), b"one")
    ...     write_bytes(Path(folder, "a.txt"), b"two")
    ...     Path(folder, "a.txt").read_bytes(), len(list(Path(folder).iterdir()))
    (b'two', 1)
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(Path(name), path)
        if new:
            os.link(name, path)
        else:
            Path(name).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
    sync_folder(path.parent)


def write_text(path: Path, text: str, *, new: bool = False) -> None:
    """Write UTF-8 text with `\\n` line ends in one step; see `write_bytes`."""  # noqa: D301
    write_bytes(path, text.encode("utf-8"), new=new)


def _keep_mode(temporary: Path, path: Path) -> None:
    """Give the new file the permissions of the old one, or those that any new file gets."""
    try:
        mode = path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Make the new name last, where the system lets folders be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
