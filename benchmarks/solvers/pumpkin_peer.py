"""Pumpkin (TU Delft): lazy clause generation on one core, whatever the number of workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pumpkin_solver import BoolExpression, IntExpression, Model, Solution, constraints
from pumpkin_solver.optimisation import OptimisationResult

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.statement import Done, Statement, Step, answer, state
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run


def solve(problem: Problem, run: Run) -> Outcome:
    """Plan within the same seconds; its default search has no seed."""
    watch = Stopwatch()
    statement = state(problem)
    model = _Model(statement)
    result = model.model.optimise(model.makespan, timeout=float(run.time))
    if not isinstance(result, OptimisationResult.Optimal | OptimisationResult.Satisfiable):
        return none(watch, f"no plan: {type(result).__name__}")
    found = result._0  # noqa: SLF001 - the only name that the package gives the solution
    bound = found.int_value(model.makespan) if isinstance(result, OptimisationResult.Optimal) else None
    return Outcome(answer(statement, model.done(found)), bound, watch.seconds, watch.cpu_seconds)


@dataclass(frozen=True, slots=True)
class _Choice:
    """A mode, or a person's seat: when it is not chosen it is parked behind the horizon, at a moment of its own."""

    chosen: BoolExpression | None
    start: IntExpression
    duration: int

    @property
    def number(self) -> IntExpression:
        """1 where it is chosen; only of what may not be."""
        assert self.chosen is not None
        return self.chosen.as_integer()


class _Model:
    """Its cumulative constraint has no optional tasks, hence the parking."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        self.model = Model()
        self.horizon = self.parked = statement.horizon
        self.makespan = self._integer(0, self.horizon)
        self.starts = [self._integer(step.release, self.horizon) for step in statement.steps]
        self.modes: list[list[_Choice]] = []
        self.people: list[dict[tuple[int, int], _Choice]] = []
        for number, step in enumerate(statement.steps):
            self.modes.append(self._modes(number, step))
            self.people.append(self._people(number, step))
            for m, choice in enumerate(self.modes[number]):
                self._before(choice, self._end(number, m), self.makespan)
        for number, step in enumerate(statement.steps):
            for before in step.after:
                for m, choice in enumerate(self.modes[before]):
                    self._before(choice, self._end(before, m), self.starts[number])
        self._limit_resources()

    def _integer(self, least: int, most: int) -> IntExpression:
        return self.model.new_integer_variable(least, most)

    def _add(self, kind: Callable[..., object], *arguments: object, where: BoolExpression | None = None) -> None:
        constraint = kind(*arguments, self.model.new_constraint_tag())
        if where is None:
            self.model.add_constraint(constraint)
        else:
            self.model.add_implication(constraint, where)

    def _end(self, number: int, mode: int) -> IntExpression:
        return self.starts[number].offset(self.statement.steps[number].modes[mode].duration)

    def _before(self, choice: _Choice, first: IntExpression, then: IntExpression) -> None:
        self._add(constraints.BinaryLessThanEqual, first, then, where=choice.chosen)

    def _choice(self, start: IntExpression, duration: int) -> _Choice:
        parked, self.parked = self.parked, self.parked + duration
        chosen, own = self.model.new_boolean_variable(), self._integer(0, parked)
        self._add(constraints.BinaryEquals, own, start, where=chosen)
        self._add(constraints.Equals, [own], parked, where=chosen.negate())
        return _Choice(chosen, own, duration)

    def _modes(self, number: int, step: Step) -> list[_Choice]:
        start = self.starts[number]
        if len(step.modes) == 1:
            return [_Choice(None, start, step.modes[0].duration)]
        choices = [self._choice(start, mode.duration) for mode in step.modes]
        self._add(constraints.Equals, [choice.number for choice in choices], 1)
        return choices

    def _people(self, number: int, step: Step) -> dict[tuple[int, int], _Choice]:
        held: dict[tuple[int, int], _Choice] = {}
        for seat, seats in enumerate(step.seats):
            places = {(seat, who): self._choice(self.starts[number], step.modes[0].duration) for who in seats.able}
            self._add(constraints.Equals, [place.number for place in places.values()], seats.heads)
            held |= places
        for who in {who for _, who in held}:
            mine = [place.number for (_, one), place in held.items() if one == who]
            if len(mine) > 1:
                self._add(constraints.LessThanOrEquals, mine, 1)
        return held

    def _limit_resources(self) -> None:
        steps = self.statement.steps
        for number, resource in enumerate(self.statement.resources):
            used = [
                (choice, mode.demands[number])
                for step, choices in zip(steps, self.modes, strict=True)
                for choice, mode in zip(choices, step.modes, strict=True)
                if mode.demands[number]
            ]
            if resource.renewable:
                self._cumulative([(choice.start, choice.duration, units) for choice, units in used], resource.capacity)
            elif used:
                always = sum(units for choice, units in used if choice.chosen is None)
                terms = [choice.number.scaled(units) for choice, units in used if choice.chosen is not None]
                self._add(constraints.LessThanOrEquals, terms, resource.capacity - always)
        for person in range(len(self.statement.people)):
            mine = [place for held in self.people for (_, who), place in held.items() if who == person]
            self._cumulative([(place.start, place.duration, 1) for place in mine], 1)
        heads = [
            (start, step.modes[0].duration, sum(seats.heads for seats in step.seats))
            for step, start in zip(steps, self.starts, strict=True)
        ]
        self._cumulative([one for one in heads if one[2]], len(self.statement.people))

    def _cumulative(self, used: list[tuple[IntExpression, int, int]], capacity: int) -> None:
        used = [one for one in used if one[1]]
        if used:
            starts, durations, units = (list(column) for column in zip(*used, strict=True))
            self._add(constraints.Cumulative, starts, durations, units, capacity)

    def done(self, found: Solution) -> list[Done]:
        """Read the solution."""
        return [
            Done(
                found.int_value(start),
                0 if len(choices) == 1 else next(m for m, one in enumerate(choices) if found.bool_value(one.chosen)),
                tuple(place for place, one in held.items() if found.bool_value(one.chosen)),
            )
            for start, choices, held in zip(self.starts, self.modes, self.people, strict=True)
        ]
