"""iMOPSE: staff with salaries and skill levels from 0, one task a line."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from benchmarks.formats import reads
from benchmarks.problems.staffing import Job, Staffing, Worker

_SKILL = re.compile(r"(\w+):\s*(\d+)")
_WORKER = re.compile(r"(\d+)\s+(\d+(?:\.\d+)?)\s+(\w+:.*)")
_JOB = re.compile(r"(\d+)\s+(\d+)\s+(\w+):\s*(\d+)([\s\d]*)")


@reads(".def")
def read(path: Path) -> Staffing:
    """Read the table of resources and the table of tasks."""
    workers: dict[int, Worker] = {}
    jobs: dict[int, Job] = {}
    table = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.strip()
        if words.startswith(("ResourceID", "TaskID")):
            table = words[0]
        elif not words or words.startswith("=") or not table:
            continue
        elif table == "R" and (match := _WORKER.fullmatch(words)):
            workers[int(match[1])] = Worker(Decimal(match[2]), {s[1]: int(s[2]) for s in _SKILL.finditer(match[3])})
        elif table == "T" and (match := _JOB.fullmatch(words)):
            before = tuple(int(word) for word in match[5].split())
            jobs[int(match[1])] = Job(int(match[2]), match[3], int(match[4]), before)
        else:
            raise ValueError(f"line {number} is neither a resource nor a task: {words[:60]}")
    if not workers or not jobs:
        raise ValueError("no resources or no tasks")
    return Staffing(path.stem, workers, jobs)
