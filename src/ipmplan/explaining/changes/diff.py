"""One function from two plans to what changed between them."""

from __future__ import annotations

from datetime import datetime

from ipmplan.core.plan import PlannedMilestone, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.changes.data import (
    FOLLOWED,
    DateChange,
    PersonChange,
    PlanChanges,
    ProjectChange,
    Reason,
    TaskChange,
)
from ipmplan.explaining.changes.reasons import HOURS, Reasons
from ipmplan.study.reading import Reading

CHOICE = Reason("choice", "the planner's choice")


def diff(old: Schedule, new: Schedule, portfolio: Portfolio) -> PlanChanges:
    """Say what changed from one plan to another, with a reason for each change.

    What had ended before the newer plan's status date is not compared.

    Parameters
    ----------
    old, new
        The plans.
    portfolio
        What the new one was made for.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> empty = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> diff(empty, empty, studio).tasks
    ()
    """
    return diff_read(old, Reading(new, portfolio))


def diff_read(old: Schedule, new: Reading) -> PlanChanges:
    """The same for a plan that has been read already.

    Examples
    --------
    >>> from datetime import date
    >>> empty = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> diff_read(empty, Reading(empty, Portfolio("Northlight", date(2026, 1, 5)))).common
    0
    """
    return _Diff(old, new).changes()


class _Diff:
    """One comparison."""

    def __init__(self, old: Schedule, new: Reading) -> None:
        self.old = old
        self.new = new
        self.reasons = Reasons(old, new)
        self.now = new.grid.moment(new.portfolio.as_of_tick)
        day = new.portfolio.calendar.workweek.hours_a_day
        self.day = float(day) or 8.0
        self._found: dict[str, Reason] = {}

    def changes(self) -> PlanChanges:
        rows = self.reasons.new_rows
        tasks = [change for name in dict.fromkeys([*self.reasons.old_rows, *rows]) for change in self._task(name)]
        tasks.sort(key=lambda change: (-abs(change.days), not change.joined, change.id))
        changed = {change.id for change in tasks}
        common = sum(name in rows and rows[name].end > self.now for name in self.reasons.old_rows)
        return PlanChanges(
            (self.old.as_of, self.new.schedule.as_of),
            tuple(tasks),
            tuple(sorted(self._dates(), key=lambda one: (-abs(one.days), one.id))),
            tuple(self._projects(tasks)),
            tuple(self._people(changed)),
            common,
            self.new.schedule.currency or self.new.portfolio.currency,
        )

    def _days(self, before: datetime | None, after: datetime | None) -> float:
        """Working days from one moment to another, below 0 when it is sooner."""
        if before is None or after is None:
            return 0.0
        first, last = self.new.tick(before), self.new.tick(after)
        hours = self.new.grid.to_hours(self.new.time.portfolio.count(min(first, last), max(first, last)))
        return round((hours if last >= first else -hours) / self.day, 2)

    def _task(self, name: str) -> list[TaskChange]:
        old, new = self.reasons.old_rows.get(name), self.reasons.new_rows.get(name)
        if (new is not None and new.end <= self.now) or (new is None and old is not None and old.end <= self.now):
            return []
        before, after = self.reasons.people(name)
        hours = self.reasons.hours(name)
        same = old is not None and new is not None and self._moment(old.start) == self._moment(new.start)
        ends = old is not None and new is not None and old.end == new.end
        if same and ends and before == after and abs(hours[0] - hours[1]) < HOURS:
            return []
        known = self.new.portfolio.task.get(name)
        return [
            TaskChange(
                name,
                known.project if known is not None else "",
                (old.start if old else None, new.start if new else None),
                (old.end if old else None, new.end if new else None),
                self._days(old.end if old else None, new.end if new else None),
                tuple(sorted(after - before)) if old and new else (),
                tuple(sorted(before - after)) if old and new else (),
                hours,
                self._reason(name),
                self._root(name),
            )
        ]

    def _moment(self, start: datetime) -> datetime:
        """A start; what lies before the status date is all the same."""
        return max(start, self.now)

    def _reason(self, name: str) -> Reason:
        if name not in self._found:
            self._found[name] = self.reasons.of(name)
        return self._found[name]

    def _root(self, name: str) -> tuple[str, Reason]:
        """Follow tasks that pushed each other to the one that something else has moved."""
        seen = {name}
        reason = self._reason(name)
        while reason.kind in FOLLOWED and reason.about not in seen and self._task_differs(reason.about):
            name = reason.about
            seen.add(name)
            reason = self._reason(name)
        return name, reason

    def _task_differs(self, name: str) -> bool:
        old, new = self.reasons.old_rows.get(name), self.reasons.new_rows.get(name)
        return old is None or new is None or (old.start, old.end) != (new.start, new.end) or self._others(name)

    def _others(self, name: str) -> bool:
        before, after = self.reasons.people(name)
        return before != after

    def _dates(self) -> list[DateChange]:
        then = {(row.kind, row.id): row for row in self.old.milestones}
        dues = {(due.kind, due.id): due.tasks for due in self.new.scope.dues}
        found = []
        for row in self.new.schedule.milestones:
            old = then.get((row.kind, row.id))
            if row.finish is None or old is None or old.finish is None or row.finish <= self.now:
                continue
            if row.finish.date() == old.finish.date():
                continue
            tasks = [name for name in dues.get((row.kind, row.id), ()) if name in self.new.rows]
            last = max(tasks, key=lambda name: (self.new.rows[name].end, name), default="")
            root = self._root(last) if last else ("", CHOICE)
            finish, late = (old.finish, row.finish), (old.late_hours, row.late_hours)
            days = self._days(*finish)
            found.append(DateChange(row.id, row.kind, row.due, finish, days, late, last, root, self._was_told(row)))
        return found

    def _was_told(self, row: PlannedMilestone) -> bool:
        """Whether staff or its client have been told of the date, by the old plan or the newest approved one."""
        project = row.id
        if row.kind == "milestone":
            known = self.new.portfolio.milestone.get(row.id)
            project = known.project if known is not None else ""
        elif row.kind == "task" and row.id in self.new.portfolio.task:
            project = self.new.portfolio.task[row.id].project
        plans = (self.old, self.new.portfolio.baseline)
        told = [plan.approved.told for plan in plans if plan is not None and plan.approved is not None]
        return any(one.staff or project in one.clients for one in told)

    def _projects(self, tasks: list[TaskChange]) -> list[ProjectChange]:
        then = {row.id: row for row in self.old.projects}
        found = []
        for row in self.new.schedule.projects:
            old = then.get(row.id)
            count = sum(change.project == row.id for change in tasks)
            if old is not None and (old.finish != row.finish or old.cost != row.cost or count):
                finish, cost = (old.finish, row.finish), (old.cost, row.cost)
                found.append(ProjectChange(row.id, finish, self._days(*finish), cost, count))
        return sorted(found, key=lambda one: (-abs(one.days), one.id))

    def _people(self, changed: set[str]) -> list[PersonChange]:
        hours: list[dict[str, float]] = [{}, {}]
        tasks: list[dict[str, set[str]]] = [{}, {}]
        for number, plan in enumerate((self.old, self.new.schedule)):
            for row in plan.assignments:
                if row.kind == "planned" and row.end > self.now:
                    hours[number][row.person] = hours[number].get(row.person, 0.0) + row.hours
                    tasks[number].setdefault(row.person, set()).add(row.task)
        found = []
        for person in self.new.portfolio.person:
            before, after = (one.get(person, set()) & changed for one in tasks)
            amounts = (round(hours[0].get(person, 0.0), 2), round(hours[1].get(person, 0.0), 2))
            if before != after or abs(amounts[0] - amounts[1]) >= HOURS:
                found.append(
                    PersonChange(person, amounts, tuple(sorted(after - before)), tuple(sorted(before - after)))
                )
        return sorted(found, key=lambda one: (-len(one.joined) - len(one.left), one.id))
