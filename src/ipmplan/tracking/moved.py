"""Dated milestones that move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ipmplan.core.plan import MilestoneKind


@dataclass(frozen=True, slots=True)
class Moved:
    """A dated milestone that moves.

    Parameters
    ----------
    id, kind, project
        What has the date: a milestone, project or task, and its project.
    was, now
        When it is reached in the plan, and with the delay; None = not within the years that are looked at.
    hours
        Portfolio working hours between the two.
    late_hours
        How many of them are lateness (after the due day less the buffer), unweighted.
    """

    id: str
    kind: MilestoneKind
    project: str
    was: datetime
    now: datetime | None
    hours: float
    late_hours: float


def latest_first(found: Iterable[Moved]) -> tuple[Moved, ...]:
    """Those with most lateness first, then those that move most."""
    return tuple(sorted(found, key=lambda one: (-one.late_hours, -one.hours, one.id)))
