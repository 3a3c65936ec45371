"""Approved plans: kept in `plans/` with the day, by whom, and what was told to whom; never changed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_text
from ipmplan.files.dates import parse_day
from ipmplan.files.numbers import wrong
from ipmplan.files.planfile import PLANS, print_plan, read_plan_text
from ipmplan.files.planreader import load_document, schedule_of
from ipmplan.files.values import parse_id

STAFF, CLIENT = "staff", "client"


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a plan, when, and who has been told about it.

    Parameters
    ----------
    staff
        Whether the staff was told.
    clients
        Ids of the projects whose clients were told.
    """

    on: date
    by: str = ""
    staff: bool = False
    clients: tuple[str, ...] = ()


def parse_told(text: str) -> tuple[bool, tuple[str, ...]]:
    """Read who was told: whether the staff, and the clients of which projects.

    Raises
    ------
    InputError
        For words that are neither `staff` nor `client:ID`.

    Examples
    --------
    >>> parse_told("staff,client:P0"), parse_told("")
    ((True, ('P0',)), (False, ()))
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
    return staff, tuple(dict.fromkeys(clients))


def approve(folder: Path, plan: Path, *, by: str = "", told: str = "", on: date | None = None) -> Path:
    """Keep a copy of a plan in the folder's `plans/`; nothing that is there is changed.

    Parameters
    ----------
    plan
        The plan file to approve.
    by
        Who approves.
    told
        Who has been told, ``staff,client:P0``.
    on
        Day of approval; today when not given.

    Returns
    -------
    Path
        The new file, ``plans/2026-01-05.json``; a second one of a day is ``plans/2026-01-05-2.json``.

    Raises
    ------
    InputError
        When the file is not a plan, `told` names an unknown project, or the place cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.core.plan import Schedule
    >>> from ipmplan.files.planfile import write_plan
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     write_plan(folder / "plan.json", Schedule("Northlight", date(2026, 1, 5), "optimal"))
    ...     kept = approve(folder, folder / "plan.json", by="Mia", told="staff", on=date(2026, 1, 5))
    ...     kept.name, read_approval(kept)
    ('2026-01-05.json', Approval(on=datetime.date(2026, 1, 5), by='Mia', staff=True, clients=()))
    """
    staff, clients = parse_told(told)
    text, place = read_plan_text(plan)
    document = load_document(text, place)
    schedule = schedule_of(document, text, place)
    projects = [project.id for project in schedule.projects]
    for client in clients:
        if client not in projects:
            raise wrong(
                f"told names the project {quoted(client)}, which is not planned", did_you_mean(client, projects)
            )
    approval = Approval(on or date.today(), by, staff, clients)
    with_cost = any(person.cost is not None for person in schedule.people)
    approved = print_plan(schedule, with_cost=with_cost, extra=_extra(document) | {"approved": _document(approval)})
    try:
        (folder / PLANS).mkdir(exist_ok=True)
        return _keep(folder / PLANS, approval.on, approved)
    except OSError as error:
        message = f"the plan cannot be kept: {error.strerror or error}"
        raise InputError(Issue(message, str(folder / PLANS))) from error


def _extra(document: dict[str, object]) -> dict[str, object]:
    """What the document says beyond the facts of a plan, such as a link to its own baseline."""
    known = {"format", "portfolio", "as_of", "status", "goals", "assignments", "tasks", "milestones", "projects"}
    known |= {"people", "with", "allow_over_budget", "notes", "currency", "approved"}
    return {key: value for key, value in document.items() if key not in known}


def _document(approval: Approval) -> dict[str, object]:
    told: dict[str, object] = {"staff": approval.staff, "clients": list(approval.clients)}
    return {"on": approval.on.isoformat(), "by": approval.by, "told": told}


def _keep(folder: Path, day: date, text: str) -> Path:
    for number in count(1):
        path = folder / (f"{day}.json" if number == 1 else f"{day}-{number}.json")
        if not path.exists():
            try:
                write_text(path, text, new=True)
            except FileExistsError:
                continue
            return path
    raise AssertionError("unreachable: there is always a next number")


def read_approval(path: Path) -> Approval:
    """Read who approved a kept plan and who was told.

    Raises
    ------
    InputError
        When the file is not an approved plan.
    """
    text, place = read_plan_text(path)
    approved = load_document(text, place).get("approved")
    if not isinstance(approved, dict):
        raise InputError(Issue("the plan says nothing of an approval", place, "Maybe approve it first?"))
    told = approved.get("told")
    told = told if isinstance(told, dict) else {}
    clients = told.get("clients")
    try:
        return Approval(
            on=parse_day(str(approved.get("on"))),
            by=str(approved.get("by") or ""),
            staff=told.get("staff") is True,
            clients=tuple(str(one) for one in clients) if isinstance(clients, list) else (),
        )
    except InputError as error:
        raise InputError(Issue(f"approved.on {error.issues[0].message}", place)) from None
