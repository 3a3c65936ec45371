"""All plans of a tiny portfolio, good ones and bad ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod
from random import Random

from tests.plans import Choice, Doing, plan_of

from ipmplan.core.calendar import Calendar
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative
from ipmplan.models.rules.precedence import holds
from ipmplan.study.eligibility import has_skill
from ipmplan.study.pieces import Piece, Started
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime

HORIZON_DAYS = 6
MOST_OPTIONS = 600
NOTHING = Alternative(wait=Fraction(0))


def horizon(portfolio: Portfolio) -> int:
    """Tick up to which tiny portfolios are planned by `all_plans`."""
    return portfolio.grid.start_of(portfolio.as_of_day + timedelta(days=HORIZON_DAYS))


def all_plans(portfolio: Portfolio, until: int, rng: Random, most: int = 500) -> Iterator[Schedule]:
    """Plans on the grid whose work lies between the status date and `until`, good ones and bad ones.

    Every alternative, everybody with the skill, every start, as long as they are not more than `most`; else so many of
    them by chance. Parts last as long as their people need. A wait that has to begin as soon as it may mostly does, and
    now and then does not. Rules that do not look at single tasks (links, pools, pins, budgets, dates) are not respected.
    """
    study = Study.reaching(portfolio, until)
    time, states = study.time, study.started
    options = {task.id: _options(portfolio, time, task, states.get(task.id), until, rng) for task in study.scope.tasks}
    names = list(options)
    if any(not found for found in options.values()):
        return
    if prod(len(found) for found in options.values()) <= most:
        chosen: Iterator[tuple[Choice, ...]] = product(*options.values())
    else:
        chosen = (tuple(rng.choice(options[name]) for name in names) for _ in range(most))
    for picks in chosen:
        choices = dict(zip(names, picks, strict=True))
        plan = _settled(portfolio, choices) if rng.random() < 0.8 else plan_of(portfolio, choices)
        if all(portfolio.grid.start_of(row.end) <= until for row in plan.tasks):
            yield plan


def _options(
    portfolio: Portfolio, time: WorkingTime, task: Task, state: Started | None, until: int, rng: Random
) -> list[Choice]:
    if state is not None and state.finished:
        return [Choice(state.alternative)]
    if state is not None:
        work = task.work[state.alternative] if task.work else NOTHING
        if work.wait is not None:
            end = time.portfolio.before(state.start) + portfolio.grid.ticks(work.wait)
            end = max(end, time.portfolio.before(portfolio.as_of_tick) + 1)
            return [Choice(state.alternative, wait=(state.start, time.portfolio.slot(end - 1) + 1))]
        return _limited(_left(portfolio, time, task, state, until), rng)
    found: list[Choice] = []
    for number, work in enumerate(task.work or (NOTHING,)):
        if work.wait is not None:
            found.extend(_waits(portfolio, time.portfolio, number, work.wait, until))
        else:
            found.extend(_limited(_fresh(portfolio, time, number, work, until), rng))
    return found


def _waits(portfolio: Portfolio, calendar: Calendar, number: int, hours: Fraction, until: int) -> Iterator[Choice]:
    length = portfolio.grid.ticks(hours)
    for slot in range(calendar.before(portfolio.as_of_tick - 4 * portfolio.grid.ticks_a_day), calendar.before(until)):
        start = calendar.slot(slot)
        if calendar.end_after(start, length) <= until:
            yield Choice(number, wait=(start, calendar.end_after(start, length)))


def _starts(portfolio: Portfolio, time: WorkingTime, person: str, until: int) -> list[int]:
    free = time.free(person)
    return [free.slot(n) for n in range(free.before(portfolio.as_of_tick), free.before(until))]


def _fresh(portfolio: Portfolio, time: WorkingTime, number: int, work: Alternative, until: int) -> Iterator[Choice]:
    teams = []
    for part in work.parts:
        able = [person.id for person in portfolio.people if has_skill(person, part)]
        teams.append([team for size in range(part.fewest, part.most + 1) for team in combinations(able, size)])
    for team in product(*teams):
        who = [(part, person) for part, people in enumerate(team) for person in people]
        for starts in product(*(_starts(portfolio, time, person, until) for _, person in who)):
            yield Choice(number, tuple(Doing(p, w, s) for (p, w), s in zip(who, starts, strict=True)))


def _left(portfolio: Portfolio, time: WorkingTime, task: Task, state: Started, until: int) -> Iterator[Choice]:
    def able(piece: Piece) -> list[str]:
        part = task.work[state.alternative].parts[piece.part]
        own = [] if piece.person is None else [piece.person]
        others = [p.id for p in portfolio.people if has_skill(p, part) and p.id not in piece.excluded]
        return own + others if piece.person is None or piece.owner else own

    for team in product(*(able(piece) for piece in state.pieces)):
        for starts in product(*(_starts(portfolio, time, person, until) for person in team)):
            doing = zip(state.pieces, team, starts, strict=True)
            yield Choice(state.alternative, tuple(Doing(piece.part, who, start) for piece, who, start in doing))


def _limited(choices: Iterator[Choice], rng: Random) -> list[Choice]:
    """At most so many of them, without a preference for the first."""
    found = list(islice(choices, 40 * MOST_OPTIONS))
    return rng.sample(found, MOST_OPTIONS) if len(found) > MOST_OPTIONS else found


def _settled(portfolio: Portfolio, choices: dict[str, Choice]) -> Schedule:
    """The plan in which waits without pools begin at the first moment that tries out as allowed."""
    study = Study(portfolio, portfolio.as_of_tick)
    for task in study.scope.tasks:
        choice = choices[task.id]
        if choice.wait is None or task.id in study.started:
            continue
        work = task.work[choice.alternative] if task.work else NOTHING
        plan = Reading(plan_of(portfolio, choices), portfolio)
        if not (task.uses or work.uses):
            choices[task.id] = _first_allowed(plan, task, choice, plan.grid.ticks(work.wait or Fraction(0)))
    return plan_of(portfolio, choices)


def _first_allowed(plan: Reading, task: Task, choice: Choice, length: int) -> Choice:
    calendar, today = plan.time.portfolio, plan.portfolio.as_of_tick
    release = plan.scope.release(task)
    links = [link for link in plan.scope.links if link.after == task.id]
    first = calendar.before(today) if release is None and not links else 0
    for number in range(first, calendar.total - length):
        start = calendar.slot(number)
        end = calendar.end_after(start, length)
        if release is not None and start < release:
            continue
        if all(
            holds(plan, plan.spans[link.before][link.type[0] == "F"], start if link.type[1] == "S" else end, link)
            for link in links
        ):
            if start < today:
                end = max(end, calendar.slot(calendar.before(today)) + 1)
            return Choice(choice.alternative, wait=(start, end))
    return choice
