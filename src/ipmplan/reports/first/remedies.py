"""What would help against a late date or a budget that is over, as far as it shows without planning again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ipmplan.core.plan import Assignment
from ipmplan.explaining.why import Step
from ipmplan.reports import words
from ipmplan.reports.dues import DueState
from ipmplan.reports.scene import Scene
from ipmplan.reports.spending import BudgetState
from ipmplan.study.eligibility import candidates
from ipmplan.study.pieces import efficiency
from ipmplan.study.scope import Due

# A chain of so many steps is looked through from its end, so that large plans are shown at once.
MOST_STEPS = 12
MOST_TASKS = 2_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: a date with its state, or a budget."""

    kind: Literal["late", "over"]
    due: Due | None = None
    state: DueState | None = None
    money: BudgetState | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """A single change that would help.

    Parameters
    ----------
    text
        The change with what it brings, to be read after "Maybe".
    gain
        Working hours sooner, or money less.
    enough
        Whether it alone does.
    """

    text: str
    gain: float
    enough: bool = False


Remedies = Callable[[Scene, Trouble], Sequence[Remedy]]


def known_remedies(scene: Scene, trouble: Trouble) -> list[Remedy]:
    """Single changes, the best first; the last one gives the date or the budget up.

    What a change brings is read from the plan's own network, order and other people kept (a lower end of what planning
    again can bring, and for people the upper end of what these changes alone do); whoever is named has the skill and
    enough time until then.
    """
    if trouble.money is not None:
        return _cheaper(scene, trouble.money)
    if trouble.due is None or trouble.state is None or trouble.state.finish is None:
        return []
    due, state, finish = trouble.due, trouble.state, trouble.state.finish
    found = list(_sooner(scene, due)) if len(scene.schedule.tasks) <= MOST_TASKS else []
    late = state.over_hours if state.status == "late" else state.late_hours
    helpful = [_remedy(scene, text, gain, late) for text, gain in found if gain > 0]
    last = words.day(words.last_day(finish), scene.year)
    give_up = Remedy(f"agree on {last} instead of {words.day(state.due, scene.year)}", 0.0, enough=True)
    return [*sorted(helpful, key=lambda one: -min(one.gain, late)), give_up]


def _remedy(scene: Scene, text: str, gain: float, late: float) -> Remedy:
    enough = gain >= late - 1e-6
    result = "in time" if enough else f"up to {words.late(gain, scene.hours_a_day)} sooner"
    return Remedy(f"{text}: {result}", gain, enough)


def _sooner(scene: Scene, due: Due) -> Iterator[tuple[str, float]]:
    """Changes along the chain that ends at a date, with the portfolio hours that it is reached sooner."""
    from ipmplan.network import WhatIf

    ends = [(scene.task[name].end, name) for name in due.tasks if name in scene.network.row]
    if not ends:
        return
    steps = scene.chains.to_end(max(ends)[1])[-MOST_STEPS:]
    what_if = WhatIf(scene.network, due.tasks)

    def hours(ticks: int) -> float:
        calendar = scene.time.portfolio
        return scene.portfolio.grid.to_hours(calendar.count(scene.known(what_if.end - ticks), scene.known(what_if.end)))

    held: set[tuple[str, str]] = set()
    for place, step in enumerate(steps):
        tie = step.ties[0].bound if step.ties else None
        name = scene.work_name(step.task)
        if tie is not None and tie.kind == "decision":
            at = _release(scene, step.task, tie.about)
            yield f"an answer to {tie.about} today", hours(what_if.with_fact_at(step.task, at))
        if tie is not None and tie.kind == "not_before":
            date = words.day(scene.portfolio.task[step.task].not_before, scene.year)
            at = _release(scene, step.task, "")
            yield f"{name} may begin before {date}", hours(what_if.with_fact_at(step.task, at))
        if tie is not None and tie.kind == "pool":
            pool = scene.portfolio.pool[tie.about]
            gain = hours(what_if.without_pool(step.task, tie.about))
            yield f"one more of {pool.name or pool.id} for {name}", gain
        if tie is not None and tie.kind == "person":
            held |= {(step.task, tie.person), (tie.after, tie.person)}
        follower = steps[place + 1].ties[0].bound if place + 1 < len(steps) else None
        if follower is not None and follower.kind == "person" and follower.after == step.task:
            held.add((step.task, follower.person))
    yield from _handed(scene, due, steps, hours)
    for task, person in sorted(held):
        other = _substitute(scene, task, person)
        if other:
            text = f"{scene.person_name(other)} does {scene.work_name(task)} instead of {scene.person_name(person)}"
            yield text, hours(what_if.without_person(task, person))


def _handed(
    scene: Scene, due: Due, steps: Sequence[Step], hours: Callable[[int], float]
) -> Iterator[tuple[str, float]]:
    """Begun work whose people are away, and which may not be handed over: what it brings when somebody free goes on with it at once."""
    from ipmplan.explaining.why.causes import Removals, causes

    if scene.portfolio.calendar.handovers != "never":
        return
    price = float(scene.portfolio.calendar.handover)
    removals = Removals(scene.reading, scene.network)
    for step in steps:
        if not scene.reading.is_open(step.task):
            continue
        for reason in causes(scene.reading, step):
            if reason.absence is not None:
                gain = removals.end(due.tasks) - removals.end(due.tasks, reason)
                text = f"hand {scene.work_name(step.task)} over, which `handovers` forbids"
                yield text, max(0.0, hours(gain) - price)


def _release(scene: Scene, task: str, answered: str) -> int:
    """Tick from which facts let a task begin once a decision is answered; none named = once `not_before` is gone."""
    known, scope = scene.portfolio.task[task], scene.reading.scope
    ticks = [scope.answer(one) for one in scope.decisions.get(task, ()) if one.id != answered]
    if answered and known.not_before is not None:
        ticks.append(scene.portfolio.grid.start_of(known.not_before))
    return max([scene.portfolio.as_of_tick, *ticks])


def _substitute(scene: Scene, task: str, person: str) -> str:
    """Who else can do somebody's part of a task, and has the most time until its end; empty when nobody has enough."""
    if task not in scene.reading.rows or not scene.reading.is_fresh(task):
        return ""
    known = scene.portfolio.task[task]
    rows = [row for row in scene.by_task.get(task, ()) if row.kind == "planned"]
    mine = next((row for row in rows if row.person == person), None)
    parts = scene.reading.alternative(task).parts
    if mine is None or mine.part >= len(parts):
        return ""
    busy = {row.person for row in rows}
    able = [name for name in candidates(scene.portfolio, known, parts[mine.part]) if name not in busy]
    free = {name: _free(scene, name, mine) for name in able}
    enough = [name for name in able if free[name] >= mine.hours / mine.share]
    return max(enough, key=lambda name: free[name], default="")


def _free(scene: Scene, person: str, row: Assignment) -> float:
    """Hours that nothing fills for a person from the status date to the end of a row."""
    grid = scene.portfolio.grid
    start, end = scene.portfolio.as_of_tick, grid.end_of(row.end)
    taken = sum(
        scene.hours_between(other, start, end) for other in scene.by_person.get(person, ()) if other.kind == "planned"
    )
    return grid.to_hours(scene.time.free(person).count(start, scene.known(end))) - taken


def _cheaper(scene: Scene, money: BudgetState) -> list[Remedy]:
    """The work that somebody cheaper does with the largest saving; then the amount that is missing."""
    give_up = Remedy(f"agree on {words.money(money.over, scene.currency)} more", 0.0, enough=True)
    savings = sorted(_savings(scene, money.id), key=lambda one: (-min(one[0], money.over), one[1].task, one[2]))
    for saved, row, name, hours in savings:
        if _free(scene, name, row) >= hours / row.share:
            text = f"{scene.person_name(name)} does {scene.work_name(row.task)} instead of "
            text += f"{scene.person_name(row.person)}: {words.money(saved, scene.currency)} less"
            return [Remedy(text, float(saved), saved >= money.over), give_up]
    return [give_up]


def _savings(scene: Scene, project: str) -> Iterator[tuple[Decimal, Assignment, str, float]]:
    """What it saves when somebody else does a row of a project's fresh work, with the hours that they need for it."""
    for row in scene.schedule.assignments:
        known = scene.portfolio.task.get(row.task)
        if row.kind != "planned" or known is None or known.project != project or known.id not in scene.reading.rows:
            continue
        parts = scene.reading.alternative(row.task).parts
        if row.part >= len(parts) or row.person not in scene.portfolio.person or not scene.reading.is_fresh(row.task):
            continue
        part, busy = parts[row.part], {other.person for other in scene.by_task[row.task]}
        day = words.day_of(row.start)
        worth = Decimal(str(row.hours)) * scene.study.card(row.person).on(day)
        for name in candidates(scene.portfolio, known, part):
            slower = efficiency(scene.portfolio, part, row.person) / efficiency(scene.portfolio, part, name)
            hours = Decimal(str(row.hours)) * slower.numerator / slower.denominator
            saved = worth - hours * scene.study.card(name).on(day)
            if name not in busy and saved > 0:
                yield saved, row, name, float(hours)
