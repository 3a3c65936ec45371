"""replan(): plans the rest anew and moves as little as it can, and what more moves would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from re import fullmatch
from threading import Event as Flag
from time import monotonic
from typing import TYPE_CHECKING

from ipmplan import planner
from ipmplan.core.calendar import Moment
from ipmplan.core.moves import moves as compare
from ipmplan.core.plan import Offer, Schedule
from ipmplan.core.portfolio import Goals, Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.models.goals import goal
from ipmplan.study.reading import Reading
from ipmplan.study.scope import Scope
from ipmplan.study.timesheet import timesheet

if TYPE_CHECKING:
    from ipmplan.models.search import Listener

STABILITY = "stability"
END = "makespan"
SECONDS = 10.0
# Part of the time for the plan itself; what more moves would bring is looked for in the rest.
FIRST_SHARE = 0.7
# Working days of lateness that a re-plan may give up, so that a day does not cost thirty people.
SLACK_DAYS = 1
# What other times before it may give up, as a part of what they are in the old plan.
SLACK = Fraction(2, 100)
# Gain from which on more moves are worth a word, in working days.
LEAST_GAIN = Fraction(1, 2)


@dataclass(frozen=True)
class Replanned:
    """A plan of the rest, beside the one it was compared with.

    Parameters
    ----------
    schedule
        The new plan; its `compared` says what it was compared with, what moved and what more moves would bring.
    before
        The plan that it was compared with.
    portfolio
        What was planned, with that plan as its `reference`: `check` judges the goal of stability by it.
    frozen, freed
        Tasks that had to stay: those that do, and those that facts have moved all the same.
    """

    schedule: Schedule
    before: Schedule
    portfolio: Portfolio
    frozen: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()


def replan(
    portfolio: Portfolio,
    plan: Schedule,
    *,
    freeze: Moment | None = None,
    moves: int | None = None,
    time_limit: float | None = SECONDS,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    on_event: Listener | None = None,
    stop: Flag | None = None,
    offers: bool = True,
) -> Replanned:
    """Plan the rest of a portfolio, moving as little as the goals allow.

    Parameters
    ----------
    portfolio
        As it is now; what progress says is a fact.
    plan
        The plan that changes are counted against.
    freeze
        What starts before that day or moment stays where the plan has it, unless facts have moved it.
    moves
        As many tasks as may move: then the best plan for the first goal that needs no more of them is taken, in place of the one that moves fewest.
    time_limit, work_limit, workers, seed, goals, on_event, stop
        As for `planner.plan`; `stability` is put after lateness, or after the first goal, where the goals do not name it.
    offers
        Whether what more moves would bring is looked for, in a part of the time.

    Raises
    ------
    Infeasible, OutOfTime, InputError, InternalError
        As `planner.plan`.
    """
    order = portfolio.goals.order if goals is None else planner.goal_order(goals)
    known = replace(portfolio, reference=plan, goals=_goals(portfolio, plan, order))
    held = _frozen(known, plan, freeze) if freeze is not None else ()
    began = monotonic()

    def solve(goals: Goals, start: Schedule, share: float) -> Schedule:
        seconds = None if time_limit is None else max(0.1, min(time_limit * share, time_limit - monotonic() + began))
        return planner.plan(
            replace(known, goals=goals),
            time_limit=seconds if work_limit is None else None,
            work_limit=None if work_limit is None else work_limit * share,
            workers=workers,
            seed=seed,
            including=tuple(name for name in plan.including if name in portfolio.project),
            allow_over_budget=plan.allow_over_budget,
            start=start,
            held=held,
            loosely=True,
            on_event=on_event,
            stop=stop,
        )

    found = [solve(known.goals, plan, FIRST_SHARE if offers else 1.0)]
    now = portfolio.grid.moment(portfolio.as_of_tick)
    if offers and _may_gain(found[0]) and not (stop is not None and stop.is_set()):
        found.append(solve(_tightened(known.goals), found[0], 1 - FIRST_SHARE))
    chosen = _chosen(found, plan, now, moves)
    made = compare(plan, chosen, now)
    more = tuple(_offers(portfolio, chosen, found, plan, now))
    assert chosen.compared is not None
    said = replace(
        chosen.compared,
        freeze=freeze,
        moved=made.moved,
        reassigned=len(made.people),
        offers=more,
    )
    stayed = {name for name in held if name not in {*made.dates, *made.people}}
    return Replanned(
        replace(chosen, status=planner.status(chosen.goals, portfolio), compared=said),
        plan,
        known,
        tuple(name for name in held if name in stayed),
        tuple(name for name in held if name not in stayed),
    )


def _goals(portfolio: Portfolio, plan: Schedule, order: Sequence[str]) -> Goals:
    """The goals with stability among them, and slack of those before it where none was given: a day of lateness, 2 per cent of other times; the same of the end, where that is no goal."""
    goals, names = portfolio.goals, list(order)
    if STABILITY not in names:
        names.insert(names.index("lateness") + 1 if "lateness" in names else 1, STABILITY)
    slack = {"lateness": SLACK_DAYS * portfolio.calendar.workweek.hours_a_day, **goals.slack}
    reading = Reading(plan, portfolio)
    before = names[: names.index(STABILITY)]
    yields = frozenset({END}) if END in before and END not in goals.slack else frozenset()
    for name in before:
        if name not in slack and goal(name).UNIT.endswith("hours"):
            slack[name] = max(Fraction(0), SLACK - goals.tolerance) * Fraction(goal(name).value(reading))
    if END not in names:
        slack.setdefault(END, SLACK * Fraction(goal(END).value(reading)))
    return replace(goals, order=tuple(names), slack=slack, yields=yields)


def _tightened(goals: Goals) -> Goals:
    """The same goals, of which the ones before stability give nothing up."""
    return replace(goals, tolerance=Fraction(0), slack={}, yields=frozenset())


def _may_gain(plan: Schedule) -> bool:
    """Whether a goal before stability could be better."""
    before = [row.goal for row in plan.goals].index(STABILITY)
    return any(row.value > (row.bound or 0) for row in plan.goals[:before])


def _frozen(portfolio: Portfolio, plan: Schedule, freeze: Moment) -> tuple[str, ...]:
    """Tasks that have not begun and start before a moment, in their order."""
    until = freeze if isinstance(freeze, datetime) else datetime(freeze.year, freeze.month, freeze.day)
    now, ids = portfolio.grid.moment(portfolio.as_of_tick), Scope(portfolio).ids
    begun = timesheet(portfolio).rows
    return tuple(row.id for row in plan.tasks if row.id in ids and row.id not in begun and now <= row.start < until)


def _chosen(found: Sequence[Schedule], plan: Schedule, now: datetime, moves: int | None) -> Schedule:
    """The first one, or where moves are allowed the last one that needs no more."""
    if moves is None:
        return found[0]
    fitting = [made for made in found if compare(plan, made, now).moved <= moves]
    return min(fitting, key=lambda made: [row.value for row in made.goals], default=found[0])


def _offers(
    portfolio: Portfolio, chosen: Schedule, found: Sequence[Schedule], plan: Schedule, now: datetime
) -> list[Offer]:
    """What other plans that were found would bring for more moves."""
    offers = []
    for made in found:
        if made is chosen:
            continue
        before = [row.goal for row in made.goals].index(STABILITY)
        for row, old in list(zip(made.goals, chosen.goals, strict=True))[:before]:
            gain = Fraction(old.value).limit_denominator(10**6) - Fraction(row.value).limit_denominator(10**6)
            days = gain / portfolio.calendar.workweek.hours_a_day
            count = compare(plan, made, now)
            if row.unit.endswith("hours") and days >= LEAST_GAIN:
                last = max((one.end for one in made.tasks), default=now)
                offers.append(Offer(row.goal, float(round(days, 2)), count.moved, len(count.people), last))
                break
    return offers


def frozen_until(portfolio: Portfolio, text: str) -> Moment:
    """The moment that ``sprint``, a length such as ``2w`` or ``3d``, or a date stands for.

    Raises
    ------
    InputError
        When it is none of them.
    """
    from ipmplan.files.dates import parse_moment

    day = portfolio.as_of_day
    if text == "sprint":
        sprint = portfolio.sprint
        if sprint is None:
            return day + timedelta(weeks=2)
        passed = max(0, (day - sprint.start).days // sprint.days)
        return sprint.start + timedelta(days=sprint.days * (passed + 1))
    if fullmatch(r"[0-9]+[wd]", text):
        try:
            return day + timedelta(days=int(text[:-1]) * (7 if text[-1] == "w" else 1))
        except OverflowError:
            raise InputError(Issue(f"`{text}` from {day} on is not in the calendar", "freeze")) from None
    return parse_moment(text)
