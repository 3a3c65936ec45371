"""A core in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from ipmplan.core.calendar import Moment
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import on
from ipmplan.core.work import Part
from ipmplan.models.conflict.core import Core
from ipmplan.models.conflict.facts import Fact
from ipmplan.study.holds import active
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.budgets import Costs, budget_facts
from ipmplan.validation.impossible.words import asked, away, hours, some

FEW = 2
EMPTY: Mapping[str, Decimal] = MappingProxyType({})
MOST_SENTENCES = 14


def sentences(portfolio: Portfolio, core: Core, least: Mapping[str, Decimal] = EMPTY) -> tuple[str, ...]:
    """Say what cannot hold together, one sentence a fact.

    Parameters
    ----------
    portfolio
        The whole portfolio, every fact in it.
    core
        What cannot hold together.
    least
        What a project costs at least, where the solver has proved more than its cheapest people would.
    """
    bounds = Bounds(portfolio)
    told: list[str] = []
    for fact in core.demands:
        told += _demand(bounds, fact, least.get(fact.id))
    told += _to_do(bounds, [fact.id for fact in core.demands if fact.kind == "task"])
    dates = [fact.id for fact in core.demands if fact.kind == "date"]
    if dates:
        told += _work(bounds, dates, core)
    for fact in core.conditions:
        told += _condition(bounds, fact, core)
    found = list(dict.fromkeys(told))
    if len(found) > MOST_SENTENCES:
        found[MOST_SENTENCES:] = [f"and {len(found) - MOST_SENTENCES} more facts that were not told apart in time"]
    return tuple(found)


def restrictions(portfolio: Portfolio, core: Core) -> tuple[str, ...]:
    """Say which pins, teams and pools a core holds."""
    bounds = Bounds(portfolio)
    chosen = [fact for fact in core.conditions if fact.kind in {"pin", "team", "pool"}]
    return tuple(text for fact in chosen for text in _condition(bounds, fact, core))


def _demand(bounds: Bounds, fact: Fact, least: Decimal | None) -> Iterator[str]:
    portfolio = bounds.portfolio
    if fact.kind == "date":
        due = portfolio.milestone[fact.id].due
        assert due is not None
        yield f"{fact.id} is due {on(due)}, firm"
    elif fact.kind == "budget":
        yield from budget_facts(Costs(bounds), fact.id, least)
    elif fact.kind == "consumable":
        users = [t.id for t in bounds.open_tasks if fact.id in _pools(portfolio, t.id)]
        yield f"{fact.id} has {portfolio.pool[fact.id].capacity} in all, for {some(users)}"
    elif fact.kind == "pin":
        yield _pin(bounds, fact)
    elif fact.kind == "hold":
        yield _hold(bounds, fact)


def _to_do(bounds: Bounds, tasks: list[str]) -> Iterator[str]:
    """The work of tasks for which there is no time, and who alone can do it until when."""
    portfolio = bounds.portfolio
    amounts: dict[str, Fraction] = {}
    people: dict[str, set[str]] = {}
    for name in tasks:
        least = min(bounds.least_work(portfolio.task[name]), key=lambda way: sum(need.hours for need in way))
        for need in least:
            if need.hours:
                skill = asked(need.part)
                amounts[skill] = amounts.get(skill, Fraction(0)) + need.hours
                people.setdefault(skill, set()).update(need.people)
    if amounts:
        needed = [f"{hours(amount)} of {skill}" for skill, amount in sorted(amounts.items(), key=lambda x: -x[1])]
        yield f"{some(tasks)} {'needs' if len(tasks) == 1 else 'need'} {some(needed)}"
    for skill, names in sorted(people.items()):
        known = [person for person in portfolio.person if person in names]
        left = [_until(bounds, person) for person in known]
        if any(left):
            shown = [f"{person}{end}" for person, end in zip(known, left, strict=True)]
            yield f"only {some(shown)} can do the {skill} work"


def _until(bounds: Bounds, person: str) -> str:
    """How much time somebody who leaves still has; empty for those who stay."""
    leaves = bounds.portfolio.person[person].leaves
    if leaves is None:
        return ""
    end = max(bounds.today, bounds.portfolio.grid.end_of(leaves))
    free = bounds.time.free(person).count(bounds.today, end) * bounds.portfolio.grid.hours
    return f" ({hours(free)} until {on(leaves)})"


def _work(bounds: Bounds, dates: list[str], core: Core) -> Iterator[str]:
    """The hours of each skill that have to be done before the dates, and who alone can do them."""
    portfolio = bounds.portfolio
    dues = [due for due in bounds.scope.dues if due.kind == "milestone" and due.id in dates]
    end = max(due.end or 0 for due in dues)
    amounts: dict[str, Fraction] = {}
    people: dict[str, set[str]] = {}
    for name in bounds.before(task for due in dues for task in due.tasks):
        task = portfolio.task[name]
        least = min(bounds.least_work(task), key=lambda way: sum(need.hours for need in way))
        for need in least:
            if need.hours:
                skill = asked(need.part)
                amounts[skill] = amounts.get(skill, Fraction(0)) + need.hours
                people.setdefault(skill, set()).update(need.people)
    if amounts:
        whose = "its tasks and those before them need" if len(dates) == 1 else "their tasks and those before them need"
        needed = [f"{hours(amount)} of {skill}" for skill, amount in sorted(amounts.items(), key=lambda x: -x[1])]
        yield f"{whose} {some(needed)}"
    leave = {fact.id for fact in core.conditions if fact.kind in {"away", "leaves"}}
    for skill, names in sorted(people.items()):
        known = [person for person in portfolio.person if person in names]
        if len(known) <= FEW:
            free = sum(bounds.time.free(p).count(bounds.today, end) for p in known) * portfolio.grid.hours
            yield f"only {some(known)} can do the {skill} work, with {hours(Fraction(free))} free until then"
            yield from (
                words
                for person in known
                if person not in leave and (words := away(portfolio, person, bounds.today, end))
            )


def _condition(bounds: Bounds, fact: Fact, core: Core) -> Iterator[str]:
    portfolio = bounds.portfolio
    if fact.kind == "pin":
        yield _pin(bounds, fact)
    elif fact.kind == "team":
        yield f"only {some(portfolio.project[fact.id].team)} may work on {fact.id} (its team)"
    elif fact.kind == "pool":
        users = [t.id for t in bounds.open_tasks if t.id in core.tasks and fact.id in _pools(portfolio, t.id)]
        yield f"{fact.id} has {portfolio.pool[fact.id].capacity} at a time, for {some(users)}"
    elif fact.kind == "leaves":
        leaves = portfolio.person[fact.id].leaves
        yield f"{fact.id} leaves on {on(leaves)}" if leaves is not None else ""
    elif fact.kind == "away":
        end = max([bounds.today, *(d.end or 0 for d in bounds.scope.dues if Fact("date", d.id) in core.demands)])
        if fact.id == EVERYBODY:
            yield "there are days on which everybody is away"
        else:
            yield away(portfolio, fact.id, bounds.today, end if end > bounds.today else bounds.never) or (
                f"{fact.id} is away"
            )
    elif fact.kind == "handovers":
        yield 'begun work is never handed over (handovers = "never")'
    elif fact.kind == "release":
        yield _release(bounds, fact.id)
    elif fact.kind == "hold":
        yield _hold(bounds, fact)


def _hold(bounds: Bounds, fact: Fact) -> str:
    row = active(bounds.portfolio)[fact.id]
    people = f" with {some(row.people)}" if row.people else ""
    start = f" at its start on {on(row.start)}" if row.start is not None else ""
    why = f": {row.reason}" if row.reason else ""
    return f"{fact.id} is held{people}{start}{why}"


def _release(bounds: Bounds, name: str) -> str:
    task = bounds.portfolio.task[name]
    moments: list[tuple[int, str]] = []
    grid = bounds.portfolio.grid

    def shown(moment: Moment) -> str:
        return f"{name} does not start before {on(moment)}"

    if task.not_before is not None:
        moments.append((grid.start_of(task.not_before), shown(task.not_before)))
    for decision in bounds.scope.decisions.get(name, ()):
        answer = bounds.scope.answer(decision)
        day = grid.moment(answer)
        moments.append((answer, f"{shown(day if day.hour else day.date())} (decision {decision.id} is open)"))
    return max(moments)[1]


def _pin(bounds: Bounds, fact: Fact) -> str:
    pin = bounds.portfolio.task[fact.id].people[fact.number]
    if pin.kind == "same":
        return f"{fact.id} is for the people of {pin.task}{_recorded(bounds, pin.task)} (same {pin.task})"
    if pin.kind == "other":
        return f"{fact.id} is for nobody of {pin.task}{_recorded(bounds, pin.task)} (other {pin.task})"
    if pin.kind == "not":
        return f"{fact.id} is not for {some(pin.people)}"
    skill = f" for {pin.skill}" if pin.kind == "skill" else ""
    return f"{fact.id} is only for {some(pin.people)}{skill}"


def _recorded(bounds: Bounds, name: str) -> str:
    """Who is recorded on a task, behind a comma; empty when nobody is."""
    people = list(dict.fromkeys(row.person for row in bounds.study.sheet.logged(name) if row.person))
    return f", {some(people)}" if people else ""


def _pools(portfolio: Portfolio, name: str) -> set[str]:
    task = portfolio.task[name]
    return {use.pool for use in (*task.uses, *(use for way in task.work for use in way.uses))}


def skills_of(bounds: Bounds, tasks: frozenset[str]) -> list[Part]:
    """One part of each skill and level that open tasks ask for, most hours first."""
    amounts: dict[tuple[str, int], Fraction] = {}
    parts: dict[tuple[str, int], Part] = {}
    for task in bounds.open_tasks:
        if task.id in tasks:
            for way in bounds.least_work(task):
                for need in way:
                    key = (need.part.skill or "", need.part.level)
                    amounts[key] = amounts.get(key, Fraction(0)) + need.hours
                    parts.setdefault(key, need.part)
    return [parts[key] for key in sorted(amounts, key=lambda key: (-amounts[key], key))]
