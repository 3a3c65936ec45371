"""The Gantt chart, by project or by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.reports.figures.style import Theme
from ipmplan.reports.scene import scene

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def gantt(
    schedule: Schedule,
    portfolio: Portfolio,
    by: Literal["project", "person"] = "project",
    *,
    theme: Theme = "light",
    rows: int = 60,
    before: Schedule | None = None,
) -> Figure:
    """Draw who does what when.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    by
        ``project``: a row for each task, milestones with their due dates, the critical path outlined and linked, holds, open
        decisions, and thin bars where tasks were before;
        ``person``: a row for each person, with bookings and absences.
    theme
        ``light`` or ``dark``.
    rows
        How many rows are shown at once, those of the latest project first; drag up and down for the rest, or choose a project.
    before
        The plan that it is compared with; by default the approved one.

    Raises
    ------
    InputError
        When `by` is neither.
    """
    from ipmplan.reports.figures import gantt_person, gantt_project

    view = scene(schedule, portfolio, before)
    if by == "project":
        return gantt_project.draw(view, theme, rows)
    if by == "person":
        return gantt_person.draw(view, theme, rows)
    raise InputError(Issue(f"a Gantt chart is by project or by person, not by `{by}`", hint='Maybe by="person"?'))
