"""Firm dates that cannot be met: by the chain of tasks before them, or by the hours of those who can do the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ipmplan.core.portfolio import Milestone, Task
from ipmplan.core.words import clock, on
from ipmplan.study.scope import Due
from ipmplan.validation.impossible.bounds import Bounds, LeastWork
from ipmplan.validation.impossible.finding import Finding
from ipmplan.validation.impossible.words import asked, away, hours, some
from ipmplan.validation.names import place

HINT = "Maybe a later date? `ipmplan plan` tells what would help."
MOST_GROUPS = 24


def too_early(bounds: Bounds) -> Iterator[Finding]:
    """Find firm dates that no plan can meet, each alone or several together."""
    firm = [due for due in bounds.scope.dues if due.firm and due.end is not None]
    firm = [due for due in firm if not bounds.study.is_broken(due)]
    if not firm or not bounds.earliest:
        return
    fine: list[Due] = []
    for due in sorted(firm, key=lambda due: (due.end or 0, due.id)):
        found = _chain(bounds, due) or _hours(bounds, [due])
        if found is None:
            fine.append(due)
        else:
            yield found
    for number in range(2, len(fine) + 1):
        found = _hours(bounds, fine[:number])
        if found is not None:
            yield _hours(bounds, _thinned(bounds, fine[:number])) or found
            return


def _thinned(bounds: Bounds, dues: Sequence[Due]) -> list[Due]:
    left = list(dues)
    for due in dues:
        rest = [other for other in left if other is not due]
        if rest and _hours(bounds, rest) is not None:
            left = rest
    return left


def due_words(due: Due) -> str:
    """Say that a milestone is due, firm."""
    assert due.due is not None
    return f"{due.id} is due {on(due.due)}, firm"


def _where(bounds: Bounds, due: Due) -> str:
    row: Milestone = bounds.portfolio.milestone[due.id]
    return place(row)


def _chain(bounds: Bounds, due: Due) -> Finding | None:
    """The chain of tasks that ends too late even when everybody has nothing else to do."""
    assert due.end is not None
    ends = {name: bounds.earliest[name].end for name in due.tasks}
    last = max(due.tasks, key=lambda name: ends[name], default=None)
    if last is None or ends[last] <= due.end:
        return None
    chain = [last]
    while bounds.earliest[chain[-1]].after:
        chain.append(bounds.earliest[chain[-1]].after)
    chain = [name for name in reversed(chain) if bounds.earliest[name].end > bounds.today]
    if ends[last] < bounds.never:
        when = f"cannot end before {clock(bounds.portfolio.grid.moment(ends[last]))}"
    else:
        when = "cannot end at all within two years"
    told = some(chain) if len(chain) == 1 else f"{some(chain)}, one after the other,"
    facts = [due_words(due), f"{told} {when} even with the fastest people and nothing else to do"]
    facts += _held(bounds, chain[0])
    for name in chain:
        facts += _scarce(bounds, bounds.portfolio.task[name], due.end, facts)
    return Finding("date", (due.id,), tuple(facts), _where(bounds, due), HINT)


def _held(bounds: Bounds, name: str) -> Iterator[str]:
    """Why the first task of a chain does not begin today."""
    task = bounds.portfolio.task[name]
    if name in bounds.states:
        return
    release = bounds.scope.release(task)
    if release is not None and release > bounds.today and release == bounds.earliest[name].start:
        held = [decision.id for decision in bounds.scope.decisions.get(name, ())]
        why = f" (decision {some(held)})" if held else ""
        moment = bounds.portfolio.grid.moment(release)
        day = on(moment.date()) if not moment.hour and not moment.minute else on(moment)
        yield f"{name} does not start before {day}{why}"


def _scarce(bounds: Bounds, task: Task, end: int, told: Iterable[str]) -> Iterator[str]:
    """Who alone may do a part of a task and is away before the date."""
    known = set(told)
    for way in bounds.least_work(task)[:1]:
        for need in way:
            if len(need.people) == 1:
                words = away(bounds.portfolio, need.people[0], bounds.today, end)
                fact = f"only {need.people[0]} can do {task.id}, and {words}"
                if words and fact not in known:
                    known.add(fact)
                    yield fact


def _hours(bounds: Bounds, dues: Sequence[Due]) -> Finding | None:
    """The people whose free hours until a date are fewer than the work that only they can do."""
    end = max(due.end or 0 for due in dues)
    tasks = [bounds.portfolio.task[name] for name in bounds.before(name for due in dues for name in due.tasks)]
    ways = [(task, bounds.least_work(task)) for task in tasks]
    for group in _groups(need.people for _, needs in ways for way in needs for need in way):
        within = set(group)
        demand: dict[str, Fraction] = {}
        start = bounds.never
        total = Fraction(0)
        for task, needs in ways:
            least = min(needs, key=lambda way: _needed(way, within))
            if needed := _needed(least, within):
                total += needed
                start = min(start, max(bounds.today, bounds.earliest[task.id].start))
                for need in least:
                    if need.hours and within.issuperset(need.people):
                        skill = asked(need.part)
                        demand[skill] = demand.get(skill, Fraction(0)) + need.hours
        if not total:
            continue
        supply = sum(bounds.time.free(p).count(min(start, end), end) for p in group) * bounds.portfolio.grid.hours
        if total > supply:
            return _too_much(bounds, dues, group, demand, supply, start, end)
    return None


def _needed(way: Sequence[LeastWork], within: set[str]) -> Fraction:
    return sum((need.hours for need in way if within.issuperset(need.people)), Fraction(0))


def _groups(people: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Distinct sets of people, small ones first, with unions of two of them and of all."""
    plain = sorted({tuple(sorted(group)) for group in people if group}, key=lambda group: (len(group), group))
    found = dict.fromkeys(plain)
    few = plain[:MOST_GROUPS]
    unions = {tuple(sorted({*a, *b})) for index, a in enumerate(few) for b in few[index + 1 :]}
    found.update(dict.fromkeys(sorted(unions, key=lambda group: (len(group), group))))
    found[tuple(sorted({person for group in plain for person in group}))] = None
    return [group for group in found if group]


def _too_much(
    bounds: Bounds,
    dues: Sequence[Due],
    group: Sequence[str],
    demand: dict[str, Fraction],
    supply: Fraction,
    start: int,
    end: int,
) -> Finding:
    skills = some([f"{hours(amount)} of {skill}" for skill, amount in sorted(demand.items())])
    whose = "its tasks and those before them need" if len(dues) == 1 else "their tasks and those before them need"
    only = f"only {some(group)} can do that and {'has' if len(group) == 1 else 'have'} {hours(supply)} free until then"
    absences = [words for person in group if (words := away(bounds.portfolio, person, start, end))]
    facts = [*(due_words(due) for due in dues), f"{whose} {skills}", only, *absences]
    return Finding("date", tuple(due.id for due in dues), tuple(facts), _where(bounds, dues[-1]), HINT)
