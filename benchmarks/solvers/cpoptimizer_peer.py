"""CP Optimizer of IBM, community edition: search spaces of up to 2^1000 only, larger instances are skipped."""

from __future__ import annotations

import sys
from pathlib import Path

from docplex.cp.expression import CpoIntervalVar
from docplex.cp.model import CpoModel
from docplex.cp.solution import CpoSolveResult
from docplex.cp.solver.solver import CpoSolverException

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.statement import Done, Statement, Step, answer, state
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run

_TOO_LARGE = "Problem size limit exceeded"


def solve(problem: Problem, run: Run) -> Outcome:
    """Plan with the same workers and seconds."""
    watch = Stopwatch()
    statement = state(problem)
    model = _Model(statement)
    try:
        result = model.cpo.solve(
            TimeLimit=run.time,
            Workers=run.workers,
            RandomSeed=run.seed,
            LogVerbosity="Quiet",
            agent="local",
            execfile=_program(),
        )
    except CpoSolverException as error:
        if _TOO_LARGE in str(error):
            return none(
                watch, "the community edition takes search spaces of up to 2^1000, this one is larger", skipped=True
            )
        return none(watch, str(error).splitlines()[0])
    if not result.is_solution():
        return none(watch, f"no plan: {result.get_search_status()}")
    bound = result.get_objective_bound()
    return Outcome(answer(statement, model.done(result)), bound, watch.seconds, watch.cpu_seconds)


def _program() -> str:
    """Return the solver's program: beside this Python, where pip puts it, or on the path."""
    beside = Path(sys.executable).parent / "cpoptimizer"
    return str(beside) if beside.is_file() else "cpoptimizer"


class _Model:
    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.cpo = cpo = CpoModel()
        self.steps = [cpo.interval_var(name=f"a{n}") for n in range(len(statement.steps))]
        self.modes: list[list[CpoIntervalVar]] = []
        self.people: list[dict[tuple[int, int], CpoIntervalVar]] = []
        for number, (step, interval) in enumerate(zip(statement.steps, self.steps, strict=True)):
            self.modes.append(self._modes(number, step, interval))
            self.people.append(self._people(number, step, interval))
            interval.set_start_min(step.release)
            interval.set_end_max(statement.horizon)
            cpo.add([cpo.end_before_start(self.steps[before], interval) for before in step.after])
        self._limit_resources()
        for person in range(len(statement.people)):
            held = [one for seats in self.people for (_, who), one in seats.items() if who == person]
            if len(held) > 1:
                cpo.add(cpo.no_overlap(held))
        cpo.minimize(cpo.max([cpo.end_of(interval) for interval in self.steps]))

    def _modes(self, number: int, step: Step, interval: CpoIntervalVar) -> list[CpoIntervalVar]:
        if len(step.modes) == 1:
            interval.set_size(step.modes[0].duration)
            return [interval]
        ways = [
            self.cpo.interval_var(size=mode.duration, optional=True, name=f"a{number}m{m}")
            for m, mode in enumerate(step.modes)
        ]
        self.cpo.add(self.cpo.alternative(interval, ways))
        return ways

    def _people(self, number: int, step: Step, interval: CpoIntervalVar) -> dict[tuple[int, int], CpoIntervalVar]:
        held: dict[tuple[int, int], CpoIntervalVar] = {}
        for seat, seats in enumerate(step.seats):
            places = {
                (seat, person): self.cpo.interval_var(optional=True, name=f"a{number}s{seat}p{person}")
                for person in seats.able
            }
            self.cpo.add(self.cpo.alternative(interval, list(places.values()), seats.heads))
            held |= places
        if step.modes[0].duration == 0:
            # Intervals without length overlap nothing.
            for person in {person for _, person in held}:
                mine = [self.cpo.presence_of(one) for (_, who), one in held.items() if who == person]
                self.cpo.add(self.cpo.sum(mine) <= 1)
        return held

    def _limit_resources(self) -> None:
        cpo = self.cpo
        for number, resource in enumerate(self.statement.resources):
            used = [
                (interval, mode.demands[number])
                for step, ways in zip(self.statement.steps, self.modes, strict=True)
                for interval, mode in zip(ways, step.modes, strict=True)
                if mode.demands[number] and (mode.duration or not resource.renewable)
            ]
            if not used:
                continue
            if resource.renewable:
                cpo.add(cpo.sum([cpo.pulse(interval, units) for interval, units in used]) <= resource.capacity)
            else:
                cpo.add(cpo.sum([units * cpo.presence_of(interval) for interval, units in used]) <= resource.capacity)
        # What follows from the seats: no more heads at once than there are people.
        seated = [
            (i, sum(s.heads for s in step.seats)) for step, i in zip(self.statement.steps, self.steps, strict=True)
        ]
        pulses = [cpo.pulse(interval, heads) for interval, heads in seated if heads]
        if pulses:
            cpo.add(cpo.sum(pulses) <= len(self.statement.people))

    def done(self, result: CpoSolveResult) -> list[Done]:
        """Read the solution."""

        def present(interval: CpoIntervalVar) -> bool:
            return bool(result.get_var_solution(interval).is_present())

        return [
            Done(
                result.get_var_solution(interval).get_start(),
                0 if len(ways) == 1 else next(m for m, way in enumerate(ways) if present(way)),
                tuple(place for place, one in seats.items() if present(one)),
            )
            for interval, ways, seats in zip(self.steps, self.modes, self.people, strict=True)
        ]
