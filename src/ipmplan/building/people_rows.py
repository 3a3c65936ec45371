"""Rows about people and their time, written in Python: one function for each table, its parameters are the table's columns.

They are named as what they make, and hand over what is given as it is: `ipm.portfolio` reads it as the reader of files does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ipmplan.building.row import TableRow, row_with

Text = str | None
Amount = str | float | Decimal | Fraction | None
Day = str | date | None
"""A day or a moment; `datetime` is a kind of `date`."""
Ids = str | Sequence[str] | None


def Person(
    id: str,
    *,
    name: Text = None,
    skills: str | Mapping[str, object] | Sequence[str] | None = None,
    rate: Amount = None,
    workweek: Text = None,
    holidays: Text = None,
    from_: Day = None,
    until: Day = None,
    email: Text = None,
) -> TableRow:
    """Somebody who works.

    Parameters
    ----------
    id
        Letters, digits, ``_ . / -``.
    name
        What is shown.
    skills
        Such as ``"frontend:3; qa:1*0.7"`` (skill, level, efficiency), or ``{"frontend": 3}``.
    rate
        Cost of an hour really worked, in the portfolio's currency.
    workweek
        Own one, such as ``"Mon-Thu 09:00-13:00"``; the portfolio's when not given.
    holidays
        Own code, such as ``"DE-BY"``; the portfolio's when not given.
    from_, until
        First and last day.
    email
        Where calendars may be sent.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Person("ana", skills="frontend:3; qa:1*0.7", rate=70)
    Person('ana', skills='frontend:3; qa:1*0.7', rate=70)
    """
    return row_with("people", locals())


def Rate(
    person: str,
    *,
    from_: Day = None,
    cost: Amount = None,
    bill: Amount = None,
) -> TableRow:
    """What an hour of a person costs, and is billed at, from a day on.

    Parameters
    ----------
    person
        Id.
    from_
        First day on which it counts; always when not given.
    cost, bill
        Of an hour, in the portfolio's currency.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Rate("ana", from_="2026-07-01", cost=75, bill=120)
    Rate('ana', from_='2026-07-01', cost=75, bill=120)
    """
    return row_with("rates", locals())


def Absence(
    person: str,
    start: str | date,
    *,
    end: Day = None,
    reason: Text = None,
) -> TableRow:
    """Somebody is away.

    Parameters
    ----------
    person
        Id; ``*`` is everybody.
    start, end
        Inclusive days, or moments; without an end it counts as the setting `open_absence`.
    reason
        For the manager; the staff's pages do not say it.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Absence("ben", start="2026-01-19", end="2026-01-30", reason="leave")
    Absence('ben', start='2026-01-19', end='2026-01-30', reason='leave')
    """
    return row_with("absences", locals())


def Extra(
    person: str,
    start: str | date,
    end: str | date,
    *,
    premium: Amount = None,
) -> TableRow:
    """Somebody works outside the workweek; it overrides absence and holiday.

    Parameters
    ----------
    person
        Id; ``*`` is everybody.
    start, end
        Inclusive days, or moments.
    premium
        0.5 = these hours are 50 % dearer.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Extra("ana", start="2026-01-17", end="2026-01-17", premium=0.5)
    Extra('ana', start='2026-01-17', end='2026-01-17', premium=0.5)
    """
    return row_with("extra", locals())


def Booking(
    id: str,
    person: str,
    hours: str | float | Decimal | Fraction,
    *,
    project: Text = None,
    name: Text = None,
    every: Text = None,
    at: Text = None,
    start: Day = None,
    end: Day = None,
    billable: str | bool | None = None,
) -> TableRow:
    """Time that is gone before tasks: meetings, account management, sales.

    Parameters
    ----------
    id
        Its own.
    person
        Id; ``*`` is everybody.
    hours
        Such as ``"2h"``, or ``"25%"`` of the working time.
    project
        Whose it is; internal when not given.
    name
        What is shown.
    every
        ``day``, ``week`` or ``month``; once when not given.
    at
        Such as ``"Mon 09:00"``; the earliest free time when not given.
    start, end
        First and last day.
    billable
        Whether a client pays for it.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Booking("weekly", "*", "1h", every="week", at="Mon 09:00")
    Booking('weekly', person='*', hours='1h', every='week', at='Mon 09:00')
    """
    return row_with("bookings", locals())


def Progress(
    date: str | date,
    task: str,
    *,
    person: Text = None,
    hours: Amount = None,
    remaining: Amount = None,
    cost: Amount = None,
    ref: Text = None,
    note: Text = None,
) -> TableRow:
    """A row of a timesheet.

    Parameters
    ----------
    date
        Day of the work.
    task
        Id of a task or booking.
    person
        Who worked.
    hours
        Worked.
    remaining
        Hours the task's people still have to work as seen that day; a written 0 finishes it.
    cost
        Money without hours.
    ref
        A later row with the same one replaces it.
    note
        Free text.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Progress("2026-01-05", "T1", person="ana", hours=6, remaining=18)
    Progress('2026-01-05', task='T1', person='ana', hours=6, remaining=18)
    """
    return row_with("progress", locals())


def Finished(
    task: str,
    *,
    project: Text = None,
    client: Text = None,
    kind: Text = None,
    skill: Text = None,
    person: Text = None,
    estimate: Amount = None,
    actual: Amount = None,
    finished_on: Day = None,
) -> TableRow:
    """Finished work of an earlier project: what forecasts learn from.

    Parameters
    ----------
    task
        What it was.
    project, client, kind, skill, person
        Whose, for whom, of which kind and by whom.
    estimate, actual
        Hours.
    finished_on
        Day.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Finished("Home page", kind="build", estimate=24, actual=31)
    Finished('Home page', kind='build', estimate=24, actual=31)
    """
    return row_with("history", locals())


def Hold(
    task: str,
    *,
    people: Ids = None,
    start: Day = None,
    until: Day = None,
    reason: Text = None,
) -> TableRow:
    """Somebody stays on a task (`people`), it stays where it is (`start`), or both.

    Parameters
    ----------
    task
        Id.
    people
        Who stay on it.
    start
        Day, or moment, on which it starts.
    until
        Last day on which that counts; until it is taken out when not given.
    reason
        Free text.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Hold("T1", people="ana", start="2026-01-12")
    Hold('T1', people='ana', start='2026-01-12')
    """
    return row_with("holds", locals())


def Invoiced(
    on: str | date,
    amount: str | float | Decimal | Fraction,
    *,
    client: Text = None,
    project: Text = None,
    what: Text = None,
    hours: Amount = None,
    ref: Text = None,
) -> TableRow:
    """What was invoiced.

    Parameters
    ----------
    on
        Day.
    amount
        Money.
    client, project, what
        Whom, of which project, and what for in words.
    hours
        Billed.
    ref
        What for, such as ``"milestone:MUS-beta"``: nothing is billed twice.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Invoiced("2026-01-31", 9000, project="MUS", ref="milestone:MUS-beta")
    Invoiced('2026-01-31', amount=9000, project='MUS', ref='milestone:MUS-beta')
    """
    return row_with("invoices", locals())
