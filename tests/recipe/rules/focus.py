"""Nobody works on more than three projects in one week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.jobs import Job
    from ipmplan.models.cpsat.variables import Expr

RULE = "focus"
MOST = 3


def check(plan: Reading) -> Iterator[Issue]:
    """Yield people with planned work on more projects in a week, from Monday to Sunday, than are allowed."""
    for person, stints in plan.by_person.items():
        weeks: dict[str, set[str]] = {}
        for stint in stints:
            project = plan.task(stint.row.task).project
            day, last = plan.grid.moment(stint.start).date(), plan.grid.moment(stint.end - 1).date()
            day -= timedelta(days=day.weekday())
            while project and day <= last:
                weeks.setdefault(day.isoformat(), set()).add(project)
                day += timedelta(days=7)
        for monday, projects in sorted(weeks.items()):
            if len(projects) > MOST:
                message = f"works on {len(projects)} projects in the week of {monday}: {', '.join(sorted(projects))}"
                yield Issue(message, person, "Maybe move some of it to another week?", rule=RULE)


def post(draft: Draft) -> None:
    """Nobody is in too many projects in any week; what a constructed plan breaks has slack while it is repaired."""
    weeks = _weeks(draft)
    for person, jobs in sorted(draft.jobs_by_person.items()):
        free: dict[int, list[Job]] = {}
        for job in jobs:
            free.setdefault(draft.instance.tasks[job.task].project, []).append(job)
        for first, end in weeks:
            fixed = _fixed(draft, person, first, end)
            inside: list[Expr] = [
                _in_week(draft, jobs, first, end)
                for project, jobs in sorted(free.items())
                if project >= 0 and project not in fixed
            ]
            if len(fixed) + len(inside) <= MOST or not inside:
                continue
            over: Expr = 0
            if draft.repair:
                over = draft.slack(max(0, len(fixed) + sum(map(draft.hinted, inside)) - MOST), 1)
            draft.model.add(len(fixed) + sum(inside) <= max(MOST, len(fixed)) + over)


def _weeks(draft: Draft) -> list[tuple[int, int]]:
    """First slot of each week of the grid, and the one behind its last."""
    grid, ticks = draft.instance.portfolio.grid, draft.instance.ticks[: draft.instance.length]
    firsts: list[int] = []
    known = None
    for slot, tick in enumerate(ticks.tolist()):
        week = grid.moment(tick).isocalendar()[:2]
        if week != known:
            firsts.append(slot)
            known = week
    return list(zip(firsts, [*firsts[1:], draft.instance.length], strict=True))


def _fixed(draft: Draft, person: int, first: int, end: int) -> set[int]:
    """Projects in which somebody works in a week whatever the solver does."""
    found = set()
    for task, choice in enumerate(draft.hint.choices):
        if task not in draft.is_free and any(
            w.person == person and w.start < end and w.end > first for w in choice.work
        ):
            found.add(draft.instance.tasks[task].project)
    return found - {-1}


def _in_week(draft: Draft, jobs: Sequence[Job], first: int, end: int) -> Expr:
    """A literal that is true as soon as one of these jobs is done in a week."""
    possible = [job for job in jobs if draft.window(job.task).start < end and draft.window(job.task).end > first]
    if not possible:
        return 0
    hinted = draft.hinted
    literal = draft.bool_var(
        any(hinted(job.does) and hinted(job.start) < end and hinted(job.end) > first for job in possible)
    )
    for job in possible:
        begins_later, has_ended = draft.at_least(job.start, end), ~draft.at_least(job.end, first + 1)
        draft.model.add_bool_or([literal, ~job.does, begins_later, has_ended])
    return literal
