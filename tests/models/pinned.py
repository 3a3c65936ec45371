"""What the solver says to one given plan: a draft whose variables are tied to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ortools.sat.python import cp_model

from ipmplan.assemble import assemble
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.instance import Instance, TaskModel, build_instance
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.rules import all_rules, post_all
from ipmplan.models.solution import Solution
from ipmplan.study.reading import Reading

DAYS = 30
FAR_DAYS = 400


def constructed(portfolio: Portfolio) -> Solution | None:
    """Any complete solution, None when some task can never be done."""
    for days in (DAYS, FAR_DAYS):
        instance = build_instance(portfolio, days)
        try:
            return Constructor(instance).build(Guide([float(task.index) for task in instance.tasks]))
        except DoesNotFit:
            continue
    return None


def posted(hint: Solution) -> Draft:
    """A draft in which every task is free and every rule posted."""
    draft = Draft(hint)
    post_all(draft)
    return draft


def solver(seed: int = 0) -> cp_model.CpSolver:
    """One worker, the same answer on every run."""
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.random_seed = seed
    made.parameters.cp_model_probing_level = 0
    made.parameters.max_deterministic_time = 20
    return made


def solved(draft: Draft, rng: Random) -> Solution | None:
    """The best solution for a random wish, None when the solver proves that there is no solution at all."""
    wishes = [*draft.start.values(), *draft.end.values()]
    wishes += [literal for literals in draft.modes.values() for literal in literals.values()]
    wishes += [job.does for jobs in draft.jobs.values() for job in jobs]
    model = draft.model.clone()
    model.minimize(cp_model.LinearExpr.sum([rng.choice((-3, -1, 0, 1, 3, 9)) * wish for wish in wishes]))
    made = solver(rng.randrange(1 << 20))
    status = made.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return draft.solution(made.value)
    assert status == cp_model.INFEASIBLE
    return None


def allows(draft: Draft, plan: Schedule) -> bool:
    """Whether the solver allows a plan."""
    tied = _Tied(draft, plan)
    if not tied.possible:
        return False
    status = solver().solve(tied.model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
    return status != cp_model.INFEASIBLE


def schedule_of(solution: Solution, portfolio: Portfolio) -> Schedule:
    """The plan that people read."""
    return assemble(solution, portfolio, "feasible", (), (), False)


@dataclass(frozen=True)
class _Row:
    part: int
    person: int
    start: int
    end: int


class _Tied:
    """A copy of a draft's model with every choice tied to a plan's; not `possible` when it has no such choice."""

    def __init__(self, draft: Draft, plan: Schedule) -> None:
        self.draft = draft
        self.instance: Instance = draft.instance
        self.grid = draft.instance.portfolio.grid
        self.model = draft.model.clone()
        self.possible = True
        planned = [row for row in plan.assignments if row.kind == "planned"]
        for task in plan.tasks:
            if task.id in self.instance.fixed:
                self._fixed(task)
            else:
                self._task(task, [row for row in planned if row.task == task.id])

    def _fixed(self, row: PlannedTask) -> None:
        """What has happened is no choice at all."""
        if (self.grid.start_of(row.start), self.grid.start_of(row.end)) != self.instance.fixed[row.id]:
            self.possible = False

    def _task(self, row: PlannedTask, assignments: Sequence[Assignment]) -> None:
        task = self.instance.tasks[self.instance.task_index[row.id]]
        rows = [self._row(assignment) for assignment in assignments]
        self.model.add_bool_or(
            literal
            for number, literal in self.draft.modes[task.index].items()
            if self._is_mode(task, number, row.alternative, rows)
        )
        if rows:
            self._jobs(task, rows)
        else:
            start, end = self.grid.start_of(row.start), self.grid.start_of(row.end)
            if task.started is None:
                self.model.add(self.draft.waits[task.index] == self.instance.passed(start))
            moment = self.instance.moment(end) if start == end else self._moment_of_end(end)
            self.model.add(self.draft.end[task.index] == moment)

    def _is_mode(self, task: TaskModel, number: int, alternative: int, rows: Sequence[_Row]) -> bool:
        """Whether a mode has that alternative, and as many people for each part."""
        mode = task.modes[number]
        asked: Counter[int] = Counter()
        for part in mode.parts:
            asked[part.number] += part.people
        return mode.alternative == alternative and asked == Counter(row.part for row in rows)

    def _row(self, row: Assignment) -> _Row:
        start = self.grid.start_of(row.start)
        moment = self.instance.moment(start)
        if moment >= self.instance.length or self.instance.ticks[moment] != start:
            self.possible = False
        end = self._moment_of_end(self.grid.start_of(row.end))
        return _Row(row.part, self.instance.person_index[row.person], moment, end)

    def _moment_of_end(self, tick: int) -> int:
        """Grid moment of the end of work; somebody works until then."""
        moment = self.instance.moment(tick)
        if int(self.instance.last_ticks[moment]) != tick:
            self.possible = False
        return moment

    def _jobs(self, task: TaskModel, rows: Sequence[_Row]) -> None:
        """Every row is done by one job, and every job that is done is a row."""
        jobs = self.draft.jobs[task.index]
        taken: list[list[cp_model.IntVar]] = [[] for _ in jobs]
        for row in rows:
            options = []
            for job, literals in zip(jobs, taken, strict=True):
                if task.modes[job.mode].parts[job.part].number == row.part and job.person == row.person:
                    literal = self.model.new_bool_var("")
                    self.model.add(job.start == row.start).only_enforce_if(literal)
                    self.model.add(job.end == row.end).only_enforce_if(literal)
                    literals.append(literal)
                    options.append(literal)
            self.model.add_exactly_one(options)
        for job, literals in zip(jobs, taken, strict=True):
            self.model.add(cp_model.LinearExpr.sum(literals) == job.does)


def earliest(portfolio: Portfolio) -> dict[str, PlannedTask] | None:
    """Rows of the plan in which everything ends as early as it can, None when there is no plan.

    The rules accept it, and whatever the constructor makes breaks at most what can be repaired.
    """
    hint = constructed(portfolio)
    if hint is None:
        return None
    draft = posted(hint)
    draft.model.minimize(cp_model.LinearExpr.sum([*draft.end.values(), *draft.start.values()]))
    made = solver()
    if made.solve(draft.model) != cp_model.OPTIMAL:
        return None
    plan = schedule_of(draft.solution(made.value), portfolio)
    reading = Reading(plan, portfolio)
    assert [issue for rule in all_rules() for issue in rule.check(reading) if issue.severity == "error"] == []
    return {row.id: row for row in plan.tasks}
