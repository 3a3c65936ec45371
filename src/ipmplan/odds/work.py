"""What is uncertain in a plan: hours of open tasks, waits, and answers, as one set of distributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.plan import Schedule
from ipmplan.core.records import Decision
from ipmplan.forecasting.common import Common
from ipmplan.forecasting.effort import EffortForecast, Estimated, Hours
from ipmplan.forecasting.levels import LEVELS, NORMAL, Floats
from ipmplan.forecasting.prior import outlasting
from ipmplan.forecasting.remaining import InWork, Remaining
from ipmplan.odds.past import Estimates, Experience, asked_of, skill_of
from ipmplan.study.reading import Reading

WAITS = 0.5
"""Width of a wait's distribution as part of that of work; a wait is never shorter than it says."""

_TINY = 1e-3
_STEPS = 2048


@dataclass(frozen=True, eq=False)
class Uncertain:
    """What differs from run to run: first open tasks, then open decisions.

    Parameters
    ----------
    tasks
        Ids of tasks that have something left in the plan, waits included.
    decisions
        Open decisions that hold a planned task that has not begun.
    spent
        Hours recorded on each task; 0 for waits.
    to_go
        Hours that the plan has left for each task; portfolio hours for waits, days for decisions.
    waits
        Ids of those tasks in which nobody works.
    effort
        Distributions of what is really left, in the units of `to_go`; a row for each task, then for each decision.
    """

    tasks: tuple[str, ...]
    decisions: tuple[Decision, ...]
    spent: Floats
    to_go: Floats
    waits: frozenset[str]
    effort: EffortForecast

    @cached_property
    def _table(self) -> NDArray[np.float32]:
        """Factors of each row at `_STEPS` standard normal scores, shape (rows, steps): drawing looks them up."""
        scores = np.linspace(NORMAL[0], NORMAL[-1], _STEPS)
        rows = self.effort.log_ratios
        return np.exp([np.interp(scores, NORMAL, row) for row in rows]).reshape(-1, _STEPS).astype(np.float32)

    def factors(self, runs: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """Draw what is really left over what the plan says, shape (tasks + decisions, runs).

        As `EffortForecast.sample` draws, in a fifth of the time: a score is rounded to 0.0025.
        """
        common, projects = self.effort.common, self.effort.projects
        places = np.unique(projects, return_inverse=True)[1]
        shared, scores = self.scores(runs, rng)
        weight = np.where(projects < 0, 0, np.sqrt(common.share)).astype(np.float32)
        alone = np.where(projects < 0, np.sqrt(1 - common.own + common.share), np.sqrt(1 - common.own))
        scores *= alone.astype(np.float32)[:, None]
        scores += common.shift.astype(np.float32)[:, None]
        scores += weight[:, None] * shared[places.reshape(-1)]
        scores -= np.float32(NORMAL[0])
        scores *= np.float32((_STEPS - 1) / (NORMAL[-1] - NORMAL[0]))
        steps = np.clip(np.rint(scores, out=scores), 0, _STEPS - 1, out=scores).astype(np.int32)
        steps += (np.arange(len(projects), dtype=np.int32) * _STEPS)[:, None]
        return self._table.reshape(-1).take(steps)

    def scores(self, runs: int, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Draw standard normal scores of what shares luck, in the order of its numbers, and of each row alone."""
        projects = self.effort.projects
        shared = rng.standard_normal((len(np.unique(projects)), runs), np.float32)
        return shared, rng.standard_normal((len(projects), runs), np.float32)


def uncertain(plan: Reading, past: Experience, approved: Sequence[Schedule] = ()) -> Uncertain:
    """Find the distributions of everything that is open in a plan.

    Notes
    -----
    Work that has begun is conditioned on what was spent, never plan minus spent (`forecasting.remaining`). Where its people have said what
    remains, that counts half, as a new estimate. A question that has been open for some days is answered later than that. Tasks of one project share a factor in each run;
    waits and answers do not.
    """
    names = [name for name in plan.spans if _is_open(plan, name)]
    waits = [name for name in names if plan.is_wait(name)]
    work = [name for name in names if not plan.is_wait(name)]
    decisions = _decisions(plan)
    parts = [_work(plan, past, Estimates(plan.study, approved), work), _waits(plan, past, waits)]
    parts.append(_answers(plan, past, decisions))
    spent = [float(sum(row.hours for row in plan.sheet.logged(name))) for name in work] + [0.0] * len(waits)
    effort = _joined(parts)
    return Uncertain(
        tuple(work + waits), decisions, np.array(spent), effort.estimates[: len(names)], frozenset(waits), effort
    )


def _is_open(plan: Reading, name: str) -> bool:
    state = plan.started.get(name)
    return (state is None or not state.finished) and (plan.is_wait(name) or bool(plan.stints.get(name)))


def _decisions(plan: Reading) -> tuple[Decision, ...]:
    held = {
        decision.id: decision
        for name in plan.spans
        if plan.is_fresh(name)
        for decision in plan.scope.decisions.get(name, ())
    }
    return tuple(held.values())


def _work(plan: Reading, past: Experience, estimates: Estimates, names: Sequence[str]) -> EffortForecast:
    on = plan.portfolio.as_of_day
    left = np.array([_hours_left(plan, name) for name in names], dtype=np.float64)
    asked = [_estimated(plan, name, float(hours)) for name, hours in zip(names, left, strict=True)]
    fresh = Hours(past.finished).forecast(asked, on)
    logs = fresh.log_ratios.copy()
    common = fresh.common
    shift, share = common.shift.copy(), common.share.copy()
    begun, looked = [], []
    for row, name in enumerate(names):
        spent = float(sum(one.hours for one in plan.sheet.logged(name)))
        if plan.is_open(name) and spent:
            estimate = estimates.of(plan.task(name), plan.started[name].alternative) or spent
            days = (on - plan.sheet.rows[name][0].date).days
            one = asked[row]
            begun.append(row)
            looked.append(InWork(estimate, spent, on, days, one.person, one.kind, one.skill))
    if begun:
        remains = np.log(np.maximum(Remaining(past.looks).forecast(looked), _TINY) / left[begun][:, None])
        for row, found in zip(begun, remains, strict=True):
            said = plan.sheet.rows[names[row]][-1].remaining is not None
            logs[row] = (logs[row] + found) / 2 if said else found
            shift[row], share[row] = 0.0, common.own[row]
    return EffortForecast(logs, left, fresh.projects, Common(shift, share, common.own))


def _hours_left(plan: Reading, name: str) -> float:
    """Hours of people that the plan still has for a task, at least one step of the grid."""
    hours = 0.0
    for stint in plan.stints[name]:
        length = plan.length(stint)
        hours += stint.row.hours if length is None else length.hours
    return max(hours, plan.grid.to_hours(1))


def _estimated(plan: Reading, name: str, hours: float) -> Estimated:
    task = plan.task(name)
    longest = max(plan.stints[name], key=lambda stint: stint.row.hours)
    skill = longest.row.skill or skill_of(task, plan.rows[name].alternative)
    low = high = None
    asked = float(sum(part.hours for part in plan.alternative(name).parts))
    if plan.is_fresh(name) and task.optimistic is not None and task.pessimistic is not None and asked:
        low, high = (float(bound) / asked * hours for bound in (task.optimistic, task.pessimistic))
    return Estimated(hours, longest.row.person, task.kind, skill, task.project, low, high)


def _waits(plan: Reading, past: Experience, names: Sequence[str]) -> EffortForecast:
    grid, calendar, today = plan.grid, plan.time.portfolio, plan.portfolio.as_of_tick
    said = [float(plan.alternative(name).wait or 0) for name in names]
    hours = [one or grid.to_hours(1) for one in said]
    asked = [Estimated(one, kind=plan.task(name).kind) for one, name in zip(hours, names, strict=True)]
    logs = np.maximum(Hours(past.waits).forecast(asked, plan.portfolio.as_of_day).log_ratios * WAITS, 0.0)
    left = np.array(hours, dtype=np.float64)
    for row, name in enumerate(names):
        begun = plan.spans[name][0]
        if not plan.is_open(name) or not said[row]:
            # Nothing is uncertain about a wait of no time.
            logs[row] *= bool(said[row])
            continue
        gone = grid.to_hours(calendar.count(min(begun, today), today))
        left[row] = max(hours[row] - gone, grid.to_hours(1))
        logs[row] = np.log(_remaining(logs[row], hours[row], gone) / left[row])
    return _alone(logs, left)


def _answers(plan: Reading, past: Experience, decisions: Sequence[Decision]) -> EffortForecast:
    grid, today = plan.grid, plan.portfolio.as_of_tick
    asked, left, gone = [], [], []
    for one in decisions:
        begun = min(grid.start_of(one.asked_on), today) if one.asked_on is not None else today
        taken = plan.scope.answer(one)
        wanted = taken if one.expected is None else grid.start_of(one.expected)
        days = max((wanted - begun) / grid.ticks_a_day, 1.0)
        asked.append(Estimated(days, person=asked_of(plan.portfolio, one)))
        left.append(max((taken - today) / grid.ticks_a_day, 1.0))
        gone.append((today - begun) / grid.ticks_a_day)
    logs = Hours(past.answers).forecast(asked, plan.portfolio.as_of_day).log_ratios.copy()
    for row, question in enumerate(asked):
        logs[row] = np.log(_remaining(logs[row], question.estimate, gone[row]) / left[row])
    return _alone(logs, np.array(left, dtype=np.float64))


def _remaining(logs: Floats, estimate: float, gone: float) -> Floats:
    """What is left of something that has lasted for a time, at `LEVELS`: its distribution beyond that time.

    Behind all that was ever seen it is the prior's.
    """
    total = estimate * np.exp(logs)
    if gone >= total[-2]:
        return np.maximum(outlasting(float(np.log(gone / estimate))) * estimate, _TINY)
    below = float(np.interp(gone, total, LEVELS)) if gone > total[0] else 0.0
    return np.maximum(np.interp(below + (1 - below) * LEVELS, LEVELS, total) - gone, _TINY)


def _alone(logs: Floats, left: Floats) -> EffortForecast:
    """Distributions that share nothing."""
    nothing = np.zeros(len(left))
    return EffortForecast(logs, left, np.full(len(left), -1, dtype=np.int64), Common(nothing, nothing, nothing))


def _joined(parts: Sequence[EffortForecast]) -> EffortForecast:
    shared = [part.common for part in parts]
    return EffortForecast(
        np.concatenate([part.log_ratios.reshape(-1, len(NORMAL)) for part in parts]),
        np.concatenate([part.estimates for part in parts]),
        np.concatenate([part.projects for part in parts]),
        Common(
            np.concatenate([one.shift for one in shared]),
            np.concatenate([one.share for one in shared]),
            np.concatenate([one.own for one in shared]),
        ),
    )
