"""What a manager should keep an eye on: late answers, wishes without a task, waits that are over, estimates that have changed.

There can be many of these, and most are old: those that the last plan did not tell come first, ten at most are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from ipmplan.core.plan import Assignment
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.words import on, quoted
from ipmplan.errors import Issue
from ipmplan.study.over import waits_over
from ipmplan.study.pieces import efficiency
from ipmplan.study.scope import Scope, is_overdue
from ipmplan.study.study import Study
from ipmplan.study.timesheet import timesheet
from ipmplan.validation.names import place
from ipmplan.validation.timesheets import finished_tasks

RULE = "watch"
MOST_TOLD = 10
MOST_NAMED = 4
WHOLE = 100
INSTANT = timedelta(microseconds=1)


def watched(portfolio: Portfolio) -> Iterator[Issue]:
    """Yield warnings about decisions, requirements and estimates, each with the rule ``watch``."""
    scope = Scope(portfolio)
    yield from _decisions(portfolio, scope)
    yield from _requirements(portfolio, scope)
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    yield from to_confirm(study)
    yield from used_up(study)
    yield from estimates(portfolio)


def shortlist(issues: Iterable[Issue], told: Iterable[str] = ()) -> list[Issue]:
    """Pick what is told of the watched issues: new ones first, ten at most; a note counts the rest.

    Parameters
    ----------
    issues
        All that is watched.
    told
        What the last plan had to say.

    Examples
    --------
    >>> found = [Issue(f"decision D{n} is late; T{n} waits", rule=RULE, severity="warning") for n in range(12)]
    >>> few = shortlist(found, ["decision D0 is late; T0 waits"])
    >>> len(few), few[0].message, few[-1].message
    (11, 'decision D1 is late; T1 waits', 'and 2 more answers, requirements and estimates to look at')
    """
    before = {key(text) for text in told}
    watching = [issue for issue in issues if issue.rule == RULE]
    order = sorted(watching, key=lambda issue: key(issue.message) in before)
    left = len(order) - MOST_TOLD
    more = Issue(f"and {left} more answers, requirements and estimates to look at", severity="note", rule=RULE)
    return [*order[:MOST_TOLD], *([more] if left > 0 else [])]


def key(message: str) -> str:
    """The part of a sentence by which it is known again; what follows a semicolon changes from day to day."""
    return message.partition(";")[0]


def _decisions(portfolio: Portfolio, scope: Scope) -> Iterator[Issue]:
    begun = timesheet(portfolio).rows
    for decision in portfolio.decisions:
        project = portfolio.project.get(decision.project)
        if decision.answered_on is not None or (project is not None and project not in scope.projects):
            continue
        if decision.expected is not None and not is_overdue(portfolio, decision):
            continue
        late = f"was expected on {on(decision.expected)}" if decision.expected is not None else "has no expected date"
        waiting = [name for name in decision.tasks if name in scope.ids and name not in begun]
        answer = portfolio.grid.moment(scope.answer(decision))
        message = f"decision {decision.id} is open and {late}"
        if waiting:
            message += f"; {_some(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for the answer, taken as given by {on(answer)}"
        yield Issue(message, place(decision), "Maybe write `answered_on`, or a new `expected`?", "warning", RULE)


def _requirements(portfolio: Portfolio, scope: Scope) -> Iterator[Issue]:
    finished = finished_tasks(portfolio)
    for one in portfolio.requirements:
        project = portfolio.project.get(one.project)
        if one.accepted_on is not None or (project is not None and project not in scope.projects):
            continue
        said = f" ({quoted(one.statement)})" if one.statement else ""
        open_tasks = [name for name in one.tasks if name in scope.ids and name not in finished]
        if not open_tasks and any(name in finished for name in one.tasks):
            hint = f"Maybe ask, and then `ipmplan accept {one.id}`?"
            yield Issue(f"requirement {one.id}{said} is done, but not accepted", place(one), hint, "warning", RULE)
            continue
        if not one.tasks:
            message = f"requirement {one.id}{said} has no task"
        elif not any(name in scope.ids for name in one.tasks):
            message = f"requirement {one.id}{said} has no task that is planned"
        else:
            continue
        yield Issue(message, place(one), "Maybe name the tasks that deliver it?", "warning", RULE)


def to_confirm(study: Study) -> Iterator[Issue]:
    """Find waits whose time is over, as far as facts say, and of which nobody has said that they ended."""
    portfolio = study.portfolio
    if all(way.wait is None for task in portfolio.tasks for way in task.work):
        return
    for row in waits_over(study):
        day = (portfolio.grid.moment(row.end) - INSTANT).date()
        message = (
            f"{row.task}: its time was over on {on(day)}, to be confirmed; planned: until it is, one more grid step"
        )
        hint = f"Maybe `ipmplan progress {row.task} --done --on {day}`?"
        yield Issue(message, place(portfolio.task[row.task]), hint, "warning", RULE)


def used_up(study: Study) -> Iterator[Issue]:
    """Find tasks in progress whose estimate is used up, and of which nobody has said what remains."""
    portfolio = study.portfolio
    if not portfolio.progress:
        return
    for name, state in study.started.items():
        if state.used_up:
            logged = float(sum((row.hours for row in study.sheet.rows[name]), Fraction(0)))
            message = (
                f"{name}: its estimate is used up ({logged:g} h logged), but it is not finished; planned: one grid step"
            )
            hint = f"Maybe `ipmplan progress {name} --remaining H`, or `--done`?"
            yield Issue(message, place(portfolio.task[name]), hint, "warning", RULE)


def estimates(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks whose work is another one than in the newest approved plan."""
    if portfolio.baseline is None:
        return
    scope = Scope(portfolio)
    rows: dict[str, list[Assignment]] = {}
    for row in portfolio.baseline.assignments:
        rows.setdefault(row.task, []).append(row)
    alternatives = {row.id: row.alternative for row in portfolio.baseline.tasks}
    begun, finished = timesheet(portfolio).rows, finished_tasks(portfolio)
    for task in scope.tasks:
        approved = rows.get(task.id, [])
        if not approved or task.id in finished or any(row.kind != "planned" for row in approved):
            continue
        now = _hours_now(portfolio, task, alternatives.get(task.id, 0), approved)
        was = sum(row.hours for row in approved)
        if now is None or abs(float(now) - was) < float(portfolio.grid.hours) / 2:
            continue
        message = f"task {task.id}: approved {was:g} h, now {float(now):g} h; planned: "
        if task.id in begun:
            message += "what is left of the approved hours, or what `remaining` says"
            hint = "Maybe write `remaining` into progress, for what is really left?"
        else:
            message += f"{float(now):g} h"
            hint = "Maybe tell who was promised the other figure?"
        yield Issue(message, place(task), hint, "warning", RULE)


def _hours_now(portfolio: Portfolio, task: Task, number: int, approved: Sequence[Assignment]) -> Fraction | None:
    """Hours that those who were approved would need for the work as it is now; None when they do not fit it."""
    if number >= len(task.work):
        return None
    total = Fraction(0)
    parts = task.work[number].parts
    for row in approved:
        if row.part >= len(parts) or row.person not in portfolio.person:
            return None
        part = parts[row.part]
        count = sum(other.part == row.part for other in approved)
        quick = efficiency(portfolio, part, row.person)
        if quick <= 0:
            return None
        share = Fraction(part.share, WHOLE)
        total += portfolio.grid.ticks(part.hours / count / quick / share) * portfolio.grid.hours * share
    return total


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else "")
