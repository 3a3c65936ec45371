"""The tables of a portfolio: their columns, how each cell is read, and what a row becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from ipmplan.core.people import Absence, Extra, Person, Rate
from ipmplan.core.portfolio import Booking, Milestone, Pool, Project, Task
from ipmplan.core.records import Change, Decision, Finished, Progress, Requirement
from ipmplan.core.words import quoted
from ipmplan.files.notation import parse_uses, parse_work
from ipmplan.files.numbers import (
    parse_count,
    parse_factor,
    parse_length,
    parse_money,
    parse_portion,
    parse_share,
    wrong,
)
from ipmplan.files.relations import parse_after, parse_people, parse_skills
from ipmplan.files.values import (
    one_of,
    parse_day,
    parse_id,
    parse_ids,
    parse_moment,
    parse_person,
    parse_skill_name,
    parse_text,
    parse_yes,
)
from ipmplan.files.week import parse_workweek

Parse = Callable[[str], object]
REQUIRED = ("people", "tasks")
# Other tables may lie beside ours: only a name very much like one of ours is taken for a slip.
ALIKE = 0.75
TABLES = (
    "people",
    "rates",
    "absences",
    "extra",
    "bookings",
    "projects",
    "milestones",
    "tasks",
    "pools",
    "progress",
    "requirements",
    "decisions",
    "changes",
    "history",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how its cells are read, the attribute that they fill, and whether a row needs it.

    Parameters
    ----------
    keep
        Whether a cell that cannot be read is kept as text, so that what refers to it is still understood.
    """

    parse: Parse
    attribute: str
    required: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by name, and what makes an object of a row's values."""

    name: str
    record: Callable[..., object]
    columns: Mapping[str, Column]


def tables(day: Fraction) -> Mapping[str, Table]:
    """Describe all tables by name.

    Parameters
    ----------
    day
        Hours that a `d` stands for.

    Examples
    --------
    >>> tables(Fraction(8))["tasks"].columns["work"].required
    True
    """
    hours = partial(parse_length, day=day, bare=True)
    length = partial(parse_length, day=day)
    work = partial(parse_work, day=day)
    after = partial(parse_after, day=day)

    def table(name: str, record: Callable[..., object], /, **columns: Column) -> tuple[str, Table]:
        renamed = {column.rstrip("_"): spec for column, spec in columns.items()}
        named = {
            column: spec if spec.attribute else Column(spec.parse, column, spec.required, spec.keep)
            for column, spec in renamed.items()
        }
        return name, Table(name, record, named)

    def to(parse: Parse, attribute: str = "") -> Column:
        return Column(parse, attribute)

    def must(parse: Parse, attribute: str = "") -> Column:
        return Column(parse, attribute, required=True)

    key = Column(parse_id, "", required=True, keep=True)
    ref = to(parse_id)
    text = to(parse_text)
    money = to(parse_money)
    moment = to(parse_moment)
    day_ = to(parse_day)
    factor = to(parse_factor)
    return dict(
        (
            table(
                "people",
                Person,
                id=key,
                name=text,
                skills=to(parse_skills),
                rate=money,
                workweek=to(parse_workweek),
                holidays=text,
                from_=to(parse_moment, "joins"),
                until=to(parse_moment, "leaves"),
                email=text,
            ),
            table("rates", Rate, person=must(parse_id), from_=to(parse_moment, "start"), cost=money, bill=money),
            table("absences", Absence, person=must(parse_person), start=must(parse_moment), end=moment, reason=text),
            table(
                "extra",
                Extra,
                person=must(parse_person),
                start=must(parse_moment),
                end=must(parse_moment),
                premium=to(_premium),
            ),
            table(
                "bookings",
                _booking,
                id=key,
                project=ref,
                person=must(parse_person),
                name=text,
                hours=must(partial(_booked, day=day)),
                every=to(one_of(["day", "week", "month"])),
                start=moment,
                end=moment,
                billable=to(parse_yes),
            ),
            table(
                "projects",
                Project,
                id=key,
                name=text,
                client=text,
                due=moment,
                budget=money,
                budget_limit=to(one_of(["hard", "soft"])),
                weight=factor,
                status=to(one_of(["confirmed", "tentative", "on_hold", "done", "lost"])),
                team=to(parse_ids),
                billing=to(one_of(["fixed", "time", "retainer", "internal"])),
                price=money,
                probability=to(parse_portion),
            ),
            table(
                "milestones",
                partial(Milestone, project=""),
                id=key,
                project=ref,
                name=text,
                due=moment,
                weight=factor,
                firm=to(parse_yes),
                buffer=to(length),
                agreed=moment,
                payment=money,
                invoiced_on=day_,
            ),
            table(
                "tasks",
                Task,
                id=key,
                project=ref,
                milestone=ref,
                name=text,
                work=must(work),
                after=to(after),
                people=to(parse_people),
                not_before=moment,
                due=moment,
                uses=to(parse_uses),
                optimistic=to(hours),
                pessimistic=to(hours),
                fixed_cost=money,
                kind=text,
                change=ref,
                status=to(_cancelled, "cancelled"),
            ),
            table(
                "pools",
                Pool,
                id=key,
                name=text,
                capacity=to(parse_count),
                kind=to(one_of(["renewable", "consumable"])),
            ),
            table(
                "progress",
                Progress,
                date=must(parse_day),
                task=must(parse_id),
                person=ref,
                hours=to(hours),
                remaining=to(hours),
                cost=money,
                ref=text,
                note=text,
            ),
            table(
                "requirements",
                partial(Requirement, project=""),
                id=key,
                project=ref,
                topic=text,
                statement=text,
                tasks=to(parse_ids),
                accepted_on=day_,
            ),
            table(
                "decisions",
                partial(Decision, project=""),
                id=key,
                project=ref,
                question=text,
                owner=to(one_of(["client", "us"])),
                asked_on=day_,
                tasks=to(parse_ids),
                expected=moment,
                answered_on=day_,
                answer=text,
            ),
            table(
                "changes",
                partial(Change, project=""),
                id=key,
                project=ref,
                asked_by=text,
                asked_on=day_,
                statement=text,
                price=money,
                status=to(one_of(["asked", "quoted", "accepted", "declined"])),
                decided_on=day_,
            ),
            table(
                "history",
                Finished,
                task=must(parse_text),
                project=text,
                client=text,
                kind=text,
                skill=to(parse_skill_name),
                person=text,
                estimate=to(hours),
                actual=to(hours),
                finished_on=day_,
            ),
        )
    )


def _booking(*, hours: tuple[Fraction | None, Fraction | None], **rest: object) -> object:
    in_hours, percent = hours
    return Booking(hours=in_hours, percent=percent, **rest)  # type: ignore[arg-type]


def _booked(text: str, day: Fraction) -> tuple[Fraction | None, Fraction | None]:
    if not text.endswith("%"):
        return parse_length(text, day, bare=True), None
    percent = parse_share(text) * 100
    if not 0 < percent <= 100:
        raise wrong(f"{quoted(text)} is not more than 0 and at most 100 per cent")
    return None, percent


def _premium(text: str) -> Decimal:
    share = parse_share(text)
    if not 0 <= share <= 100:
        hint = f"Maybe you meant `{text}%`?" if "%" not in text else ""
        raise wrong(f"{quoted(text)} is not a premium", hint or "Maybe you meant something like `0.5`?")
    return Decimal(share.numerator) / Decimal(share.denominator)


def _cancelled(text: str) -> bool:
    if text.casefold() == "cancelled":
        return True
    hint = "Maybe you meant `cancelled`?"
    if text.casefold() in {"done", "finished", "complete", "completed", "closed"}:
        hint = "Maybe write a `remaining` of 0 into progress.csv?"
    raise wrong(f"{quoted(text)} is not the status of a task, which is empty or `cancelled`", hint)
