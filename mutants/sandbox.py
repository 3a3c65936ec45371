"""Copies of the project in which mistakes are made; the project itself is never touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "ipmplan"
SOURCE = f"src/{PACKAGE}"
KERNEL = f"{SOURCE}/models/kernel"
JUDGED = ("core", "study", "network", "graph.py", "models/rules", "models/goals")
TARGETS = tuple(f"{SOURCE}/{name}" for name in JUDGED)
"""Where mistakes are made: what plans are judged by, and both halves of rules and goals."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A copy of the project's files, kept from run to run with the compiled kernel in it."""

    root: Path

    @property
    def files(self) -> list[str]:
        """Names of the copied files."""
        return _files_below(self.root)

    def write(self, path: str, source: bytes) -> None:
        """Replace a source file so that no bytecode of what it was is taken for it."""
        target = self.root / path
        for stale in (target.parent / "__pycache__").glob(f"{target.stem}.*.pyc"):
            stale.unlink()
        target.write_bytes(source)

    def environment(self) -> dict[str, str]:
        """Variables for processes that shall see this copy and no other."""
        return {**os.environ, "PYTHONPATH": f"{self.root / 'src'}{os.pathsep}{self.root}", "PYTHONHASHSEED": "0"}


def prepare(project: Path, root: Path) -> Sandbox:
    """Bring a copy up to date with the project; what is equal keeps its time, so the kernel stays compiled."""
    wanted = _files_of(project)
    root.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        source, target = project / name, root / name
        if target.is_file() and target.read_bytes() == source.read_bytes():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    known = set(wanted)
    for name in _files_below(root):
        if name not in known:
            (root / name).unlink()
    sandbox = Sandbox(root)
    if (root / KERNEL).is_dir():
        subprocess.run([sys.executable, "-m", "ipmplan.models.kernel"], cwd=root, env=sandbox.environment(), check=True)
    return sandbox


def _files_of(project: Path) -> list[str]:
    """Names of the project's files: tracked ones and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in set(filter(None, listed.split("\0"))) if (project / name).is_file())


def _files_below(root: Path) -> list[str]:
    paths = sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [str(path.relative_to(root)) for path in paths]
