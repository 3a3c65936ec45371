"""What a gesture means as an edit: a bar that was dragged, words that were typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from ipmplan.core.edits import AddPerson, Edit, HoldTask, SetBudget, SetDue, SetSetting, SetValue
from ipmplan.core.goal_names import NAMED_ORDERS, known_goals
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.explaining.recover.cards import card

REASON = "moved in the explorer"


def moved(portfolio: Portfolio, task: str, day: date) -> Edit:
    """The edit that dragging a task's bar to a day stands for: a hold, or for a wait, which nobody works at, a first day.

    Raises
    ------
    InputError
        When there is no such task, or the day has passed.

    Examples
    --------
    >>> from ipmplan.core.portfolio import Task
    >>> from ipmplan.files.notation import parse_work
    >>> from fractions import Fraction
    >>> tasks = (Task("T1", work=parse_work("4h", Fraction(8))), Task("T2", work=parse_work("wait 3d", Fraction(8))))
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), tasks=tasks)
    >>> moved(studio, "T1", date(2026, 1, 7)).words(studio)
    'T1 is held on 7 January 2026'
    >>> moved(studio, "T2", date(2026, 1, 7)).words(studio)
    'not_before of T2 is 7 January 2026'
    """
    if task not in portfolio.task:
        raise InputError(Issue(f"unknown task {quoted(task)}", "explorer", did_you_mean(task, portfolio.task)))
    if day < portfolio.as_of_day:
        raise InputError(Issue(f"{day} has passed", task, f"Maybe {portfolio.as_of_day} or later?"))
    if all(one.wait is not None for one in portfolio.task[task].work):
        return SetValue("tasks", task, "not_before", day)
    held = next((row for row in portfolio.holds if row.task == task), None)
    return HoldTask(task, () if held is None else held.people, day, None, REASON)


def due(portfolio: Portfolio, name: str, day: date | None) -> Edit:
    """Another due date of a milestone, or of a project where no milestone is called that."""
    return SetDue(name, day, "milestones" if name in portfolio.milestone else "projects")


def budget(project: str, text: str) -> Edit:
    """Another budget, as it is typed; empty = none.

    Raises
    ------
    InputError
        When it is no amount.

    Examples
    --------
    >>> budget("P0", "21 500")
    SetBudget(project='P0', budget=Decimal('21500'))
    """
    plain = text.replace(" ", "").replace("\u202f", "").replace("\xa0", "")
    if not plain:
        return SetBudget(project, None)
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise InputError(Issue(f"{quoted(text)} is no amount", project, "Maybe `21500`?")) from None
    if amount < 0 or not amount.is_finite():
        raise InputError(Issue(f"{quoted(text)} is no budget", project, "Maybe `21500`?"))
    return SetBudget(project, amount)


def extra_person(text: str) -> Edit:
    """One more person, as a rate card says them: ``"Kim; frontend:3, qa; 95"``.

    Raises
    ------
    InputError
        When it is no rate card.
    """
    return AddPerson(card(text))


def order(goals: str) -> Edit:
    """Another order of goals: a named one, or goals split by commas.

    Raises
    ------
    InputError
        When a goal is unknown, with the nearest name.

    Examples
    --------
    >>> order("cheap").value
    ('overrun', 'cost', 'lateness', 'completion')
    """
    from ipmplan.planner import goal_order

    return SetSetting("goals.order", goal_order(goals))


def orders(portfolio: Portfolio) -> dict[str, tuple[str, ...]]:
    """Orders to choose from: the portfolio's own, those that have names, and each goal first with the own ones behind it."""
    own = portfolio.goals.order
    first = {f"{goal} first": (goal, *(one for one in own if one != goal)) for goal in own[1:] if goal in known_goals()}
    return {"as in the tables": own, **NAMED_ORDERS, **first}
