"""PyJobShop (CP-SAT behind a scheduling model) on the problems that it can say."""

from __future__ import annotations

from pyjobshop import Model

from benchmarks.problems.network import Network
from benchmarks.problems.problem import Problem, moment
from benchmarks.problems.staffing import Staffing
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run
from ipmplan.core.plan import Assignment, PlannedTask, Schedule


def solve(problem: Problem, run: Run) -> Outcome:
    """Plan with the same workers and seconds; the plan comes back in our form, for the same judge."""
    watch = Stopwatch()
    if not isinstance(problem, (Network, Staffing)):
        return none(watch, "it has no word for several skills at once", skipped=True)
    model = _network(problem) if isinstance(problem, Network) else _staffing(problem)
    result = model.solve(time_limit=run.time, display=False, num_workers=run.workers, random_seed=run.seed)
    seconds, cpu = watch.seconds, watch.cpu_seconds
    if result.objective == float("inf"):
        return none(watch, f"no plan: {result.status.value}")
    tasks: list[PlannedTask] = []
    assignments: list[Assignment] = []
    first: dict[int, int] = {}
    for number, mode in enumerate(model.modes):
        first.setdefault(mode.task, number)
    for number, (task, done) in enumerate(zip(model.tasks, result.best.tasks, strict=True)):
        start, end = moment(done.start), moment(done.end)
        choice = done.mode - first[number]
        if isinstance(problem, Network):
            if task.name in problem.real:
                tasks.append(PlannedTask(task.name, start, end, choice))
            continue
        tasks.append(PlannedTask(task.name, start, end))
        person = model.resources[model.modes[done.mode].resources[0]].name
        assignments.append(Assignment(task.name, person, start, end, float(done.end - done.start)))
    schedule = Schedule(problem.name, moment(0), "feasible", (), tuple(assignments), tuple(tasks))
    return Outcome(schedule, result.lower_bound, seconds, cpu)


def _network(problem: Network) -> Model:
    model = Model()
    resources = [
        model.add_renewable(r.capacity) if r.renewable else model.add_consumable(r.capacity) for r in problem.resources
    ]
    tasks = [model.add_task(earliest_start=a.release, name=f"a{n}") for n, a in enumerate(problem.activities)]
    for task, activity in zip(tasks, problem.activities, strict=True):
        for mode in activity.modes:
            used = [n for n, units in enumerate(mode.demands) if units]
            model.add_mode(task, [resources[n] for n in used], mode.duration, [mode.demands[n] for n in used])
        for successor in activity.successors:
            model.add_end_before_start(task, tasks[successor])
    return model


def _staffing(problem: Staffing) -> Model:
    model = Model()
    people = {number: model.add_machine(name=f"w{number}") for number in problem.workers}
    tasks = {number: model.add_task(name=f"t{number}") for number in problem.jobs}
    for number, job in problem.jobs.items():
        for person, worker in problem.workers.items():
            if worker.levels.get(job.skill, -1) >= job.level:
                model.add_mode(tasks[number], people[person], job.duration)
        for predecessor in job.predecessors:
            model.add_end_before_start(tasks[predecessor], tasks[number])
    return model
