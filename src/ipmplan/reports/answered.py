"""What depends on answers of which nobody knows when they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ipmplan.reports import words
from ipmplan.reports.scene import Scene


def conditions(scene: Scene) -> dict[str, str]:
    """For each task that an overdue or undated answer holds, at once or through predecessors: what has to be answered by when.

    `if_answered` puts them together for a milestone or project.
    """
    after: dict[str, list[str]] = {}
    for link in scene.reading.scope.links:
        after.setdefault(link.before, []).append(link.after)
    found: dict[str, str] = {}
    for question in scene.questions:
        if question.overdue or question.decision.expected is None:
            said = f"{question.decision.id} is answered by {words.day(question.taken, scene.year)}"
            held = list(question.waiting)
            seen = set(held)
            while held:
                task = held.pop()
                found[task] = f"{found[task]} and {said}" if task in found else said
                new = [name for name in after.get(task, ()) if name not in seen and scene.reading.is_fresh(name)]
                seen.update(new)
                held += dict.fromkeys(new)
    return found


def if_answered(known: Mapping[str, str], tasks: Iterable[str]) -> str:
    """Say on which answers these tasks together depend; empty when on none.

    Examples
    --------
    >>> if_answered({"T1": "D1 is answered by Fri 9 Jan"}, ["T1", "T2"])
    'if D1 is answered by Fri 9 Jan'
    """
    said = dict.fromkeys(part for task in tasks if task in known for part in known[task].split(" and "))
    return f"if {' and '.join(said)}" if said else ""
