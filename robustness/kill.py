"""A process is killed at some moment: files are those of before or after, never something between."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from ipmplan.cli import main
from ipmplan.loading import read

# What a process does to files: it is killed before one of these.
WRITES = frozenset({"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"})
State = dict[str, bytes]


@dataclass(frozen=True)
class Scene:
    """A command that writes.

    Parameters
    ----------
    name
        What failures call it.
    arguments
        Of `ipmplan`; ``{}`` is the folder.
    prepare
        Puts into the folder what the command needs.
    alike
        File names whose bytes need not repeat from run to run, but have to be whole.
    """

    name: str
    arguments: Sequence[str]
    prepare: Callable[[Path], None]
    alike: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Torn:
    """A kill that left something between."""

    scene: str
    moment: str
    files: Sequence[str]


def kills(scenes: Sequence[Scene], times: int, seed: int) -> Iterator[Torn | None]:
    """Kill commands, in turn: every second time before a change of a file, else after a random time.

    Parameters
    ----------
    scenes
        The commands.
    times
        How often.
    seed
        Of the moments.

    Yields
    ------
    Torn or None
        For each kill; None when files are those of before or after.
    """
    random = Random(seed)
    known = {scene.name: _Runs(scene) for scene in scenes}
    try:
        for number in range(times):
            runs = known[scenes[number % len(scenes)].name]
            if number // len(scenes) % 2 == 0:
                yield runs.killed(before=random.randrange(1, runs.writes + 2))
            else:
                yield runs.killed(after=random.uniform(0, runs.seconds * 1.1))
    finally:
        for runs in known.values():
            runs.close()


class _Runs:
    """One command, run undisturbed once and then killed."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._home = TemporaryDirectory(prefix="ipmplan-kill-")
        self._start = Path(self._home.name, "start")
        self._start.mkdir()
        scene.prepare(self._start)
        self._before = _state(self._start)
        work = self._copy()
        began = time.monotonic()
        count = Path(self._home.name, "count")
        status = _run(scene, work, count=count)
        self.seconds = time.monotonic() - began
        if status != 0:
            raise SystemExit(f"{scene.name} ends with status {status} when it is not killed")
        self.writes = int(count.read_text())
        self._after = _state(work)
        shutil.rmtree(work)

    def close(self) -> None:
        """Remove everything."""
        self._home.cleanup()

    def killed(self, *, before: int = 0, after: float = 0.0) -> Torn | None:
        """Run it and kill it before its n-th change of a file, or after some seconds."""
        work = self._copy()
        try:
            _run(self._scene, work, before=before, after=after)
            # What comes next, whatever it is, reads the folder.
            for folder in (work, work / "made"):
                if folder.is_dir():
                    read(folder)
            found = _state(work)
            odd = [name for name in {*found, *self._before, *self._after} if not self._whole(name, found)]
            together = all(self._same(found, self._before, n) for n in found.keys() | self._before.keys()) or all(
                self._same(found, self._after, n) for n in found.keys() | self._after.keys()
            )
            if odd or not together:
                moment = f"before change {before}" if before else f"after {after:.3f} s"
                names = odd or [n for n in found.keys() | self._after.keys() if not self._same(found, self._after, n)]
                return Torn(self._scene.name, moment, sorted(names))
            return None
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _copy(self) -> Path:
        work = Path(self._home.name, "work")
        shutil.copytree(self._start, work)
        return work

    def _whole(self, name: str, found: State) -> bool:
        data = found.get(name)
        if name in self._scene.alike:
            return data is None or data == self._before.get(name) or data.rstrip().endswith(b"</html>")
        return data in (self._before.get(name), self._after.get(name))

    def _same(self, found: State, other: State, name: str) -> bool:
        # A report is written after the plan, in a step of its own.
        return name in self._scene.alike or found.get(name) == other.get(name)


def _state(folder: Path) -> State:
    """Every file that a reader would see; what begins with a dot is nobody's."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def _run(scene: Scene, folder: Path, *, before: int = 0, after: float = 0.0, count: Path | None = None) -> int:
    """Run a command in a process of its own; its exit status, or minus the signal that ended it."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _child(scene, folder, before, count)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _child(scene: Scene, folder: Path, before: int, count: Path | None) -> None:
    status = 99
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        seen = 0

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in WRITES or (event == "open" and _writes(arguments)):
                seen += 1
                if seen == before:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        try:
            main([argument.format(folder) for argument in scene.arguments], standalone_mode=False)
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 1
        if count is not None:
            count.write_text(str(seen))
    finally:
        os._exit(status)


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
