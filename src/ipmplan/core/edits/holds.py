"""Edits of what is held."""

from __future__ import annotations

from dataclasses import dataclass

from ipmplan.core.calendar import Moment
from ipmplan.core.edits.base import Edit, WorkingCopy
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Hold
from ipmplan.core.words import on


@dataclass(frozen=True, slots=True)
class HoldTask(Edit):
    """A task on which somebody stays, that stays where it is, or both; in place of what held it before.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Task
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), tasks=(Task("T1"),))
    >>> HoldTask("T1", ("ana",), date(2026, 1, 7)).words(studio)
    'T1 is held with ana on 7 January 2026'
    """

    task: str
    people: tuple[str, ...] = ()
    start: Moment | None = None
    until: Moment | None = None
    reason: str = ""

    def change(self, copy: WorkingCopy) -> None:
        """Change the task's row, or add one."""
        copy.row("tasks", self.task)
        for person in self.people:
            copy.row("people", person)
        values = {"people": self.people, "start": self.start, "until": self.until, "reason": self.reason}
        if self.task in copy.ids("holds"):
            copy.update("holds", self.task, **values)
        else:
            copy.add("holds", Hold(self.task, self.people, self.start, self.until, self.reason))

    def words(self, portfolio: Portfolio) -> str:
        """Tell who and when."""
        people = f" with {', '.join(self.people)}" if self.people else ""
        start = f" on {on(self.start)}" if self.start is not None else ""
        until = f" until {on(self.until)}" if self.until is not None else ""
        return f"{self.task} is held{people}{start}{until}"


@dataclass(frozen=True, slots=True)
class UnholdTask(Edit):
    """A task that is not held any more."""

    task: str

    def change(self, copy: WorkingCopy) -> None:
        """Take its row out."""
        copy.drop("holds", self.task)

    def words(self, portfolio: Portfolio) -> str:
        """Name the task."""
        return f"{self.task} is not held any more"
