"""A plan as pandas tables; units stand in the column names, money columns end in the currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.reports.dues import dues
from ipmplan.reports.scene import Scene
from ipmplan.reports.words import last_moment

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, object]


def assignments(view: Scene) -> pd.DataFrame:
    """One row for each unbroken part: planned work, bookings and what was recorded."""
    rows = (
        {
            "task": row.task,
            "name": view.work_name(row.task),
            "project": view.project_of(row.task),
            "person": row.person,
            "kind": row.kind,
            "requirement": row.part,
            "skill": row.skill,
            "start": row.start,
            "end": row.end,
            "hours": row.hours,
            "share": row.share,
        }
        for row in view.schedule.assignments
    )
    names = ("task", "name", "project", "person", "kind", "requirement", "skill", "start", "end", "hours", "share")
    return _frame(rows, names, dates=("start", "end"))


def tasks(view: Scene) -> pd.DataFrame:
    """One row for each planned task; `hours` are those of its people, `slack_hours` are portfolio working hours."""
    rows = []
    for task in view.schedule.tasks:
        own = view.by_task.get(task.id, ())
        known = view.portfolio.task.get(task.id)
        rows.append(
            {
                "task": task.id,
                "name": view.work_name(task.id),
                "project": view.project_of(task.id),
                "milestone": known.milestone if known is not None else "",
                "people": ", ".join(view.people_of(task.id)),
                "hours": float(sum(row.hours for row in own)),
                "start": task.start,
                "end": task.end,
                "alternative": task.alternative,
                "critical": task.critical,
                "slack_hours": task.slack_hours,
            }
        )
    names = ("task", "name", "project", "milestone", "people", "hours", "start", "end")
    return _frame(rows, (*names, "alternative", "critical", "slack_hours"), dates=("start", "end"))


def milestones(view: Scene) -> pd.DataFrame:
    """One row for each milestone and due date, late ones first; `late_hours` count from the due day less its buffer.

    `due` is the last moment of the due day, or the moment that was given, so that ``finish <= due`` says what is on time.
    """
    rows = (
        {
            "milestone": due.id,
            "name": due.name,
            "kind": due.kind,
            "project": due.project,
            "due": last_moment(due.due) if due.due is not None else None,
            "finish": due.finish,
            "late_hours": due.late_hours,
            "status": due.status,
        }
        for due in dues(view)
    )
    names = ("milestone", "name", "kind", "project", "due", "finish", "late_hours", "status")
    return _frame(rows, names, dates=("due", "finish"))


def people(view: Scene) -> pd.DataFrame:
    """One row for each person, from the status date to the plan's last finish."""
    rows = (
        {
            "person": row.id,
            "name": view.person_name(row.id),
            "hours": row.hours,
            "available_hours": row.available_hours,
            "utilisation": row.utilisation,
        }
        for row in view.schedule.people
    )
    return _frame(rows, ("person", "name", "hours", "available_hours", "utilisation"))


def weeks(view: Scene) -> pd.DataFrame:
    """One row for each person and ISO week."""
    rows = (
        {
            "person": person.id,
            "week": week.week,
            "available_hours": week.available,
            "booked_hours": week.booked,
            "planned_hours": week.planned,
        }
        for person in view.schedule.people
        for week in person.weeks
    )
    return _frame(rows, ("person", "week", "available_hours", "booked_hours", "planned_hours"))


def projects(view: Scene) -> pd.DataFrame:
    """One row for each planned project; money as floats, in a column that names the currency."""
    currency = view.currency.lower() or "money"
    rows = []
    for row in view.schedule.projects:
        known = view.portfolio.project.get(row.id)
        rows.append(
            {
                "project": row.id,
                "name": view.project_name(row.id),
                "client": known.client if known is not None else "",
                "finish": row.finish,
                f"cost_{currency}": _money(row.cost),
                f"budget_{currency}": _money(row.budget),
            }
        )
    names = ("project", "name", "client", "finish", f"cost_{currency}", f"budget_{currency}")
    return _frame(rows, names, dates=("finish",))


def goals(view: Scene) -> pd.DataFrame:
    """One row for each goal in its order; `bound` is what was proved that no plan can go below."""
    rows = (
        {"goal": goal.goal, "value": goal.value, "bound": goal.bound, "unit": goal.unit} for goal in view.schedule.goals
    )
    return _frame(rows, ("goal", "value", "bound", "unit"))


def _money(amount: Decimal | None) -> float:
    return float("nan") if amount is None else float(amount)


def _frame(rows: Iterable[Row], columns: Iterable[str], dates: Iterable[str] = ()) -> pd.DataFrame:
    import pandas as pd

    made = pd.DataFrame(list(rows), columns=list(columns))
    for column in dates:
        made[column] = pd.to_datetime(made[column])
    return made
