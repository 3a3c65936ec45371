"""How much of what was to be finished by now is finished: the baseline execution index (BEI).

Formula::

    BEI = finished tasks of all baselines / tasks of all baselines with end <= as_of >= 0.95
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "BEI"
RULE = "as many tasks are finished as the baseline has by now"
SOURCE = "DCMA 14-point assessment, 14"
COUNTS = "tasks due by now"
LIMIT = Limit(least=Fraction(95, 100))
ORDER = 14
NEEDS = "a baseline"


def look(examined: Examined) -> Looked:
    """Find projects that finished less than they were to, and the index of all."""
    due: dict[str, int] = {}
    done: dict[str, int] = {}
    for _, state in examined.due_by_now:
        due[state.project] = due.get(state.project, 0) + 1
    for baseline in examined.baselines.values():
        for name in baseline.tasks:
            if name in examined.states and examined.states[name].finished:
                done[baseline.project] = done.get(baseline.project, 0) + 1
    found = [
        Symptom(name, f"{done.get(name, 0)} of {count} are finished", count - done.get(name, 0))
        for name, count in due.items()
        if LIMIT.least is not None and done.get(name, 0) < LIMIT.least * count
    ]
    total = sum(due.values())
    return Looked(total, tuple(found), sum(done.values()) / total if total else None)
