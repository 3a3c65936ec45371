"""Approved plans: kept in `plans/` with the day, by whom, and what was told to whom; never changed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ipmplan.core.plan import Approval, Priced, Schedule, Told, ToldDate
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.working_days import day_of
from ipmplan.errors import InputError, Issue
from ipmplan.files.dated import keep_dated
from ipmplan.files.numbers import wrong
from ipmplan.files.planfile import PLAN, PLANS, print_plan, read_plan_text
from ipmplan.files.values import parse_id

STAFF, CLIENT = "staff", "client"


def parse_told(text: str) -> Told:
    """Read who was told: the staff, and the clients of which projects.

    Raises
    ------
    InputError
        For words that are neither `staff` nor `client:ID`.

    Examples
    --------
    >>> parse_told("staff,client:P0"), parse_told("")
    (Told(staff=True, clients=('P0',), dates=()), Told(staff=False, clients=(), dates=()))
    """
    staff, clients = False, []
    for word in (word.strip() for word in text.split(",")):
        role, colon, project = word.partition(":")
        if word == STAFF:
            staff = True
        elif role == CLIENT and colon:
            clients.append(parse_id(project.strip()))
        elif word:
            raise wrong(f"told {quoted(word)} is neither `staff` nor `client:ID`", "Maybe you meant `staff,client:P0`?")
    return Told(staff, tuple(dict.fromkeys(clients)))


def approve(
    folder: Path,
    plan: Path,
    *,
    by: str = "",
    told: str = "",
    on: date | None = None,
    rebaseline: Sequence[str] = (),
    reason: str = "",
    priced: Sequence[Priced] = (),
    dates: Sequence[ToldDate] = (),
) -> Path:
    """Keep a copy of a plan in the folder's `plans/`; nothing that is there is changed.

    Parameters
    ----------
    folder
        The portfolio's.
    plan
        The plan file to approve.
    by
        Who approves.
    told
        Who has been told, ``staff,client:P0``.
    on
        Day of approval; today when not given. The file is named by the plan's own day.
    rebaseline
        Ids of projects that are measured against this plan from now on.
    reason
        Why they are; needed then.
    priced
        Hours and money of its tasks as of now; see `ipmplan.study.prices`.
    dates
        Days that stand on the pages of the clients who were told.

    Returns
    -------
    Path
        The new file, ``plans/2026-01-05.json``; a second one of a day is ``plans/2026-01-05-2.json``.

    Raises
    ------
    InputError
        When the file is not a plan, `told` or `rebaseline` names an unknown project, a reason is missing, or the place
        cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.files.planfile import read_plan, write_plan
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     write_plan(folder / "plan.json", Schedule("Northlight", date(2026, 1, 5), "optimal"))
    ...     kept = approve(folder, folder / "plan.json", by="Mia", told="staff", on=date(2026, 1, 5))
    ...     kept.name, read_plan(kept).approved.by, read_plan(kept).approved.told
    ('2026-01-05.json', 'Mia', Told(staff=True, clients=(), dates=()))
    """
    heard = replace(parse_told(told), dates=tuple(dates))
    text, place = read_plan_text(plan)
    document = PLAN.load(text, place)
    schedule = PLAN.read(Schedule, document, text, place)
    projects = [project.id for project in schedule.projects]
    for word, named in (("told", heard.clients), ("rebaseline", rebaseline)):
        for project in named:
            if project not in projects:
                hint = did_you_mean(project, projects)
                raise wrong(f"{word} names the project {quoted(project)}, which is not planned", hint)
    if rebaseline and not reason.strip():
        message = f"a new baseline of {', '.join(rebaseline)} needs its reason"
        raise wrong(message, 'Maybe add `--reason "client moved the opening"`?')
    approval = Approval(on or date.today(), by, heard, tuple(dict.fromkeys(rebaseline)), reason.strip(), tuple(priced))
    with_cost = any(person.cost is not None for person in schedule.people)
    # What the document says beyond the facts of a plan, such as a link to its own baseline, is kept.
    extra = {key: value for key, value in document.items() if key not in PLAN.keys(Schedule)}
    approved = print_plan(replace(schedule, approved=approval), with_cost=with_cost, extra=extra)
    try:
        return keep_dated(folder / PLANS, day_of(schedule.as_of), approved)
    except OSError as error:
        message = f"the plan cannot be kept: {error.strerror or error}"
        raise InputError(Issue(message, str(folder / PLANS))) from error
