"""Days as a client is told them: never earlier than agreed while they lie ahead."""

from __future__ import annotations

from datetime import date

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import ToldDate
from ipmplan.core.working_days import day_of
from ipmplan.reports import words
from ipmplan.reports.views.client import Certainty, PromisedDate
from ipmplan.reports.views.sources import Sources
from ipmplan.tracking.slips import Slip
from ipmplan.tracking.status import Colour

CERTAINTY: dict[Colour, Certainty] = {"green": "sure", "amber": "unsure", "red": "later"}


def promised_dates(known: Sources, project: str, *, odds: bool = False) -> tuple[PromisedDate, ...]:
    """Milestones of a project, and its own due day where no milestone has it, in the order of their days.

    Parameters
    ----------
    known
        All that is known.
    project
        Its id.
    odds
        Whether chances are said.
    """
    own = [row for row in known.track.slips if row.project == project]
    stones = [_promised(known, row, odds=odds) for row in own if row.kind == "milestone"]
    listed = {row.id for row in stones}
    for milestone in known.portfolio.milestones:
        if milestone.project == project and milestone.id not in listed and milestone.due is not None:
            stones.append(_without_tasks(known, milestone.id))
    due = known.portfolio.project[project].due
    days = {row.agreed or row.expected for row in stones}
    whole = next((row for row in own if row.kind == "project"), None)
    if whole is not None and (not stones or (due is not None and day_of(due) not in days)):
        stones.append(_promised(known, whole, odds=odds))
    return tuple(sorted(stones, key=lambda row: (row.expected or row.agreed or date.max, row.id)))


def told_dates(known: Sources, projects: tuple[str, ...]) -> tuple[ToldDate, ...]:
    """Days as they stand on the pages of some projects."""
    return tuple(
        ToldDate(project, row.id, row.expected)
        for project in projects
        if project in known.portfolio.project
        for row in promised_dates(known, project)
        if row.expected is not None
    )


def _promised(known: Sources, row: Slip, *, odds: bool) -> PromisedDate:
    planned = words.last_day(row.now) if row.now is not None else None
    milestone = known.portfolio.milestone.get(row.id) if row.kind == "milestone" else None
    agreed = _day(milestone.agreed if milestone is not None and milestone.agreed is not None else row.agreed)
    if row.reached:
        return PromisedDate(row.id, row.name, agreed, planned, "reached")
    sure = _sure_day(known, row.id)
    latest = max((day for day in (planned, sure) if day is not None), default=None)
    if agreed is None:
        return PromisedDate(row.id, row.name, None, latest, "open")
    certainty = CERTAINTY[row.light.colour]
    expected = max(agreed, latest or agreed) if certainty == "later" else agreed
    found = known.odds.get(row.id) if odds else None
    chance = (found.chance_agreed if found.chance_agreed is not None else found.chance) if found is not None else None
    return PromisedDate(row.id, row.name, agreed, expected, certainty, chance)


def _without_tasks(known: Sources, name: str) -> PromisedDate:
    """A milestone that no planned task names: reached once its day is over, as when it is billed."""
    row = known.portfolio.milestone[name]
    agreed = _day(row.agreed or row.due)
    over = agreed is not None and agreed < known.portfolio.as_of_day
    return PromisedDate(name, row.name or name, agreed, agreed, "reached" if over else "sure")


def _sure_day(known: Sources, name: str) -> date | None:
    """The day that holds with 80 per cent, unless it is over."""
    found = known.promises.get(name)
    if found is None or found[1] < known.scene.now:
        return None
    return words.last_day(found[1])


def _day(moment: Moment | None) -> date | None:
    return None if moment is None else day_of(moment)
