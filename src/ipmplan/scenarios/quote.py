"""When a new project could be done, with its odds and its price, without breaking what was agreed or told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from threading import Event as Flag

from ipmplan.core.brief import Brief
from ipmplan.core.calendar import Moment
from ipmplan.core.edits import Edit
from ipmplan.core.moves import moves
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.explaining.solving import judged
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult
from ipmplan.scenarios.odds import DateChance, chances
from ipmplan.scenarios.offers import OfferKind, OfferPlan, offers, tasks_of
from ipmplan.scenarios.pricing import WorkPrice, price_of
from ipmplan.scenarios.promises import broken, promises_of

SECONDS, RUNS = 3.0, 1000
NOTABLE = 0.02
"""Points of chance that a promise may lose without being listed."""
MOST = 3


@dataclass(frozen=True, slots=True)
class LostChance:
    """A milestone that is less likely to be in time with the new project."""

    id: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class LateWish:
    """A date of the new project that was asked for and cannot be."""

    id: str
    due: Moment
    finish: datetime


@dataclass(frozen=True, slots=True)
class QuoteOffer:
    """One way to do the project.

    Parameters
    ----------
    kind, text
        What kind of way it is, and in words.
    schedule, portfolio
        The plan with it, and what that was made for.
    edits
        What is different from the tables.
    start, finish
        Of the project in the plan.
    parts
        Milestones of the project with the moments at which they are reached.
    p50, p80
        Moments by which five and eight runs in ten have finished it.
    cost, price
        In the portfolio's currency; None without rates, or without margin and billing rates.
    people
        Hours of each person in the project.
    moved
        Tasks of other projects on other days or with other people than in the plan without it.
    lost
        Milestones of others whose chance falls by more than two points, the most first.
    late
        Dates that were asked for and are not met: what, by when, and when it is reached.
    over
        By how much it is over the budget that was asked for; None where it is not.
    """

    kind: OfferKind
    text: str
    schedule: Schedule
    portfolio: Portfolio
    edits: tuple[Edit, ...]
    start: datetime
    finish: datetime
    parts: tuple[tuple[str, datetime], ...]
    p50: datetime
    p80: datetime
    cost: Decimal | None
    price: Decimal | None
    people: Mapping[str, float]
    moved: tuple[str, ...]
    lost: tuple[LostChance, ...]
    late: tuple[LateWish, ...] = ()
    over: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """What a client is told.

    Parameters
    ----------
    brief
        What was asked for.
    portfolio
        The tables without it.
    base
        The plan of everything else.
    offers
        Ways to do it, the plain one first; none where there is no place for it.
    refused
        Ways that have no plan, with the reason.
    """

    brief: Brief
    portfolio: Portfolio
    base: Schedule
    offers: tuple[QuoteOffer, ...]
    refused: tuple[tuple[str, str], ...] = ()


def quote(
    portfolio: Portfolio,
    brief: Brief | str,
    base: Schedule,
    *,
    approved: Sequence[Schedule] = (),
    time_limit: float | None = SECONDS,
    work_limit: float | None = None,
    seed: int = 0,
    runs: int = RUNS,
    executor: Executor | None = None,
    on_done: Callable[[PlanResult, int, int], None] | None = None,
    stop: Flag | None = None,
) -> QuoteAnswer:
    """Find two or three ways to do a new project that differ in kind.

    Parameters
    ----------
    portfolio
        As it is.
    brief
        What is asked for, or the id of a tentative project.
    base
        The plan of everything else: what was agreed and told is kept as it has it.
    approved
        Approved plans in their order, with what was told to whom; none = the newest one, which the portfolio knows.
    time_limit, work_limit
        For each way.
    seed, runs
        Of the search, and for odds.
    executor, on_done, stop
        As `run_all` takes them.

    Raises
    ------
    InputError
        When the project is unknown, or is not tentative, or the brief is wrong.
    """
    asked = brief if isinstance(brief, Brief) else tentative(portfolio, brief)
    if not tasks_of(portfolio, asked):
        raise InputError(
            Issue(f"{quoted(asked.project.id)} has no tasks", "quote", "Maybe `--like` a project that is alike?")
        )
    if asked.project.id in base.including:
        raise InputError(
            Issue(f"the plan has {quoted(asked.project.id)} already", "quote", "Maybe plan without it first?")
        )
    limit = time_limit if work_limit is None else None
    whole = PlanJob(
        "",
        portfolio,
        base,
        allow_over_budget=base.allow_over_budget,
        time_limit=limit,
        work_limit=work_limit,
        seed=seed,
    )
    known = approved or tuple(plan for plan in (portfolio.baseline,) if plan is not None)
    ways = list(offers(portfolio, asked, base, whole, known))
    results = run_all([way.job for way in ways], executor, on_done=on_done, stop=stop)
    before = chances(base, portfolio, runs, seed)
    found, refused = [], []
    kept = promises_of(portfolio, base, known)
    for way, result in zip(ways, results, strict=True):
        if result is None or result.schedule is None:
            refused.append((way.text, "stopped" if result is None else result.problem.partition("\n")[0]))
            continue
        made = judged(replace(result.schedule, compared=None), way.portfolio)
        later = () if made is None else broken(kept, made, way.portfolio)
        if made is None or later:
            refused.append((way.text, f"it would make {', '.join(later) or 'other work'} later than was promised"))
            continue
        found.append(_offer(way, made, asked, base, before, runs, seed))
    return QuoteAnswer(asked, portfolio, base, tuple(_worth_telling(found)), tuple(refused))


def tentative(portfolio: Portfolio, name: str) -> Brief:
    """The brief of a project that is in the tables.

    Raises
    ------
    InputError
        When it is unknown, or not tentative.
    """
    project = portfolio.project.get(name)
    if project is None:
        raise InputError(Issue(f"unknown project {quoted(name)}", "quote", did_you_mean(name, portfolio.project)))
    if project.status != "tentative":
        raise InputError(
            Issue(f"the project {quoted(name)} is {project.status}, not tentative", "quote", "Maybe change its status?")
        )
    return Brief(project, is_new=False)


def _offer(
    way: OfferPlan,
    schedule: Schedule,
    brief: Brief,
    base: Schedule,
    before: Sequence[DateChance],
    runs: int,
    seed: int,
) -> QuoteOffer:
    name, portfolio = brief.project.id, way.portfolio
    own = {task.id for task in portfolio.tasks if task.project == name}
    rows = [row for row in schedule.tasks if row.id in own]
    after: dict[tuple[str, str], DateChance] = {
        (row.kind, row.id): row for row in chances(schedule, portfolio, runs, seed)
    }
    odds = after.get(("project", name))
    finish = max(row.end for row in rows)
    stones = [row for row in schedule.milestones if row.kind == "milestone" and row.finish is not None]
    projects = {stone.id: stone.project for stone in portfolio.milestones}
    hours: dict[str, float] = {}
    for one in schedule.assignments:
        if one.task in own:
            hours[one.person] = hours.get(one.person, 0.0) + one.hours
    now = portfolio.grid.moment(portfolio.as_of_tick)
    found = moves(base, schedule, now)
    priced: WorkPrice = price_of(schedule, portfolio, brief, own)
    return QuoteOffer(
        way.kind,
        way.text,
        schedule,
        portfolio,
        way.edits,
        min(row.start for row in rows),
        finish,
        tuple((row.id, row.finish) for row in stones if projects.get(row.id) == name and row.finish is not None),
        odds.p50 if odds is not None else finish,
        odds.p80 if odds is not None else finish,
        priced.cost,
        priced.price,
        dict(sorted(hours.items(), key=lambda it: (-it[1], it[0]))),
        tuple(dict.fromkeys((*found.dates, *found.people))),
        tuple(_lost(before, after)),
        tuple(_late(schedule, portfolio, name)),
        _over(schedule, brief),
    )


def _late(schedule: Schedule, portfolio: Portfolio, project: str) -> Iterator[LateWish]:
    own = {project, *(stone.id for stone in portfolio.milestones if stone.project == project)}
    for row in schedule.milestones:
        if row.id not in own or row.due is None or row.finish is None:
            continue
        if row.finish > portfolio.grid.moment(portfolio.grid.end_of(row.due)):
            yield LateWish(row.id, row.due, row.finish)


def _over(schedule: Schedule, brief: Brief) -> Decimal | None:
    budget = brief.project.budget
    cost = next((row.cost for row in schedule.projects if row.id == brief.project.id), None)
    return cost - budget if budget is not None and cost is not None and cost > budget else None


def _lost(before: Sequence[DateChance], after: Mapping[tuple[str, str], DateChance]) -> list[LostChance]:
    found = []
    for row in before:
        other = after.get((row.kind, row.id))
        if row.kind != "milestone" or row.chance is None or other is None or other.chance is None:
            continue
        if row.chance - other.chance > NOTABLE:
            found.append(LostChance(row.id, row.chance, other.chance))
    return sorted(found, key=lambda one: (one.after - one.before, one.id))


def _worth_telling(found: Sequence[QuoteOffer]) -> list[QuoteOffer]:
    """The plain way, and the best of each other kind that brings something sooner: all of it, or a part."""
    if not found:
        return []
    plain = found[0]
    told = [plain]
    for kind in dict.fromkeys(one.kind for one in found[1:]):
        other = min((one for one in found[1:] if one.kind == kind), key=lambda one: (one.finish, one.cost or 0))
        if other.kind == "parts":
            useful = _first_part(other).date() < _first_part(plain).date()
        else:
            useful = other.finish.date() < plain.finish.date() and not any(_beats(one, other) for one in told)
        if useful:
            told.append(other)
    return told[:MOST]


def _first_part(one: QuoteOffer) -> datetime:
    return min((moment for _, moment in one.parts), default=one.finish)


def _beats(one: QuoteOffer, other: QuoteOffer) -> bool:
    """Whether an offer is as good in everything that a client and a manager look at."""
    cheap = (one.cost or 0) <= (other.cost or 0)
    return one.finish <= other.finish and cheap and len(one.moved) <= len(other.moved)
