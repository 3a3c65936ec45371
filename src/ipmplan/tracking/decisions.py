"""Open questions: by when their answers are needed, and what a week's delay would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Decision
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.network import PlanNetwork, plan_network
from ipmplan.study.reading import Reading
from ipmplan.study.scope import is_overdue
from ipmplan.tracking.delays import Delays
from ipmplan.tracking.moved import Moved

if TYPE_CHECKING:
    pass

DELAY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Question:
    """An open decision against a plan.

    Parameters
    ----------
    decision
        As it stands in the table.
    taken
        When the plan takes it for answered: at the start of the day on which it is expected or, when it is overdue or has
        no date, `open_answer` after the status date.
    overdue
        Whether it was expected before the status date.
    waiting
        Ids of its tasks that are planned and have not begun, in the order of their starts.
    needed_by
        Answer needed by: the last day on the morning of which an answer moves no dated milestone; None when no dated
        milestone waits for it.
    delay
        Dated milestones that move when the answer comes a week later than the plan takes it, the latest first.
    resolved
        Whether `delay` comes from planning again, and not from the plan's network with the order of all work kept.
    impossible
        Whether planning again found that no plan exists then.
    """

    decision: Decision
    taken: datetime
    overdue: bool
    waiting: tuple[str, ...]
    needed_by: date | None
    delay: tuple[Moved, ...] = ()
    resolved: bool = False
    impossible: bool = False

    @property
    def late_hours(self) -> float:
        """Hours of lateness that the week would bring, over all dated milestones, unweighted."""
        return sum(one.late_hours for one in self.delay)


def decisions(schedule: Schedule, portfolio: Portfolio) -> tuple[Question, ...]:
    """Open questions of a plan, those that are needed first on top.

    Parameters
    ----------
    schedule
        Any plan.
    portfolio
        What it was made from.

    Notes
    -----
    Read from the plan's own network: the tasks that wait begin when the answer is there, everything else as planned or, where
    links, people or pools make it, later. Planning again may find better; see `tracking.resolve`.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("N", date(2026, 1, 5), decisions=(Decision("D1", "", "Which fonts?", expected=date(2026, 1, 7)),))
    >>> [(one.taken.day, one.needed_by) for one in decisions(Schedule("N", date(2026, 1, 5), "feasible"), studio)]
    [(7, None)]
    """
    plan = Reading(schedule, portfolio)
    return questions(plan, plan_network(plan))


def questions(plan: Reading, network: PlanNetwork) -> tuple[Question, ...]:
    """Open questions of a plan that was read, with its network; see `decisions`."""
    projects = {project.id for project in plan.scope.projects} | {""}
    asked = [one for one in plan.portfolio.decisions if one.answered_on is None and one.project in projects]
    if not asked:
        return ()
    late = Delays(plan, network)
    found = []
    for one in asked:
        answer = plan.scope.answer(one)
        waiting = sorted(
            (name for name in one.tasks if name in plan.spans and plan.is_fresh(name)),
            key=lambda name: plan.spans[name],
        )
        groups = [group for name in waiting for group in network.groups_of_task[network.row[name]]]
        found.append(
            Question(
                decision=one,
                taken=plan.grid.moment(answer),
                overdue=is_overdue(plan.portfolio, one),
                waiting=tuple(waiting),
                needed_by=late.needed_by(groups, answer) if groups else None,
                delay=late.delay(groups, plan.grid.start_of(plan.grid.moment(answer) + DELAY)) if groups else (),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.needed_by or date.max, one.taken, one.decision.id)))


def find(questions_: tuple[Question, ...], name: str) -> Question:
    """The question with an id.

    Raises
    ------
    InputError
        When no open one has it, with the nearest.
    """
    found = {one.decision.id: one for one in questions_}
    if name not in found:
        hint = did_you_mean(name, found)
        raise InputError(Issue(f"there is no open decision {quoted(name)}", "decisions", hint))
    return found[name]
