"""The first screen put together: the one place that says in which order things are read."""

from __future__ import annotations

from ipmplan.reports import words
from ipmplan.reports.first.answers import answers
from ipmplan.reports.first.data import Line, Screen, Section
from ipmplan.reports.first.day import day
from ipmplan.reports.first.moved import moved
from ipmplan.reports.first.quality import quality
from ipmplan.reports.first.remedies import Remedies, known_remedies
from ipmplan.reports.first.trouble import trouble
from ipmplan.reports.scene import Scene

MOST_NOTES = 10


def first_screen(scene: Scene, remedies: Remedies = known_remedies) -> Screen:
    """What is late or over and what helps, what moved, whose answers are needed, the first day, and how good the plan is.

    Parameters
    ----------
    scene
        The plan with its portfolio.
    remedies
        Finds what would help against a trouble, the best first.
    """
    found = (
        trouble(scene, remedies),
        moved(scene),
        answers(scene),
        day(scene),
        _notes(scene),
        quality(scene),
    )
    return Screen(tuple(section for section in found if section is not None))


def _notes(scene: Scene) -> Section | None:
    """What the planner had to say: what it did not say of the plan before comes first; ten at most."""
    known = set(scene.before.notes) if scene.before is not None else set()
    notes = sorted(dict.fromkeys(scene.schedule.notes), key=lambda note: note in known)
    if not notes:
        return None
    lines = tuple(Line(note) for note in notes[:MOST_NOTES])
    rest = len(notes) - len(lines)
    return Section("notes", "To know", lines, rest=f"and {words.count(rest, 'more note')}" if rest else "")
