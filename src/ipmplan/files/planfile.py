"""plan.json: writing plans, reading them back, and finding the newest approved one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.errors import InputError, Issue
from ipmplan.files.atomic import write_bytes, write_text
from ipmplan.files.planreader import FORMAT, load_document, schedule_of
from ipmplan.files.tables import decode, read_bytes

PLANS = "plans"
_APPROVED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([0-9]+))?\.json")


def print_plan(schedule: Schedule, *, with_cost: bool = False, extra: Mapping[str, object] | None = None) -> str:
    """Write a plan as JSON, one fact a line, so that versions can be compared.

    Parameters
    ----------
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
    document = plan_document(schedule, with_cost=with_cost) | dict(extra or {})
    lines = []
    for key, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n".join(f"  {_json(item)}" for item in value)
            lines.append(f" {_json(key)}: [\n{items}\n ]")
        else:
            lines.append(f" {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def plan_document(schedule: Schedule, *, with_cost: bool = False) -> dict[str, object]:
    """Turn a plan into what plan.json holds.

    Examples
    --------
    >>> from datetime import date
    >>> document = plan_document(Schedule("Northlight", date(2026, 1, 5), "optimal", including=("P4",)))
    >>> document["as_of"], document["with"]
    ('2026-01-05', ['P4'])
    """
    document: dict[str, object] = {
        "format": FORMAT,
        "portfolio": schedule.portfolio,
        "as_of": _moment(schedule.as_of),
        "status": schedule.status,
        "goals": [
            {"goal": goal.goal, "value": _short(goal.value), "bound": _short(goal.bound), "unit": goal.unit}
            for goal in schedule.goals
        ],
        "assignments": [
            {
                "task": one.task,
                "requirement": one.part,
                "skill": one.skill,
                "person": one.person,
                "start": _moment(one.start),
                "end": _moment(one.end),
                "hours": one.hours,
                "share": one.share,
                "kind": one.kind,
            }
            for one in schedule.assignments
        ],
        "tasks": [asdict(task) | {"start": _moment(task.start), "end": _moment(task.end)} for task in schedule.tasks],
        "milestones": [
            asdict(one) | {"due": one.due and _moment(one.due), "finish": one.finish and _moment(one.finish)}
            for one in schedule.milestones
        ],
        "projects": [
            {
                "id": one.id,
                "finish": one.finish and _moment(one.finish),
                "cost": _money(one.cost),
                "budget": _money(one.budget),
            }
            for one in schedule.projects
        ],
        "people": [
            {
                "id": one.id,
                "hours": one.hours,
                "available_hours": one.available_hours,
                "utilisation": one.utilisation,
                **({"cost": _money(one.cost)} if with_cost and one.cost is not None else {}),
                "weeks": [asdict(week) for week in one.weeks],
            }
            for one in schedule.people
        ],
    }
    optional = {
        "with": list(schedule.including),
        "allow_over_budget": schedule.allow_over_budget,
        "notes": list(schedule.notes),
        "currency": schedule.currency,
    }
    return document | {key: value for key, value in optional.items() if value}


def _moment(moment: Moment) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="minutes" if not (moment.second or moment.microsecond) else "auto")


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _short(value: float | None) -> float | None:
    return int(value) if value is not None and value == int(value) else value


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
        if path.is_file():
            write_bytes(path.with_name(f"{path.name}.bak"), path.read_bytes())
        write_text(path, text)
    except OSError as error:
        message = f"the plan cannot be written: {error.strerror or error}"
        raise InputError(Issue(message, str(path), "Maybe the folder does not exist?")) from error


def read_plan(path: Path) -> Schedule:
    """Read a plan.

    Raises
    ------
    InputError
        With every place of the file that is no plan.
    """
    text, place = read_plan_text(path)
    return schedule_of(load_document(text, place), text, place)


def read_plan_text(path: Path) -> tuple[str, str]:
    """Read a plan's text, and the place that messages name.

    Raises
    ------
    InputError
        When there is no such file or it is not text.
    """
    place = f"{PLANS}/{path.name}" if path.parent.name == PLANS else path.name
    issues: list[Issue] = []
    data = read_bytes(path, issues)
    text = None if data is None else decode(data, place, issues)
    if text is None:
        raise InputError(issues)
    return text, place


def newest_plan(folder: Path) -> Path | None:
    """Find the plan that was approved last; None when there is none.

    Examples
    --------
    >>> newest_plan(Path("no-such-folder")) is None
    True
    """
    place = folder / PLANS
    if not place.is_dir():
        return None
    found = [
        (match[1], int(match[2] or 1), path) for path in place.iterdir() if (match := _APPROVED.fullmatch(path.name))
    ]
    return max(found)[2] if found else None
