"""A change request: its days, cost and price, who would do it, and whose date would have to be agreed anew."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from threading import Event as Flag

from ipmplan.core.brief import Brief
from ipmplan.core.calendar import Moment
from ipmplan.core.edits import Edit, SetValue
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Project
from ipmplan.core.records import Change
from ipmplan.core.scenario import Scenario
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.scenarios.compare import Compared, compare
from ipmplan.scenarios.differences import finishes
from ipmplan.scenarios.pricing import price_of


@dataclass(frozen=True, slots=True)
class NewDate:
    """A milestone that is reached in time without the change, and not with it.

    Parameters
    ----------
    id, project, client
        What it is, and whom it was agreed with.
    agreed
        The day, or else its due day.
    before, after
        When it is reached without the change and with it.
    """

    id: str
    project: str
    client: str
    agreed: Moment
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class PricedChange:
    """What a change request means.

    Parameters
    ----------
    change
        As the table has it.
    compared
        The plans without it and with it.
    start, finish
        Of its tasks; None where there is no plan with it.
    cost, price
        Of its work; the price that the table has, or else by margin or billing rates. None without rates.
    people
        Hours of each person in its tasks.
    dates
        Milestones whose date has to be agreed anew.
    """

    change: Change
    compared: Compared
    start: datetime | None
    finish: datetime | None
    cost: Decimal | None
    price: Decimal | None
    people: Mapping[str, float]
    dates: tuple[NewDate, ...]

    @property
    def accepting(self) -> tuple[Edit, ...]:
        """What accepting it writes: its status, the day, and the price where none was given."""
        name = self.change.id
        edits: list[Edit] = [SetValue("changes", name, "status", "accepted")]
        edits.append(SetValue("changes", name, "decided_on", self.compared.base.portfolio.as_of_day))
        if self.change.price is None and self.price is not None:
            edits.append(SetValue("changes", name, "price", self.price))
        return tuple(edits)


def price_change(
    portfolio: Portfolio,
    name: str,
    *,
    start: Schedule | None = None,
    margin: Fraction | None = None,
    time_limit: float | None = 5.0,
    work_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    stop: Flag | None = None,
) -> PricedChange:
    """Plan with a change request and without it.

    Parameters
    ----------
    portfolio
        As it is.
    name
        Id of the change.
    start
        Plan to begin from.
    margin
        Part of the price that is to be left over; None = hours are billed at their rates.
    time_limit, work_limit, seed
        For each plan.
    executor, stop
        As `compare` takes them.

    Raises
    ------
    InputError
        When the change is unknown, was decided, or has no tasks.
    """
    change = next((row for row in portfolio.changes if row.id == name), None)
    if change is None:
        near = did_you_mean(name, [row.id for row in portfolio.changes])
        raise InputError(Issue(f"unknown change {quoted(name)}", "changes", near))
    if change.status in {"accepted", "declined"}:
        day = "" if change.decided_on is None else f" on {change.decided_on}"
        raise InputError(Issue(f"{quoted(name)} was {change.status}{day}", "changes"))
    own = [task.id for task in portfolio.tasks if task.change == name and not task.cancelled]
    if not own:
        hint = f"Maybe write `{name}` into the column `change` of its tasks?"
        raise InputError(Issue(f"no task names the change {quoted(name)}", "changes", hint))
    scenario = Scenario(name, [SetValue("changes", name, "status", "accepted")])
    found = compare(
        portfolio,
        [scenario],
        start=start,
        time_limit=time_limit,
        work_limit=work_limit,
        seed=seed,
        executor=executor,
        stop=stop,
    )
    made = found.scenarios[0] if found.scenarios else None
    if made is None or made.schedule is None:
        return PricedChange(change, found, None, None, None, change.price, {}, ())
    rows = [row for row in made.schedule.tasks if row.id in own]
    hours: dict[str, float] = {}
    for one in made.schedule.assignments:
        if one.task in own:
            hours[one.person] = hours.get(one.person, 0.0) + one.hours
    project = portfolio.project.get(change.project, Project(change.project))
    priced = price_of(made.schedule, made.portfolio, Brief(project, margin=margin, is_new=False), own)
    return PricedChange(
        change,
        found,
        min((row.start for row in rows), default=None),
        max((row.end for row in rows), default=None),
        priced.cost,
        change.price if change.price is not None else priced.price,
        dict(sorted(hours.items(), key=lambda it: (-it[1], it[0]))),
        _new_dates(found.base.schedule, made.schedule, portfolio),
    )


def _new_dates(before: Schedule | None, after: Schedule, portfolio: Portfolio) -> tuple[NewDate, ...]:
    was, now = finishes(before), finishes(after)
    found = []
    for stone in portfolio.milestones:
        key = ("milestone", stone.id)
        date = stone.agreed or stone.due
        if date is None or key not in was or key not in now:
            continue
        end = portfolio.grid.moment(portfolio.grid.end_of(date))
        if was[key] <= end < now[key]:
            project = portfolio.project.get(stone.project)
            client = project.client if project is not None else ""
            found.append(NewDate(stone.id, stone.project, client, date, was[key], now[key]))
    return tuple(found)
