"""Questions that hold work back: whose answer is needed, by when, for what."""

from __future__ import annotations

from ipmplan.reports import questions, words
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.scene import Scene

MOST = 8


def answers(scene: Scene) -> Section | None:
    """Open decisions, those that are expected first on top; None when none is open."""
    found = sorted(scene.questions, key=lambda one: (one.taken, one.needed_by is None, one.decision.id))
    if not found:
        return None
    lines = tuple(
        Line(
            questions.name_of(one),
            questions.when(scene, one),
            questions.details(scene, one),
            "bad" if one.overdue else "watch",
        )
        for one in found[:MOST]
    )
    title = f"{words.count(len(found), 'answer')} needed"
    rest = len(found) - len(lines)
    return Section("answers", title, lines, "watch", f"and {rest} more in the report" if rest else "")
