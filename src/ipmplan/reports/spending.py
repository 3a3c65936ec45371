"""Money over time: what each project has cost by the end of each week, recorded work included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from ipmplan.core.plan import PlannedProject
from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.study.spent import unrecorded_cost


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A project's money; `spent` is what was recorded before the status date, `cost` what all of it will cost."""

    id: str
    name: str
    cost: Decimal
    budget: Decimal | None
    spent: Decimal

    @property
    def share(self) -> float | None:
        """Cost as a share of the budget."""
        return float(self.cost / self.budget) if self.budget else None

    @property
    def over(self) -> Decimal:
        """Money over the budget, 0 when none."""
        return max(self.cost - self.budget, Decimal(0)) if self.budget is not None else Decimal(0)

    def verdict(self, currency: str) -> str:
        """Write the state in words that need no colour."""
        if self.budget is None:
            return "no budget"
        if self.over:
            return f"OVER by {words.money(self.over, currency)}"
        return f"{words.money(self.budget - self.cost, currency)} left"


@dataclass(frozen=True)
class Burn:
    """Cumulative cost of a project at moments in time, from 0 to its cost."""

    project: str
    moments: tuple[datetime, ...]
    amounts: tuple[float, ...]


def budgets(scene: Scene) -> list[BudgetState]:
    """Projects that cost something or have a budget: over budget first, then by the share that is used."""
    spent = _recorded_by_project(scene)
    found = [
        BudgetState(row.id, scene.project_name(row.id), row.cost, row.budget, spent.get(row.id, Decimal(0)))
        for row in scene.schedule.projects
        if row.cost is not None and (row.cost or row.budget is not None)
    ]
    return sorted(found, key=lambda row: (-row.over, -(row.share or 0.0), row.id))


def burns(scene: Scene) -> list[Burn]:
    """Cumulative cost of every project, at the end of each week in which money is spent."""
    events: dict[str, dict[datetime, Decimal]] = {}

    def pay(project: str, when: datetime, amount: Decimal) -> None:
        if amount:
            days = events.setdefault(project, {})
            days[when] = days.get(when, Decimal(0)) + amount

    for when, project, amount in _recorded(scene):
        pay(project, when, amount)
    grid = scene.portfolio.grid
    for row in scene.schedule.assignments:
        if row.kind == "actual" or row.person not in scene.portfolio.person:
            continue
        calendar, share = scene.calendar(row), Decimal(str(row.share))
        stop, end = grid.start_of(row.start), scene.known(grid.end_of(row.end))
        while stop < end:
            begin, stop = stop, min(grid.start_of(_next_monday(grid.moment(stop))), end)
            pay(
                scene.project_of(row.task),
                grid.moment(stop),
                scene.study.card(row.person).cost(calendar, begin, stop, share),
            )
    for task in scene.schedule.tasks:
        known = scene.portfolio.task.get(task.id)
        if known is not None:
            chosen = known.work[task.alternative].cost if task.alternative < len(known.work) else Decimal(0)
            pay(known.project, max(task.end, scene.first), known.fixed_cost + chosen)
    rows = {row.id: row for row in scene.schedule.projects}
    return [_burn(scene, rows[project], events[project]) for project in rows if project in events]


def _burn(scene: Scene, project: PlannedProject, events: dict[datetime, Decimal]) -> Burn:
    moments, amounts, total = [scene.first], [0.0], Decimal(0)
    for when in sorted(events):
        total += events[when]
        moments.append(max(when, scene.first))
        amounts.append(float(total))
    return Burn(project.id, tuple(moments), tuple(amounts))


def _recorded(scene: Scene) -> list[tuple[datetime, str, Decimal]]:
    """Money of each counted timesheet row, at the end of its day, and of past bookings that have none."""
    if not scene.portfolio.has_money:
        return []
    found = []
    for work, rows in scene.study.sheet.rows.items():
        for row in rows:
            rate = scene.study.card(row.person).on(row.date) if row.person in scene.portfolio.person else Decimal(0)
            amount = Decimal(row.hours.numerator) / Decimal(row.hours.denominator) * rate + row.cost
            when = datetime(row.date.year, row.date.month, row.date.day) + timedelta(days=1)
            found.append((min(when, scene.now), scene.project_of(work), amount))
    for person in scene.portfolio.people:
        for past in scene.time.past(person.id).unrecorded:
            when = scene.portfolio.grid.moment(past.intervals[-1][1])
            found.append((when, scene.project_of(past.booking), unrecorded_cost(scene.study, past)))
    return found


def _recorded_by_project(scene: Scene) -> dict[str, Decimal]:
    """What was spent before the status date, by project: recorded, booked, and fixed costs of finished tasks."""
    total: dict[str, Decimal] = {}
    if scene.portfolio.has_money:
        for name, state in scene.study.started.items():
            if state.finished:
                task = scene.portfolio.task[name]
                chosen = task.work[state.alternative].cost if task.work else Decimal(0)
                total[task.project] = total.get(task.project, Decimal(0)) + task.fixed_cost + chosen
    for _, project, amount in _recorded(scene):
        total[project] = total.get(project, Decimal(0)) + amount
    return total


def _next_monday(when: datetime) -> datetime:
    midnight = datetime(when.year, when.month, when.day)
    return midnight + timedelta(days=7 - when.weekday())
