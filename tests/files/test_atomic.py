"""A file that is written is the old one or the new one, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ipmplan.files.atomic import write_bytes, write_text


def test_what_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.json"
    write_text(path, "old")

    def no_power(_: int) -> None:
        raise OSError("no power")

    monkeypatch.setattr(os, "fsync", no_power)
    with pytest.raises(OSError, match="no power"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_replaces_none(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_bytes(path, b"old", new=True)
    with pytest.raises(FileExistsError):
        write_bytes(path, b"new", new=True)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_text(path, "old")
    path.chmod(0o640)
    write_text(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640
