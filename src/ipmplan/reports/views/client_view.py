"""Makes what a client may see out of everything that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ipmplan.core.plan import Schedule
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.working_days import day_of
from ipmplan.errors import InputError, Issue
from ipmplan.reports import words
from ipmplan.reports.views.client import ClientMove, ClientQuestion, ClientView, ClientWish, Delayed, PromisedDate
from ipmplan.reports.views.contract import contract_changes, contract_money
from ipmplan.reports.views.promised import promised_dates
from ipmplan.reports.views.sources import Sources
from ipmplan.tracking.decisions import Question
from ipmplan.tracking.requirements import AskedFor, wanted
from ipmplan.tracking.status import Colour

SIGNED = ("confirmed", "on_hold", "done")


def client_view(
    known: Sources, project: str, *, message: str = "", contact: str = "", odds: bool = False
) -> ClientView:
    """Make a client's page as facts.

    Parameters
    ----------
    known
        All that is known.
    project
        Id of the project.
    message, contact
        The manager's own words, and how to reach them.
    odds
        Whether chances are said in per cent.

    Raises
    ------
    InputError
        When there is no such project, a requirement has no task that delivers it, or chances are asked for and unknown.
    """
    portfolio = known.portfolio
    if project not in portfolio.project:
        hint = did_you_mean(project, portfolio.project)
        raise InputError(Issue(f"project {quoted(project)} is not known", "--project", hint))
    asked = wanted(portfolio, known.track.tasks, project)
    _ensure_delivered(asked, done=portfolio.project[project].status == "done")
    if odds and known.forecast is None:
        hint = "Maybe run `ipmplan forecast` first?"
        raise InputError(Issue("no forecast is kept from which chances could be said", "--odds", hint))
    row = portfolio.project[project]
    stones = promised_dates(known, project, odds=odds)
    late = tuple(one for one in stones if one.certainty == "later")
    unsure = tuple(one for one in stones if one.certainty == "unsure")
    colour: Colour = "red" if late else "amber" if unsure else "green"
    told = _last_told(known, project)
    return ClientView(
        agency=portfolio.name,
        project=row.name or row.id,
        client=row.client,
        as_of=portfolio.as_of_day,
        message=message.strip(),
        contact=contact.strip(),
        colour=colour,
        late=late,
        unsure=unsure,
        finished=bool(stones) and all(one.certainty == "reached" for one in stones),
        told_on=_told_on(told),
        moves=_moves(known, project, told, stones) if told is not None else (),
        milestones=stones,
        wishes=tuple(_wish(known, one, stones) for one in asked),
        questions=_questions(known, project, stones),
        changes=contract_changes(known, project),
        money=contract_money(known, project),
        currency=known.scene.currency,
    )


def _ensure_delivered(asked: Sequence[AskedFor], *, done: bool) -> None:
    """Raise where something that was asked for has no task: the client would read it as forgotten."""
    missing = [one.requirement for one in asked if one.stage == "missing"]
    if missing and not done:
        hint = "Maybe name the tasks that deliver it in requirements, or write `accepted_on`?"
        raise InputError(
            Issue(f"requirement {one.id} has no task that delivers it: {quoted(one.statement)}", one.at, hint)
            for one in missing
        )


def _wish(known: Sources, one: AskedFor, stones: Sequence[PromisedDate]) -> ClientWish:
    asked = one.requirement
    day: date | None = None
    if one.stage == "accepted":
        day = asked.accepted_on
    elif one.stage == "done":
        day = one.done_on
    elif one.stage in ("in work", "planned"):
        day = _comes(known, one, stones)
    return ClientWish(asked.topic, asked.statement or asked.id, one.stage, day)


def _comes(known: Sources, one: AskedFor, stones: Sequence[PromisedDate]) -> date | None:
    """When it is promised: with the milestones of its tasks, else the project's end, never an earlier day of the plan's own."""
    by_id = {row.id: row for row in stones}
    end = max((row.expected for row in stones if row.expected is not None), default=None)
    days = []
    for name in one.tasks:
        stone = by_id.get(known.portfolio.task[name].milestone)
        if stone is not None and stone.expected is not None:
            days.append(stone.expected)
        elif name in known.scene.task:
            planned = words.last_day(known.scene.task[name].end)
            days.append(max(planned, end) if end is not None else planned)
    return max(days, default=None)


def _questions(known: Sources, project: str, stones: Sequence[PromisedDate]) -> tuple[ClientQuestion, ...]:
    names = {row.id: row.name for row in stones}
    own = [one for one in known.scene.questions if one.decision.project == project and one.decision.owner == "client"]
    return tuple(_question(known, one, names) for one in own)


def _question(known: Sources, one: Question, names: dict[str, str]) -> ClientQuestion:
    today, expected = known.portfolio.as_of_day, one.decision.expected
    by = one.needed_by
    if by is None and expected is not None:
        by = day_of(expected)
    moved = tuple(
        Delayed(names[row.id], round(row.hours / known.scene.hours_a_day, 1), row.late_hours > 0)
        for row in one.delay
        if row.id in names and row.hours > 0
    )
    overdue = one.overdue or (by is not None and by < today)
    return ClientQuestion(one.decision.question or one.decision.id, by, overdue, moved)


def _last_told(known: Sources, project: str) -> Schedule | None:
    """The last plan of an earlier day that they were told of."""
    today = known.portfolio.as_of_day
    told = [
        plan
        for plan in known.approved
        if plan.approved is not None and project in plan.approved.told.clients and day_of(plan.as_of) < today
    ]
    return told[-1] if told else None


def _told_on(told: Schedule | None) -> date | None:
    return None if told is None else day_of(told.as_of)


def _moves(known: Sources, project: str, told: Schedule, stones: Sequence[PromisedDate]) -> tuple[ClientMove, ...]:
    """What is different since a plan that they were told of."""
    since = day_of(told.as_of)
    then = _told_days(told, project, stones)
    found: list[ClientMove] = []
    for row in stones:
        was, now = then.get(row.id), row.expected
        if row.certainty == "reached":
            if now is not None and now >= since:
                found.append(ClientMove("reached", row.name, now=now))
        elif was is None:
            found.append(ClientMove("new", row.name, now=now))
        elif now is not None and now != was:
            found.append(ClientMove("later" if now > was else "earlier", row.name, was, now))
    for one in known.portfolio.requirements:
        if one.project == project and one.accepted_on is not None and _within(known, since, one.accepted_on):
            found.append(ClientMove("accepted", one.statement or one.id, now=one.accepted_on))
    for decision in known.portfolio.decisions:
        day = decision.answered_on
        if (
            decision.project == project
            and decision.owner == "client"
            and day is not None
            and _within(known, since, day)
        ):
            found.append(ClientMove("answered", decision.question or decision.id, now=day))
    for change in known.portfolio.changes:
        day = change.decided_on
        if change.project == project and change.status == "accepted" and day is not None and _within(known, since, day):
            found.append(ClientMove("agreed", change.statement or change.id, now=day))
    return tuple(found)


def _within(known: Sources, since: date, day: date) -> bool:
    return since < day <= known.portfolio.as_of_day


def _told_days(told: Schedule, project: str, stones: Sequence[PromisedDate]) -> dict[str, date]:
    """Days on the page that was told; where it kept none, those of its plan, not before the agreed ones."""
    assert told.approved is not None
    days = {row.id: row.day for row in told.approved.told.dates if row.project == project}
    if days:
        return days
    ends = {row.id: row.finish for row in told.milestones if row.finish is not None}
    ends |= {row.id: row.finish for row in told.projects if row.finish is not None}
    found = {}
    for row in stones:
        if row.id in ends:
            planned = words.last_day(ends[row.id])
            found[row.id] = max(planned, row.agreed) if row.agreed is not None else planned
    return found
