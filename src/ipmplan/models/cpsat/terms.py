"""What the goals' terms are made of: latest finishes, lateness, money, pairs and loads of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipmplan.instance import DueModel
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.variables import Expr, Var

RATE = 10**4
TANGENTS = (0.01, 0.03, 0.06, 0.1, 0.15, 0.22, 0.3, 0.4, 0.55, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Term:
    """What a goal minimises, with its value in the hint.

    `exact` tells whether it equals the goal's `measure`, or only leads the search towards it.
    """

    expr: Expr
    hint: int
    exact: bool = True


def weighted(draft: Draft, terms: Sequence[tuple[int, Term]]) -> Term:
    """Add terms up."""
    expr = draft.cp.LinearExpr.sum([weight * term.expr for weight, term in terms])
    return Term(expr, sum(weight * term.hint for weight, term in terms), all(term.exact for _, term in terms))


def latest(draft: Draft, tasks: Iterable[int], floor: int = 0) -> Term:
    """Portfolio slots to the last finish of some tasks, bounded from above; never less than `floor`."""
    members = list(tasks)
    inside = frozenset(members)
    fixed = [draft.passed_hint(task, end=True) for task in members if task not in draft.is_free]
    free = [task for task in members if task in draft.is_free and not followed(draft, task, inside)]
    lowest = max([floor, 0, *fixed])
    if not free:
        return Term(lowest, lowest)
    hint = max([lowest, *(draft.passed_hint(task, end=True) for task in members if task in draft.is_free)])
    if len(free) == 1 and lowest == 0:
        return Term(draft.passed(free[0], end=True), hint)
    last = draft.int_var(lowest, draft.instance.length, hint)
    for task in free:
        draft.model.add(last >= draft.passed(task, end=True))
    return Term(last, hint)


def followed(draft: Draft, task: int, among: frozenset[int]) -> bool:
    """Whether another of these tasks ends no earlier by its links."""
    return any(
        link.type[0] == "F" and link.lag >= 0 and link.after in among and link.type[1] == "S"
        for link in draft.instance.out[task]
    )


def late(draft: Draft, due: DueModel) -> Term:
    """Portfolio slots that a milestone is late, bounded from above."""
    last = latest(draft, due.tasks, max(due.done, 0))
    hint = max(0, last.hint - due.target)
    if isinstance(last.expr, int):
        return Term(hint, hint)
    lateness = draft.int_var(0, max(0, draft.instance.length - due.target), hint)
    draft.model.add(lateness >= last.expr - due.target)
    return Term(lateness, hint)


def project_cost(draft: Draft, project: int) -> Term:
    """Cents of a project."""
    expr, hint = draft.cost(project)
    return Term(expr, hint)


def over_budget(draft: Draft, project: int) -> Term:
    """Cents over a project's budget, bounded from above."""
    budget = draft.instance.projects[project].budget
    expr, cost = draft.cost(project)
    assert budget is not None
    hint = max(0, cost - budget)
    over = draft.int_var(0, max(hint * 4, 10**9), hint)
    draft.model.add(over >= expr - budget)
    return Term(over, hint)


def pairs(draft: Draft) -> Term:
    """Pairs of a person and a project at work, bounded from above."""
    tasks = draft.instance.tasks
    fixed = set() if draft.instance.held is None else set(draft.instance.held.pairs)
    now: set[tuple[int, int]] = set()
    for number, choice in enumerate(draft.hint.choices):
        for work in choice.work:
            now.add((work.person, tasks[number].project))
            if number not in draft.is_free:
                fixed.add((work.person, tasks[number].project))
    literals: dict[tuple[int, int], Var] = {}
    for number in draft.free:
        for job in draft.jobs[number]:
            pair = (job.person, tasks[number].project)
            if pair[1] < 0 or pair in fixed:
                continue
            if pair not in literals:
                literals[pair] = draft.bool_var(pair in now)
            draft.model.add_implication(job.does, literals[pair])
    certain = sum(1 for pair in fixed if pair[1] >= 0)
    hint = certain + sum(1 for pair in literals if pair in now)
    return Term(draft.cp.LinearExpr.sum(list(literals.values())) + certain, hint)


def stability(draft: Draft, moved: int, day: int, person: int) -> Term:
    """Changes against the plan before: `moved` for another start, `day` for each day to it, `person` for each person."""
    before = draft.instance.stability
    exprs: list[Expr] = []
    total = certain = before.fixed
    for task in before.tasks:
        for expr, hint in (_apart(draft, task, moved, day), _others(draft, task, person)):
            total += hint
            if expr is None:
                certain += hint
            else:
                exprs.append(expr)
    return Term(draft.cp.LinearExpr.sum(exprs) + certain, total)


def _apart(draft: Draft, task: int, moved: int, day: int) -> tuple[Expr | None, int]:
    """What another start of a task counts, and in the hint; no expression where it is certain."""
    before = draft.instance.stability
    weight, start = int(before.date_weight[task]), int(before.start[task])
    if not weight:
        return None, 0
    apart = abs(draft.passed_hint(task, end=False) - start)
    hint = weight * (apart * day + (moved * before.day if apart else 0))
    if task not in draft.is_free:
        return None, hint
    passed = draft.passed(task, end=False)
    far = draft.int_var(0, draft.instance.length + draft.instance.most_passed, apart)
    moves = draft.bool_var(apart > 0)
    draft.model.add(far >= passed - start)
    draft.model.add(far >= start - passed)
    draft.model.add(far == 0).only_enforce_if(~moves)
    return weight * day * far + weight * moved * before.day * moves, hint


def _others(draft: Draft, task: int, person: int) -> tuple[Expr | None, int]:
    """What other people at a task count, and in the hint; no expression where it is certain."""
    before = draft.instance.stability
    count, weight = int(before.count[task]), int(before.weight[task]) * person * before.day
    now = {work.person for work in draft.hint.choices[task].work}
    stayed = sum(int(before.people[task, one]) for one in now)
    changed = max(len(now) - stayed, count - stayed)
    jobs = draft.jobs[task] if task in draft.is_free else []
    if not jobs:
        return None, weight * changed
    same = draft.cp.LinearExpr.sum([job.does for job in jobs if before.people[task, job.person]])
    others = draft.cp.LinearExpr.sum([job.does for job in jobs if not before.people[task, job.person]])
    change = draft.int_var(0, max(len(jobs), count), changed)
    draft.model.add(change >= others)
    draft.model.add(change >= count - same)
    return weight * change, weight * changed


def unevenness(draft: Draft) -> Term:
    """Squared distances of utilisation from the hint's mean, from below by tangents, in `RATE` squared.

    The people's available time is taken up to the hint's last finish.
    """
    instance, hint = draft.instance, draft.hint
    last = hint.last_moment
    rates = hint.utilisation
    if not rates:
        return Term(0, 0, exact=False)
    mean = sum(rates.values()) / len(rates)
    total = 0
    terms: list[Expr] = []
    for person in sorted(instance.relevant):
        available = int(instance.peoples_time.working(person)[last])
        if not available:
            continue
        load, fixed = _load(draft, person)
        base = fixed / 100 + int(instance.peoples_time.booked(person)[last])
        step = RATE / (available * 100)
        # utilisation x RATE = step x load + base x RATE / available, with integer coefficients
        factor = 1000
        centre = round((mean - base / available) * RATE * factor)
        slope = round(step * factor)
        now = hint.loads.get(person, 0) - fixed
        distance = abs(slope * now - centre)
        away = draft.int_var(0, 10 * RATE * factor, min(distance, 10 * RATE * factor))
        draft.model.add(away >= slope * load - centre)
        draft.model.add(away >= centre - slope * load)
        unit = round(distance / factor)
        value = max([0, *(_tangent(at, unit) for at in TANGENTS)])
        square = draft.int_var(0, 10 * RATE, value)
        for at in TANGENTS:
            # square >= 2 at x - at^2, x = away / (RATE x factor), square in units of 1 / RATE
            point = round(2 * at * 100)
            draft.model.add(square * 100 * factor >= point * away - round(at * at * RATE * 100 * factor))
        terms.append(square)
        total += value
    return Term(draft.cp.LinearExpr.sum(terms), total, exact=False)


def _tangent(at: float, distance: int) -> int:
    """Value of the tangent at a point, rounded up as the model has to."""
    exact = 2 * at * distance - at * at * RATE
    return max(0, int(-(-exact // 1)) + 1)


def _load(draft: Draft, person: int) -> tuple[Expr, int]:
    """Slots times per cent of a person: the part that may change, and the part that stays."""
    jobs = draft.jobs_by_person.get(person, [])
    fixed = draft.hint.loads.get(person, 0)
    for number in draft.free:
        choice = draft.hint.choices[number]
        parts = draft.instance.tasks[number].modes[choice.mode].parts
        for work in choice.work:
            if work.person == person:
                fixed -= parts[work.part].length[person] * parts[work.part].share
    return draft.cp.LinearExpr.sum([job.length * job.share * job.does for job in jobs]), fixed
