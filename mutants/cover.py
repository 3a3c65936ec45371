"""Which tests run through which lines: collected once, kept until code or tests change."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mutants.sandbox import SOURCE, Sandbox
from mutants.session import Watch, fork
from mutants.sites import Mutant


@dataclass(frozen=True, slots=True)
class Cover:
    """Tests by line.

    Parameters
    ----------
    seconds
        Computing time of each test that passes.
    tests
        Ids of tests by file and line.
    words
        Lines by word that stands in them, as file and line.
    failed
        Ids of tests that do not pass without any mistake; they are left out.
    """

    seconds: dict[str, float]
    tests: dict[str, dict[int, set[str]]]
    words: dict[str, list[tuple[str, int]]]
    failed: tuple[str, ...]

    def of(self, mutant: Mutant) -> set[str]:
        """Tests that run through the mistake.

        What runs at import runs before all tests, or in the one that imports it first: then those count, too, that run
        through a line in which its name stands, and those in the folder that mirrors its own, which may know it by its
        fields alone.
        """
        lines = self.tests.get(mutant.path, {})
        found: set[str] = set()
        for first, last in (mutant.lines, mutant.statement, mutant.owner):
            found = found or set().union(*(lines.get(line, ()) for line in range(first, last + 1)))
        if found and not mutant.names:
            return found
        named = [place for name in mutant.names for place in self.words.get(name, ())]
        mirror = f"tests/{Path(mutant.path).parent.name}/"
        beside = {test for test in self.seconds if test.startswith(mirror)} if mutant.names else set()
        return found.union(beside, *(self.tests.get(file, {}).get(line, ()) for file, line in named))


def collect(sandboxes: Sequence[Sandbox], kept: Path, limit: float, only: Sequence[str] = ()) -> Cover:
    """Run the whole suite where it is not known yet what it runs through, each copy a share of the tests.

    Tests that compute for longer than `limit` seconds are given up, and left out.
    """
    kept.mkdir(parents=True, exist_ok=True)
    keys = {name: key for name, key in _keys(sandboxes[0]).items() if not only or name.startswith(tuple(only))}
    missing = [name for name, key in keys.items() if not (kept / f"{key}.json").exists()]
    if missing:
        _run(sandboxes, missing, kept, limit)
        found: dict[str, dict[str, Any]] = {name: {} for name in missing}
        for number in range(len(sandboxes)):
            for test, what in json.loads((kept / f"share-{number}.answer").read_text(encoding="utf-8")).items():
                found[test.split("::")[0]][test] = what
        for name, tests in found.items():
            (kept / f"{keys[name]}.json").write_text(json.dumps(tests), encoding="utf-8")
    if not only:
        for old in [path for path in kept.glob("*.json") if path.stem not in keys.values()]:
            old.unlink()
    return _read([kept / f"{key}.json" for key in sorted(keys.values())], _words(sandboxes[0].root))


def _run(sandboxes: Sequence[Sandbox], names: Sequence[str], kept: Path, limit: float) -> None:
    children = []
    for number, sandbox in enumerate(sandboxes):

        def run(number: int = number) -> object:
            return Watch(number, len(sandboxes), limit).run(names)

        children.append(fork(sandbox, run, kept / f"share-{number}.answer"))
    try:
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    except BaseException:
        for child in children:
            os.kill(child, signal.SIGKILL)
        raise
    if any(codes):
        raise SystemExit(f"The tests could not be watched, see {kept}/share-*.log")


def _keys(sandbox: Sandbox) -> dict[str, str]:
    """Say for each file with tests what its answer depends on: the package, the data, helpers and itself."""
    names, root = sandbox.files, sandbox.root
    tests = [name for name in names if name.startswith("tests/") and Path(name).name.startswith("test_")]
    doctests = [name for name in names if name.startswith(SOURCE) and b">>> " in (root / name).read_bytes()]
    shared = sha256()
    for name in names:
        if name.startswith(("src/", "tests/", "data/", "benchmarks/")) and name not in tests:
            shared.update(name.encode() + b"\0" + (root / name).read_bytes())
    return {
        name: sha256(shared.digest() + name.encode() + (root / name).read_bytes()).hexdigest()[:24]
        for name in tests + [name for name in doctests if name.endswith(".py")]
    }


def _words(root: Path) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted((root / SOURCE).rglob("*.py")):
        name = str(path.relative_to(root))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for word in set(re.findall(r"[A-Za-z_]\w*", line)):
                found.setdefault(word, []).append((name, number))
    return found


def _read(answers: Iterable[Path], words: dict[str, list[tuple[str, int]]]) -> Cover:
    seconds: dict[str, float] = {}
    by_line: dict[str, dict[int, set[str]]] = {}
    failed = []
    for answer in answers:
        for test, what in json.loads(answer.read_text(encoding="utf-8")).items():
            if not what["passed"]:
                failed.append(test)
                continue
            seconds[test] = what["seconds"]
            for file, lines in what["lines"].items():
                for line in lines:
                    by_line.setdefault(file, {}).setdefault(line, set()).add(test)
    return Cover(seconds, by_line, words, tuple(failed))
