"""Changes between two plans as people read them: lines for a terminal, tables for notebooks, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING

from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.changes import DateChange, PlanChanges, Reason, TaskChange
from ipmplan.reports import words
from ipmplan.reports.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

MOST = 10


@dataclass(frozen=True, repr=False)
class Differences(Shown):
    """What changed between two plans; printed, its ten most important lines.

    Parameters
    ----------
    changes
        As data.
    portfolio
        For names.
    manager
        Whether it is for the one who manages: everybody else reads of somebody's illness that they are away.
    """

    changes: PlanChanges
    portfolio: Portfolio
    manager: bool = True

    @property
    def tasks(self) -> pd.DataFrame:
        """One row for each task that changed."""
        rows = [
            {
                "task": one.id,
                "name": _task(self.portfolio, one.id),
                "project": one.project,
                "old_start": one.start[0],
                "new_start": one.start[1],
                "old_end": one.end[0],
                "new_end": one.end[1],
                "days_later": one.days,
                "joined": ", ".join(one.joined),
                "left": ", ".join(one.left),
                "old_hours": one.hours[0],
                "new_hours": one.hours[1],
                "reason": one.reason.said(manager=self.manager),
                "because_of": one.root[0],
                "root": one.root[1].said(manager=self.manager),
            }
            for one in self.changes.tasks
        ]
        return _frame(rows)

    @property
    def milestones(self) -> pd.DataFrame:
        """One row for each date that is reached on another day."""
        rows = [
            {
                "milestone": one.id,
                "kind": one.kind,
                "due": one.due,
                "old_finish": one.finish[0],
                "new_finish": one.finish[1],
                "days_later": one.days,
                "told": one.told,
                "reason": _because(one.root, one.task, manager=self.manager),
            }
            for one in self.changes.dates
        ]
        return _frame(rows)

    @property
    def projects(self) -> pd.DataFrame:
        """One row for each project that changed; `old_cost_eur` and `new_cost_eur` in the plan's currency."""
        rows = [
            {
                "project": one.id,
                "old_finish": one.finish[0],
                "new_finish": one.finish[1],
                "days_later": one.days,
                words.column("old_cost", self.changes.currency): one.cost[0],
                words.column("new_cost", self.changes.currency): one.cost[1],
                "tasks": one.tasks,
            }
            for one in self.changes.projects
        ]
        return _frame(rows)

    @property
    def people(self) -> pd.DataFrame:
        """One row for each person whose work changed."""
        rows = [
            {
                "person": one.id,
                "old_hours": one.hours[0],
                "new_hours": one.hours[1],
                "joined": ", ".join(one.joined),
                "left": ", ".join(one.left),
            }
            for one in self.changes.people
        ]
        return _frame(rows)

    def lines(self, most: int | None = MOST) -> list[str]:
        """The most important changes in sentences: the whole in one, dates, then tasks; None = all of them."""
        found = [self.summary, *self._dates(), *self._money(), *self._tasks()]
        if most is None or len(found) <= most:
            return found
        return [*found[: most - 1], f"and {words.count(len(found) - most + 1, 'more change')}"]

    @property
    def summary(self) -> str:
        """How much changed, in a sentence."""
        made = self.changes
        if not made.tasks:
            return f"Nothing changed against the plan of {words.day(made.as_of[0])}."
        new = sum(one.start[0] is None for one in made.tasks)
        gone = sum(one.start[1] is None for one in made.tasks)
        counts = [f"{len(made.moved)} of {words.count(made.common, 'task')} moved"]
        counts.append(f"{len(made.reassigned)} to other people")
        counts += [words.count(new, "new task")] if new else []
        counts += [f"{words.count(gone, 'task')} gone"] if gone else []
        return f"Against the plan of {words.day(made.as_of[0])}: {', '.join(counts)}."

    def to_json(self) -> str:
        """All of it for machines; without what only the one who manages may read, unless it is for them."""
        data = asdict(self.changes)
        if not self.manager:
            _hide(data)
        return json.dumps(data, ensure_ascii=False, indent=1, default=_plain)

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(line)}</li>" for line in self.lines())
        return f"<ul>{items}</ul>"

    def _dates(self) -> Iterator[str]:
        year = words.last_day(self.changes.dates[0].finish[1]).year if self.changes.dates else None
        for one in sorted(self.changes.dates, key=lambda one: (not one.told, -one.days)):
            told = ", which was told" if one.told else ""
            was = words.day(words.last_day(one.finish[0]), year)
            now = words.day(words.last_day(one.finish[1]), year)
            because = _because(one.root, one.task, manager=self.manager)
            yield f"{_date(self.portfolio, one)}: {now}, {_days(one.days)} than {was}{told}: {because}"

    def _money(self) -> Iterator[str]:
        for one in self.changes.projects:
            if one.cost[0] is not None and one.cost[1] is not None and one.cost[0] != one.cost[1]:
                more = one.cost[1] - one.cost[0]
                amount = words.money(abs(more), self.changes.currency)
                yield f"{one.id}: {amount} {'more' if more > 0 else 'less'}"

    def _tasks(self) -> Iterator[str]:
        for one in sorted(self.changes.tasks, key=lambda one: (not (one.joined or one.left), -abs(one.days), one.id)):
            parts = _people(self.portfolio, one)
            if one.start[0] is None or one.start[1] is None:
                parts.append("new" if one.start[0] is None else "gone")
            elif one.days:
                parts.append(f"ends {_days(one.days)}")
            elif one.start[0] != one.start[1]:
                parts.append("starts at another time")
            text = ", ".join(parts) or f"{one.hours[1]:g} h instead of {one.hours[0]:g} h"
            yield f"{_task(self.portfolio, one.id)}: {text}: {one.reason.said(manager=self.manager)}"


def _people(portfolio: Portfolio, one: TaskChange) -> list[str]:
    more, less = (", ".join(_person(portfolio, name) for name in names) for names in (one.joined, one.left))
    if more and less:
        return [f"{more} instead of {less}"]
    return [f"also {more}"] if more else [f"without {less}"] if less else []


def because(change: DateChange, *, manager: bool) -> str:
    """Why a date is another one: the reason at the other end of the chain, with the task it belongs to."""
    return _because(change.root, change.task, manager=manager)


def _because(root: tuple[str, Reason], task: str, *, manager: bool) -> str:
    name, reason = root
    text = reason.said(manager=manager)
    return text if name in {"", task} and not name else f"{name}: {text}"


def _days(days: float) -> str:
    amount = words.number(abs(days))
    return f"{amount} working {'day' if abs(days) == 1 else 'days'} {'later' if days >= 0 else 'sooner'}"


def _date(portfolio: Portfolio, change: DateChange) -> str:
    if change.kind == "milestone" and change.id in portfolio.milestone:
        return words.named(change.id, portfolio.milestone[change.id].name)
    if change.kind == "project" and change.id in portfolio.project:
        return words.named(change.id, portfolio.project[change.id].name)
    return _task(portfolio, change.id)


def _task(portfolio: Portfolio, name: str) -> str:
    known = portfolio.task.get(name)
    return words.named(name, known.name) if known is not None else name


def _person(portfolio: Portfolio, name: str) -> str:
    known = portfolio.person.get(name)
    return known.name or name if known is not None else name


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)


def _hide(data: object) -> None:
    """Empty every `private` of a document."""
    if isinstance(data, dict):
        if "private" in data:
            data["private"] = ""
        for value in data.values():
            _hide(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            _hide(value)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
