"""The tables of a portfolio: their columns, how each cell is read, and what a row becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial

from ipmplan.core.people import Absence, Extra, Person, Rate
from ipmplan.core.portfolio import Booking, Milestone, Pool, Project, Task
from ipmplan.core.records import Change, Decision, Finished, Hold, Invoiced, Progress, Requirement
from ipmplan.core.words import quoted
from ipmplan.files.columns import Column, Table, must, to
from ipmplan.files.dates import parse_day, parse_end, parse_moment, print_moment
from ipmplan.files.headers import Heading
from ipmplan.files.money import parse_money, parse_rate, print_money
from ipmplan.files.notation import parse_uses, parse_work, print_uses, print_work
from ipmplan.files.numbers import (
    parse_count,
    parse_factor,
    parse_length,
    parse_portion,
    parse_share,
    print_hours,
    print_number,
    wrong,
)
from ipmplan.files.relations import parse_after, parse_people, parse_skills, print_after, print_people, print_skills
from ipmplan.files.synonyms import COLUMN_WORDS, key_of, values
from ipmplan.files.values import (
    one_of,
    parse_id,
    parse_ids,
    parse_person,
    parse_ref,
    parse_skill_name,
    parse_text,
    parse_yes,
    print_ids,
    print_text,
    print_yes,
)
from ipmplan.files.week import parse_time_of_week, parse_workweek, print_time_of_week, print_workweek

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
    "holds",
    "invoices",
)


TEXT = Column(parse_text, print_text, holds="text")
KEY = Column(parse_id, required=True, keep=True)
REF = Column(parse_ref)
IDS = Column(parse_ids, print_ids)
PERSON = Column(parse_person)
FACTOR = Column(parse_factor, print_number, "numbers")
PORTION = Column(parse_portion, print_number, "numbers", "share")
YES = Column(parse_yes, print_yes)
MOMENT = Column(parse_moment, print_moment, "dates")
END = Column(parse_end, print_moment, "dates")
DAY = Column(parse_day, print_moment, "dates")


def tables(day: Fraction, week: Fraction | None = None, currency: str = "") -> Mapping[str, Table]:
    """Describe all tables by name.

    Parameters
    ----------
    day, week
        Hours that a `d` and a `w` stand for; a week is five days when not given.
    currency
        The portfolio's; amounts in another one are refused. Empty = any.

    Examples
    --------
    >>> work = tables(Fraction(8))["tasks"].columns["work"]
    >>> work.required, work.print(work.parse("ux 1d"))
    (True, 'ux 8h')
    """

    def table(name: str, record: Callable[..., object], /, **columns: Column) -> tuple[str, Table]:
        renamed = {column.rstrip("_"): spec for column, spec in columns.items()}
        return name, Table(
            name, record, {column: to(spec.attribute or column, spec) for column, spec in renamed.items()}
        )

    hours = Column(partial(parse_length, day=day, week=week, bare=True), print_hours, "numbers", "time")
    length = Column(partial(parse_length, day=day, week=week), print_hours, "numbers", "time")
    work = Column(partial(parse_work, day=day, week=week, currency=currency), print_work, "numbers", "time")
    after = Column(partial(parse_after, day=day, week=week), print_after)
    booked = Column(partial(_booked, day=day, week=week), _print_booked, "numbers", "time")
    money = Column(partial(parse_money, currency=currency), print_money, "numbers", "money")
    rate = Column(partial(parse_rate, currency=currency), print_money, "numbers", "money")
    return dict(
        (
            table(
                "people",
                Person,
                id=KEY,
                name=TEXT,
                skills=Column(parse_skills, print_skills, "numbers"),
                rate=rate,
                workweek=Column(parse_workweek, print_workweek),
                holidays=TEXT,
                from_=to("joins", MOMENT),
                until=to("leaves", END),
                email=TEXT,
            ),
            table("rates", Rate, person=must(REF), from_=to("start", MOMENT), cost=rate, bill=rate),
            table("absences", Absence, person=must(PERSON), start=must(MOMENT), end=END, reason=TEXT),
            table(
                "extra",
                Extra,
                person=must(PERSON),
                start=must(MOMENT),
                end=must(END),
                premium=Column(_premium, print_money, "numbers", "share"),
            ),
            table(
                "bookings",
                _booking,
                id=KEY,
                project=REF,
                person=must(PERSON),
                name=TEXT,
                hours=must(booked),
                every=Column(one_of(["day", "week", "month"], values("every"))),
                at=to("when", Column(parse_time_of_week, print_time_of_week)),
                start=MOMENT,
                end=END,
                billable=YES,
            ),
            table(
                "projects",
                Project,
                id=KEY,
                name=TEXT,
                client=TEXT,
                due=END,
                budget=money,
                budget_limit=Column(one_of(["hard", "soft"], values("budget_limit"))),
                weight=FACTOR,
                status=Column(one_of(["confirmed", "tentative", "on_hold", "done", "lost"], values("project_status"))),
                team=IDS,
                billing=Column(one_of(["fixed", "time", "retainer", "internal"], values("billing"))),
                price=money,
                probability=PORTION,
                held_until=END,
            ),
            table(
                "milestones",
                partial(Milestone, project=""),
                id=KEY,
                project=REF,
                name=TEXT,
                due=END,
                weight=FACTOR,
                firm=YES,
                buffer=length,
                agreed=END,
                payment=money,
                invoiced_on=DAY,
            ),
            table(
                "tasks",
                Task,
                id=KEY,
                project=REF,
                milestone=REF,
                name=TEXT,
                work=must(work),
                after=after,
                people=Column(parse_people, print_people),
                not_before=MOMENT,
                due=END,
                uses=Column(parse_uses, print_uses),
                optimistic=hours,
                pessimistic=hours,
                fixed_cost=money,
                kind=TEXT,
                change=REF,
                status=to("cancelled", Column(_cancelled, _print_cancelled)),
            ),
            table(
                "pools",
                Pool,
                id=KEY,
                name=TEXT,
                capacity=Column(parse_count, str, "numbers"),
                kind=Column(one_of(["renewable", "consumable"], values("pool_kind"))),
            ),
            table(
                "progress",
                Progress,
                date=must(DAY),
                task=must(REF),
                person=REF,
                hours=hours,
                remaining=hours,
                cost=money,
                ref=TEXT,
                note=TEXT,
            ),
            table(
                "requirements",
                partial(Requirement, project=""),
                id=KEY,
                project=REF,
                topic=TEXT,
                statement=TEXT,
                tasks=IDS,
                accepted_on=DAY,
            ),
            table(
                "decisions",
                partial(Decision, project=""),
                id=KEY,
                project=REF,
                question=TEXT,
                owner=Column(one_of(["client", "us"], values("owner"))),
                asked_on=DAY,
                tasks=IDS,
                expected=MOMENT,
                answered_on=DAY,
                answer=TEXT,
            ),
            table(
                "changes",
                partial(Change, project=""),
                id=KEY,
                project=REF,
                asked_by=TEXT,
                asked_on=DAY,
                statement=TEXT,
                price=money,
                status=Column(one_of(["asked", "quoted", "accepted", "declined"], values("change_status"))),
                decided_on=DAY,
                budget=money,
            ),
            table(
                "history",
                Finished,
                task=must(TEXT),
                project=TEXT,
                client=TEXT,
                kind=TEXT,
                skill=Column(parse_skill_name),
                person=TEXT,
                estimate=hours,
                actual=hours,
                finished_on=DAY,
            ),
            table("holds", Hold, task=must(REF), people=IDS, start=MOMENT, until=END, reason=TEXT),
            table(
                "invoices",
                Invoiced,
                on=must(DAY),
                client=TEXT,
                project=REF,
                what=TEXT,
                hours=hours,
                amount=must(money),
                ref=TEXT,
            ),
        )
    )


@lru_cache(maxsize=1)
def headings() -> Mapping[str, Heading]:
    """What the headers of all tables may say, by table.

    Examples
    --------
    >>> headings()["tasks"].columns["vorgaenger"]
    'after'
    """
    return {name: _heading(table) for name, table in tables(Fraction(8)).items()}


def _heading(table: Table) -> Heading:
    columns = {key_of(column): column for column in table.columns}
    for column, words in COLUMN_WORDS.get(table.name, {}).items():
        if column in table.columns:
            columns |= {word: column for word in words.split() if word not in columns}
    return Heading(
        columns,
        frozenset(name for name, spec in table.columns.items() if spec.required),
        {name: spec.measure for name, spec in table.columns.items() if spec.measure},
    )


def row_values(table: Table, row: object) -> dict[str, object]:
    """The values of a row by column: what `Table.print_row` writes so that the same row is read.

    Examples
    --------
    >>> row_values(tables(Fraction(8))["pools"], Pool("lab", capacity=2))
    {'id': 'lab', 'name': '', 'capacity': 2, 'kind': 'renewable'}
    """
    found = {name: getattr(row, column.attribute or name) for name, column in table.columns.items()}
    if isinstance(row, Booking):
        found["hours"] = (row.hours, row.percent)
    return found


def _booking(*, hours: tuple[Fraction | None, Fraction | None], **rest: object) -> object:
    in_hours, percent = hours
    return Booking(hours=in_hours, percent=percent, **rest)  # type: ignore[arg-type]


def _booked(text: str, day: Fraction, week: Fraction | None = None) -> tuple[Fraction | None, Fraction | None]:
    if not text.endswith("%"):
        return parse_length(text, day, week=week, bare=True), None
    percent = parse_share(text) * 100
    if not 0 < percent <= 100:
        raise wrong(f"{quoted(text)} is not more than 0 and at most 100 per cent")
    return None, percent


def _print_booked(value: tuple[Fraction | None, Fraction | None]) -> str:
    hours, percent = value
    return f"{print_number(percent)}%" if percent is not None else print_hours(hours or Fraction(0))


def _premium(text: str) -> Decimal:
    share = parse_share(text)
    if not 0 <= share <= 100:
        hint = f"Maybe you meant `{text}%`?" if "%" not in text else ""
        raise wrong(f"{quoted(text)} is not a premium", hint or "Maybe you meant something like `0.5`?")
    return Decimal(share.numerator) / Decimal(share.denominator)


def _cancelled(text: str) -> bool:
    if text.casefold() in {"cancelled", "canceled", "storniert", "gestrichen"}:
        return True
    hint = "Maybe you meant `cancelled`?"
    if text.casefold() in {"done", "finished", "complete", "completed", "closed"}:
        hint = "Maybe write a `remaining` of 0 into progress.csv?"
    raise wrong(f"{quoted(text)} is not the status of a task, which is empty or `cancelled`", hint)


def _print_cancelled(cancelled: bool) -> str:
    return "cancelled" if cancelled else ""
