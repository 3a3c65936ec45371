"""A peer that needs no package: one step after the other, by the first modes and people that go."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

from benchmarks.problems.problem import Problem
from benchmarks.solvers.outcome import Outcome
from benchmarks.solvers.statement import Done, Statement, Step, answer, state
from benchmarks.suite import Run


def solve(problem: Problem, run: Run) -> Outcome:
    """Plan with a bound of 0."""
    assert run.time > 0
    statement = state(problem)
    return Outcome(answer(statement, sequence(statement)), 0, 0.0, 0.0)


def sequence(statement: Statement) -> Sequence[Done]:
    """Do steps in the order of their numbers, which is one of predecessors in all instances that are made up here."""
    modes = next(modes for modes in _choices(statement) if _within(statement, modes))
    now = 0
    done = []
    for step, mode in zip(statement.steps, modes, strict=True):
        now = max(now, step.release)
        done.append(Done(now, mode, _seated(statement, step)))
        now += step.modes[mode].duration
    return done


def _choices(statement: Statement) -> product[tuple[int, ...]]:
    return product(*(range(len(step.modes)) for step in statement.steps))


def _within(statement: Statement, modes: Sequence[int]) -> bool:
    return all(
        resource.renewable
        or sum(step.modes[mode].demands[number] for step, mode in zip(statement.steps, modes, strict=True))
        <= resource.capacity
        for number, resource in enumerate(statement.resources)
    )


def _seated(statement: Statement, step: Step) -> tuple[tuple[int, int], ...]:
    places = [seat for seat, seats in enumerate(step.seats) for _ in range(seats.heads)]
    for people in permutations(range(len(statement.people)), len(places)):
        pairs = tuple(zip(places, people, strict=True))
        if all(person in step.seats[seat].able for seat, person in pairs):
            return pairs
    raise AssertionError(step.name)
