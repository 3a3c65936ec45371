"""MSPSP-InstLib (Young, Feydy, Schutt): MiniZinc data files."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.formats import reads
from benchmarks.problems.teamwork import Activity, Teamwork

_SETTING = re.compile(r"(\w+)\s*=\s*([^;]*);")


@reads(".dzn")
def read(path: Path) -> Teamwork:
    """Read durations, skill requirements, mastery and precedence; whatever else it holds can be derived."""
    text = re.sub(r"%.*", "", path.read_text(encoding="utf-8"))
    settings = {match[1]: match[2] for match in _SETTING.finditer(text)}
    durations = [int(word) for word in _list(settings["dur"])]
    needs = [tuple(int(word) for word in row) for row in _rows(settings["sreq"])]
    masters = tuple(tuple(word == "true" for word in row) for row in _rows(settings["mastery"]))
    before: list[list[int]] = [[] for _ in durations]
    for first, second in zip(_list(settings["pred"]), _list(settings["succ"]), strict=True):
        before[int(second) - 1].append(int(first) - 1)
    return Teamwork(
        path.stem,
        masters,
        tuple(
            Activity(duration, need, tuple(earlier))
            for duration, need, earlier in zip(durations, needs, before, strict=True)
        ),
    )


def _list(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,\[\]]+", text) if word]


def _rows(text: str) -> list[list[str]]:
    return [words for row in text.strip().strip("[]").split("|") if (words := _list(row))]
