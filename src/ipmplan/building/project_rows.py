"""Rows about projects and their work, written in Python: one function for each table, as in `people_rows`."""

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


def Project(
    id: str,
    *,
    name: Text = None,
    client: Text = None,
    due: Day = None,
    budget: Amount = None,
    budget_limit: Text = None,
    weight: Amount = None,
    status: Text = None,
    team: Ids = None,
    billing: Text = None,
    price: Amount = None,
    probability: Amount = None,
    held_until: Day = None,
) -> TableRow:
    """A client's project.

    Parameters
    ----------
    id
        Its own.
    name, client
        What is shown, and for whom it is.
    due
        Day by which all of its tasks are to be finished.
    budget
        Caps labour, fixed costs and bookings.
    budget_limit
        ``hard``, also when not given, or ``soft``.
    weight
        Of its lateness and completion; 1 when not given.
    status
        ``confirmed`` (when not given), ``tentative``, ``on_hold``, ``done`` or ``lost``.
    team
        Who may work on it; everybody when not given.
    billing
        ``fixed``, ``time``, ``retainer`` or ``internal``.
    price
        What the client pays.
    probability
        That a tentative one is won, from 0 to 1.
    held_until
        Day until which capacity is reserved for a tentative one.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Project("MUS", name="Museum", due="2026-05-29", budget=52000)
    Project('MUS', name='Museum', due='2026-05-29', budget=52000)
    """
    return row_with("projects", locals())


def Milestone(
    id: str,
    *,
    project: Text = None,
    name: Text = None,
    due: Day = None,
    weight: Amount = None,
    firm: str | bool | None = None,
    buffer: Amount = None,
    agreed: Day = None,
    payment: Amount = None,
    invoiced_on: Day = None,
) -> TableRow:
    """A dated goal, reached when every task that names it has finished.

    Parameters
    ----------
    id
        Its own.
    project
        Whose it is.
    name
        What is shown.
    due
        Inclusive day, or moment.
    weight
        Of its lateness; 1 when not given, 0 = only reported.
    firm
        Whether it may never be late.
    buffer
        Working time that the plan keeps before it, such as ``"3d"``.
    agreed
        The day signed with the client.
    payment
        Money that is due with it.
    invoiced_on
        Day on which that was invoiced.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Milestone("MUS-beta", project="MUS", due="2026-04-24", buffer="3d")
    Milestone('MUS-beta', project='MUS', due='2026-04-24', buffer='3d')
    """
    return row_with("milestones", locals())


def Task(
    id: str,
    *,
    work: str | float | None = None,
    project: Text = None,
    milestone: Text = None,
    name: Text = None,
    after: Ids = None,
    people: Ids = None,
    not_before: Day = None,
    due: Day = None,
    uses: str | Mapping[str, object] | Sequence[str] | None = None,
    optimistic: Amount = None,
    pessimistic: Amount = None,
    fixed_cost: Amount = None,
    kind: Text = None,
    change: Text = None,
    status: Text = None,
) -> TableRow:
    """Work to plan.

    Parameters
    ----------
    id
        Its own.
    work
        What by whom: ``"frontend:2 24h"``, ``"ux 8h; design 16h"``, ``"wait 3d"`` ...; see docs/formats.md.
    project, milestone
        Whose it is, and what it is done for.
    name
        What is shown.
    after
        Predecessors with lags, such as ``"T1; T2 SS+4h"``, or a list of them.
    people
        Who may do it: ``"ana|ben"``, ``"not carl"``, ``"same T1"`` ...; a list means any of them.
    not_before
        First day, or moment.
    due
        Like a milestone of this task alone.
    uses
        Such as ``"device_lab:1"``, or ``{"device_lab": 1}``.
    optimistic, pessimistic
        Hours in total: the 10 % and 90 % points.
    fixed_cost
        Money beside labour.
    kind
        What forecasts learn by: build, bugfix, copy ...
    change
        The change request that it belongs to.
    status
        ``cancelled`` keeps what was logged and plans no more.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Task("T1", work="frontend:2 24h", after="T0")
    Task('T1', work='frontend:2 24h', after='T0')
    """
    return row_with("tasks", locals())


def Pool(
    id: str,
    *,
    name: Text = None,
    capacity: Amount = None,
    kind: Text = None,
) -> TableRow:
    """Things that tasks use.

    Parameters
    ----------
    id
        Its own.
    name
        What is shown.
    capacity
        How many there are; 1 when not given.
    kind
        ``renewable`` (given back, also when not given) or ``consumable``.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Pool("device_lab", capacity=2)
    Pool('device_lab', capacity=2)
    """
    return row_with("pools", locals())


def Requirement(
    id: str,
    *,
    project: Text = None,
    topic: Text = None,
    statement: Text = None,
    tasks: Ids = None,
    accepted_on: Day = None,
) -> TableRow:
    """What the client asked for.

    Parameters
    ----------
    id
        Its own.
    project
        Whose it is.
    topic
        layout, navigation, content ...
    statement
        In the client's words.
    tasks
        Those that deliver it.
    accepted_on
        Day on which the client accepted it.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Requirement("R1", project="MUS", statement="Opening hours in one click", tasks=["T1", "T2"])
    Requirement('R1', project='MUS', statement='Opening hours in one click', tasks=['T1', 'T2'])
    """
    return row_with("requirements", locals())


def Decision(
    id: str,
    *,
    project: Text = None,
    question: Text = None,
    owner: Text = None,
    asked_on: Day = None,
    tasks: Ids = None,
    expected: Day = None,
    answered_on: Day = None,
    answer: Text = None,
) -> TableRow:
    """A question between staff and client; while it is open, its tasks wait.

    Parameters
    ----------
    id
        Its own.
    project
        Whose it is.
    question
        In words.
    owner
        ``client``, also when not given, or ``us``.
    asked_on
        Day.
    tasks
        Those that wait for it.
    expected
        Day by which the answer is expected.
    answered_on, answer
        Day, and what was answered.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Decision("D1", project="MUS", question="Which languages?", tasks="T1", expected="2026-01-12")
    Decision('D1', project='MUS', question='Which languages?', tasks='T1', expected='2026-01-12')
    """
    return row_with("decisions", locals())


def Change(
    id: str,
    *,
    project: Text = None,
    asked_by: Text = None,
    asked_on: Day = None,
    statement: Text = None,
    price: Amount = None,
    status: Text = None,
    decided_on: Day = None,
    budget: Amount = None,
) -> TableRow:
    """What a client asks for beyond the contract; its tasks are planned once it is accepted.

    Parameters
    ----------
    id
        Its own.
    project
        Whose it is.
    asked_by, asked_on
        By whom, and the day.
    statement
        In the client's words.
    price
        Raises the project's price.
    status
        ``asked`` (when not given), ``quoted``, ``accepted`` or ``declined``.
    decided_on
        Day.
    budget
        Raises the budget; the price when not given.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.Change("C1", project="MUS", statement="A second language", price=4000, status="accepted")
    Change('C1', project='MUS', statement='A second language', price=4000, status='accepted')
    """
    return row_with("changes", locals())
