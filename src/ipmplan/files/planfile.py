"""plan.json: what it holds, described once; writing plans, reading them back, and finding the newest approved one."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ipmplan.core.plan import (
    Approval,
    Assignment,
    Comparison,
    GoalValue,
    Making,
    Offer,
    PersonLoad,
    PersonWeek,
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    Priced,
    Schedule,
    Told,
    ToldDate,
    fingerprint,
)
from ipmplan.errors import InputError, Issue
from ipmplan.files import kinds
from ipmplan.files.dated import dated_files
from ipmplan.files.documents import Document, Key
from ipmplan.files.tables import read_text
from ipmplan.files.together import finish, locked, write_files

PLANS = "plans"
PLAN_FILE = "plan.json"
_PLAIN = Key()
_AMOUNT = Key(read=kinds.amount)

PLAN = Document(
    "ipmplan-plan/1",
    "plan",
    {
        Schedule: {
            "portfolio": _PLAIN,
            "as_of": _PLAIN,
            "status": _PLAIN,
            "goals": _PLAIN,
            "assignments": _PLAIN,
            "tasks": _PLAIN,
            "milestones": _PLAIN,
            "projects": _PLAIN,
            "people": _PLAIN,
            "including": Key("with", omit=True),
            "allow_over_budget": Key(omit=True),
            "notes": Key(omit=True),
            "currency": Key(omit=True),
            "made": Key(omit=True),
            "approved": Key(omit=True),
            "compared": Key(omit=True),
        },
        GoalValue: {
            "goal": _PLAIN,
            "value": Key(write=kinds.print_short),
            "bound": Key(write=kinds.print_short),
            "unit": _PLAIN,
        },
        Assignment: {
            "task": _PLAIN,
            "part": Key("requirement", kinds.index),
            "skill": _PLAIN,
            "person": _PLAIN,
            "start": _PLAIN,
            "end": _PLAIN,
            "hours": _AMOUNT,
            "share": Key(read=kinds.share),
            "kind": _PLAIN,
        },
        PlannedTask: {
            "id": _PLAIN,
            "start": _PLAIN,
            "end": _PLAIN,
            "alternative": Key(read=kinds.index),
            "critical": _PLAIN,
            "slack_hours": _PLAIN,
        },
        PlannedMilestone: {"id": _PLAIN, "due": _PLAIN, "finish": _PLAIN, "late_hours": _PLAIN, "kind": _PLAIN},
        PlannedProject: {"id": _PLAIN, "finish": _PLAIN, "cost": _PLAIN, "budget": _PLAIN},
        PersonLoad: {
            "id": _PLAIN,
            "hours": _AMOUNT,
            "available_hours": _AMOUNT,
            "utilisation": _AMOUNT,
            "cost": Key(omit=True),
            "weeks": _PLAIN,
        },
        PersonWeek: {"week": _PLAIN, "available": _AMOUNT, "booked": _AMOUNT, "planned": _AMOUNT},
        Making: {
            "seed": _PLAIN,
            "workers": Key(read=kinds.index),
            "time_limit": Key(omit=True),
            "work_limit": Key(omit=True),
            "seconds": Key(omit=True),
            "ipmplan": Key(omit=True),
            "ortools": Key(omit=True),
            "numba": Key(omit=True),
        },
        Approval: {
            "on": _PLAIN,
            "by": _PLAIN,
            "told": _PLAIN,
            "rebaselined": Key("rebaseline", omit=True),
            "reason": Key(omit=True),
            "priced": Key(omit=True),
        },
        Priced: {"task": _PLAIN, "hours": _AMOUNT, "labour": Key(omit=True), "fixed": Key(omit=True)},
        Comparison: {
            "plan": Key(omit=True),
            "fingerprint": _PLAIN,
            "as_of": _PLAIN,
            "freeze": Key(omit=True),
            "moved": Key(read=kinds.index),
            "reassigned": Key(read=kinds.index),
            "offers": Key(omit=True),
        },
        Offer: {
            "goal": _PLAIN,
            "days": _AMOUNT,
            "moved": Key(read=kinds.index),
            "reassigned": Key(read=kinds.index),
            "finish": _PLAIN,
        },
        Told: {"staff": _PLAIN, "clients": _PLAIN, "dates": Key(omit=True)},
        ToldDate: {"project": _PLAIN, "id": _PLAIN, "day": _PLAIN},
    },
)


def print_plan(schedule: Schedule, *, with_cost: bool = False, extra: Mapping[str, object] | None = None) -> str:
    """Write a plan as JSON, one fact a line, so that versions can be compared.

    Parameters
    ----------
    schedule
        The plan.
    with_cost
        Whether to say what each person's work costs.
    extra
        More keys for the end of the document.

    Examples
    --------
    >>> from datetime import date
    >>> print(print_plan(Schedule("Northlight", date(2026, 1, 5), "optimal")).splitlines()[1])
     "format": "ipmplan-plan/1",
    """
    return PLAN.print(schedule if with_cost else _without_cost(schedule), extra)


def _without_cost(schedule: Schedule) -> Schedule:
    return replace(schedule, people=tuple(replace(person, cost=None) for person in schedule.people))


def parse_plan(text: str, place: str) -> Schedule:
    """Read the text of a plan.

    Raises
    ------
    InputError
        With every place that is no plan.

    Examples
    --------
    >>> text = '{"format": "ipmplan-plan/1", "portfolio": "N", "as_of": "2026-01-05", "status": "optimal"}'
    >>> parse_plan(text, "plan.json").status
    'optimal'
    """
    return PLAN.read(Schedule, PLAN.load(text, place), text, place)


def write_plan(path: Path, schedule: Schedule, *, with_cost: bool = False) -> None:
    """Write plan.json in one step; the one that was there is kept as ``plan.json.bak``.

    Raises
    ------
    InputError
        When the place cannot be written.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> plan = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> with TemporaryDirectory() as folder:
    ...     write_plan(Path(folder, "plan.json"), plan)
    ...     read_plan(Path(folder, "plan.json")) == plan
    True
    """
    text = print_plan(schedule, with_cost=with_cost)
    try:
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        with locked(path.parent):
            before = {f"{path.name}.bak": path.read_bytes()} if path.is_file() else {}
            write_files(path.parent, {**before, path.name: text.encode("utf-8")})
    except OSError as error:
        message = f"the plan cannot be written: {error.strerror or error}"
        raise InputError(Issue(message, str(path), "Maybe the folder does not exist?")) from error


def read_plan(path: Path) -> Schedule:
    """Read a plan, with how it was made, by whom it was approved and who was told, where it says so.

    Raises
    ------
    InputError
        With every place of the file that is no plan.
    """
    return parse_plan(*read_plan_text(path))


def read_plan_text(path: Path) -> tuple[str, str]:
    """Read a plan's text, and the place that messages name.

    Raises
    ------
    InputError
        When there is no such file or it is not text.
    """
    with suppress(OSError):
        finish(path.parent)
    place = f"{PLANS}/{path.name}" if path.parent.name == PLANS else path.name
    return read_text(path, place), place


def newest_plan(folder: Path) -> Path | None:
    """Find the plan that was approved last; None when there is none.

    Examples
    --------
    >>> newest_plan(Path("no-such-folder")) is None
    True
    """
    found = dated_files(folder / PLANS)
    return found[-1] if found else None


def approved_plans(folder: Path) -> tuple[Schedule, ...]:
    """Read all plans that were approved, the first one first.

    Raises
    ------
    InputError
        With every place of every file that is no plan.

    Examples
    --------
    >>> approved_plans(Path("no-such-folder"))
    ()
    """
    plans: list[Schedule] = []
    issues: list[Issue] = []
    for path in dated_files(folder / PLANS):
        try:
            plans.append(read_plan(path))
        except InputError as error:
            issues += error.issues
    if issues:
        raise InputError(issues)
    return tuple(plans)


def beside(source: Path) -> Path:
    """Find the plan of a folder or workbook: `plan.json`, else the one that was approved last.

    Raises
    ------
    InputError
        When there is none.
    """
    folder = source.parent if source.is_file() else source
    found = folder / PLAN_FILE if (folder / PLAN_FILE).is_file() else newest_plan(folder)
    if found is None:
        raise InputError(Issue("there is no plan yet", str(folder / PLAN_FILE), "Maybe run `ipmplan plan` first?"))
    return found


def plan_before(path: Path, folder: Path, *, written: bool) -> Schedule | None:
    """Find the plan that was there before another one: the last one of its file, else the one approved last.

    What cannot be read is passed over: it is only there to compare with.

    Parameters
    ----------
    path
        File of the plan.
    folder
        Where approved plans are kept.
    written
        Whether the plan has been written; then the one before it is ``.bak``.

    Examples
    --------
    >>> plan_before(Path("no-such-folder/plan.json"), Path("no-such-folder"), written=False) is None
    True
    """
    last = path.with_name(f"{path.name}.bak") if written else path
    for place in (last, newest_plan(folder)):
        if place is None or not place.is_file() or (written and place == path):
            continue
        try:
            return read_plan(place)
        except InputError:
            continue
    return None


def compared_with(path: Path, folder: Path, schedule: Schedule) -> Schedule | None:
    """Find the plan that another one was compared with, by what is in it; None when it says of none, or that is gone.

    Parameters
    ----------
    path, schedule
        The plan and its file.
    folder
        Where approved plans are kept.

    Examples
    --------
    >>> from datetime import date
    >>> made = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> compared_with(Path("plan.json"), Path("no-such-folder"), made) is None
    True
    """
    if schedule.compared is None:
        return None
    kept = sorted((folder / PLANS).glob("*.json"), reverse=True) if (folder / PLANS).is_dir() else []
    named = [path.parent / schedule.compared.plan] if schedule.compared.plan else []
    for place in (*named, path.with_name(f"{path.name}.bak"), path.with_suffix(""), *kept):
        if not place.is_file():
            continue
        try:
            found = read_plan(place)
        except InputError:
            continue
        if fingerprint(found) == schedule.compared.fingerprint:
            return found
    return None
