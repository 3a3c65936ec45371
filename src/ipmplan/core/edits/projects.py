"""Edits of promises, money and tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ipmplan.core.calendar import Moment
from ipmplan.core.edits.base import Edit, WorkingCopy, apply_all
from ipmplan.core.edits.people import later
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, ProjectStatus
from ipmplan.core.words import did_you_mean, on, quoted
from ipmplan.errors import InputError, Issue


@dataclass(frozen=True, slots=True)
class SetDue(Edit):
    """Another due date of a milestone, a project or a task; None = no date.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Milestone
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), milestones=(Milestone("P0-beta", "P0", due=date(2026, 3, 2)),))
    >>> SetDue("P0-beta", date(2026, 3, 6)).words(studio)
    'P0-beta is due 4 working days later, on 6 March 2026'
    """

    id: str
    due: Moment | None
    table: Literal["milestones", "projects", "tasks"] = "milestones"

    def change(self, copy: WorkingCopy) -> None:
        """Set the date."""
        copy.update(self.table, self.id, due=self.due)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the date, and how much later or earlier it is."""
        before = WorkingCopy(portfolio).row(self.table, self.id).due
        if self.due is None:
            return f"{self.id} has no due date"
        moved = "" if before is None else f" {later(portfolio, before, self.due)},"
        return f"{self.id} is due{moved} on {on(self.due)}"


@dataclass(frozen=True, slots=True)
class SoftenDate(Edit):
    """A milestone that may be late."""

    milestone: str

    def change(self, copy: WorkingCopy) -> None:
        """Make it not firm."""
        copy.update("milestones", self.milestone, firm=False)

    def words(self, portfolio: Portfolio) -> str:
        """Name the milestone."""
        return f"{self.milestone} may be late"


@dataclass(frozen=True, slots=True)
class SetBudget(Edit):
    """Another budget of a project, accepted changes not counted; None = no budget."""

    project: str
    budget: Decimal | None

    def change(self, copy: WorkingCopy) -> None:
        """Set the budget."""
        copy.update("projects", self.project, budget=self.budget)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the amount, and how much more or less that is."""
        before = WorkingCopy(portfolio).row("projects", self.project).budget
        if self.budget is None:
            return f"{self.project} has no budget"
        amount = f"{self.budget:,f} {portfolio.currency}"
        if before is None:
            return f"{self.project} has a budget of {amount}"
        more = self.budget - before
        change = f"{abs(more):,f} {portfolio.currency} {'more' if more >= 0 else 'less'}"
        return f"{self.project} has a budget of {change}, {amount} in all"


@dataclass(frozen=True, slots=True)
class SoftenBudget(Edit):
    """A project whose budget may be exceeded."""

    project: str

    def change(self, copy: WorkingCopy) -> None:
        """Make the budget soft."""
        copy.update("projects", self.project, budget_limit="soft")

    def words(self, portfolio: Portfolio) -> str:
        """Name the project."""
        return f"{self.project} may cost more than its budget"


@dataclass(frozen=True, slots=True)
class AllowOverBudget(Edit):
    """Every budget may be exceeded."""

    def change(self, copy: WorkingCopy) -> None:
        """Make every budget soft."""
        for project in copy.each("projects"):
            if project.budget_limit != "soft":
                copy.put(replace(project, budget_limit="soft"))

    def words(self, portfolio: Portfolio) -> str:
        """Say so."""
        return "every project may cost more than its budget"


@dataclass(frozen=True, slots=True)
class IncludeProject(Edit):
    """A tentative project that is planned as if confirmed; any other stays what it is."""

    project: str

    def change(self, copy: WorkingCopy) -> None:
        """Confirm it when it is tentative."""
        if copy.row("projects", self.project).status == "tentative":
            copy.update("projects", self.project, status="confirmed")

    def words(self, portfolio: Portfolio) -> str:
        """Name the project."""
        return f"{self.project} is planned as if confirmed"


@dataclass(frozen=True, slots=True)
class SetStatus(Edit):
    """Another status of a project."""

    project: str
    status: ProjectStatus

    def change(self, copy: WorkingCopy) -> None:
        """Set the status."""
        copy.update("projects", self.project, status=self.status)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the status."""
        return f"{self.project} is {self.status.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class DropTask(Edit):
    """A task that is cancelled: nothing more of it is planned, what was logged stays, and links to it do not bind."""

    task: str

    def change(self, copy: WorkingCopy) -> None:
        """Cancel it."""
        copy.update("tasks", self.task, cancelled=True)

    def words(self, portfolio: Portfolio) -> str:
        """Name the task."""
        return f"{self.task} is not done"


@dataclass(frozen=True, slots=True)
class DropLink(Edit):
    """A task that does not wait for a predecessor (a task or a milestone) any more."""

    task: str
    predecessor: str

    def change(self, copy: WorkingCopy) -> None:
        """Take out every link between the two."""
        after = copy.row("tasks", self.task).after
        kept = tuple(link for link in after if link.predecessor != self.predecessor)
        if len(kept) == len(after):
            near = did_you_mean(self.predecessor, [link.predecessor for link in after])
            raise InputError(Issue(f"no link from {quoted(self.predecessor)}", self.task, near))
        copy.update("tasks", self.task, after=kept)

    def words(self, portfolio: Portfolio) -> str:
        """Name both."""
        return f"{self.task} does not wait for {self.predecessor}"


@dataclass(frozen=True, slots=True)
class DropPins(Edit):
    """A task without some of the conditions on who does it.

    Parameters
    ----------
    task
        Id of the task.
    numbers
        Which conditions, counted from 0 as `people` of the task lists them.
    """

    task: str
    numbers: tuple[int, ...]

    def change(self, copy: WorkingCopy) -> None:
        """Take the conditions out."""
        pins = copy.row("tasks", self.task).people
        if any(not 0 <= number < len(pins) for number in self.numbers):
            raise InputError(Issue(f"{len(pins)} conditions on who does it, not {max(self.numbers) + 1}", self.task))
        kept = tuple(pin for number, pin in enumerate(pins) if number not in self.numbers)
        copy.update("tasks", self.task, people=kept)

    def words(self, portfolio: Portfolio) -> str:
        """Tell the conditions as tables write them."""
        pins = WorkingCopy(portfolio).row("tasks", self.task).people
        shown = "; ".join(str(pins[number]) for number in self.numbers if number < len(pins))
        return f"{self.task} without `{shown}`"


@dataclass(frozen=True, slots=True)
class ReleaseTasks(Edit):
    """Tasks that may start at once: no `not_before`, and no decision holds them."""

    tasks: tuple[str, ...]

    def change(self, copy: WorkingCopy) -> None:
        """Take out what holds them."""
        for name in self.tasks:
            copy.update("tasks", name, not_before=None)
        for decision in copy.each("decisions"):
            kept = tuple(name for name in decision.tasks if name not in self.tasks)
            if kept != decision.tasks:
                copy.put(replace(decision, tasks=kept))

    def words(self, portfolio: Portfolio) -> str:
        """Name the tasks."""
        verb = "does" if len(self.tasks) == 1 else "do"
        return f"{', '.join(self.tasks)} {verb} not wait for a date or a decision"


def planned_as(including: Iterable[str], *, allow_over_budget: bool = False) -> tuple[Edit, ...]:
    """What a call of the planner changes: tentative projects that are included, and budgets that are soft."""
    return (*map(IncludeProject, including), *((AllowOverBudget(),) if allow_over_budget else ()))


def as_planned(portfolio: Portfolio, plan: Schedule) -> Portfolio:
    """The portfolio as a plan took it; what it includes and nobody knows is left out, as it may be edited by hand."""
    known = (name for name in plan.including if name in portfolio.project)
    return apply_all(portfolio, planned_as(known, allow_over_budget=plan.allow_over_budget))
