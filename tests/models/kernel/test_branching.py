"""Timetables by branching, held against all timetables in which nothing could begin earlier."""

from random import Random

import numpy as np
import pytest
from tests.amount import amount

from ipmplan.models.kernel.branching.branch import FOUND, NONE, Occupancy, branch, new_state

STEPS = 1_000_000


def occupancy(
    length: list[int], tail: list[int], before: list[int], needs: list[list[int]], room: list[int]
) -> Occupancy:
    """Tasks that all weigh alike; a set of all of them weighs the most, so that the weights prove nothing."""
    columns = np.array([length, tail, before], np.int64).T
    each = np.ones((1, len(length)), np.int64)
    most = np.array([len(length)], np.int64)
    return Occupancy(np.ascontiguousarray(columns), np.array(needs, np.int64), np.array(room, np.int64), each, most)


def drawn(rng: Random) -> Occupancy:
    """A few tasks; some have to be over long before the end."""
    count = rng.randint(3, 6)
    room = [rng.randint(1, 3) for _ in range(rng.randint(1, 3))]
    before = [0] * count
    for task in range(count):
        for earlier in range(task):
            if rng.random() < 0.25:
                before[task] |= 1 << earlier | before[earlier]
    longest = rng.choice((2, 6, 12))
    return occupancy(
        [rng.randint(1, longest) for _ in range(count)],
        [rng.choice((0, 0, 0, 3, 9)) for _ in range(count)],
        before,
        [[min(most, rng.choice((0, 1, 1, 2, 3))) for most in room] for _ in range(count)],
        room,
    )


def best(problem: Occupancy, starts: dict[int, int]) -> int:
    """The least end, tails included, of all ways to go on: one task after the other begins as early as it fits."""
    length, tail, before = problem.tasks.T
    if len(starts) == len(length):
        return max(at + int(length[task] + tail[task]) for task, at in starts.items())
    found = []
    for task in range(len(length)):
        earlier = [k for k in range(len(length)) if before[task] >> k & 1]
        if task in starts or any(k not in starts for k in earlier):
            continue
        at = max((starts[k] + int(length[k]) for k in earlier), default=0)
        while not fits(problem, starts, task, at):
            at += 1
        found.append(best(problem, {**starts, task: at}))
    return min(found)


def fits(problem: Occupancy, starts: dict[int, int], task: int, at: int) -> bool:
    """Whether there is room for one more task."""
    length = problem.tasks[:, 0]
    for moment in range(at, at + int(length[task])):
        running = [k for k, begun in starts.items() if begun <= moment < begun + length[k]]
        if (problem.needs[[*running, task]].sum(axis=0) > problem.room).any():
            return False
    return True


def first_found(problem: Occupancy, order: int) -> int:
    """The first moment by which a timetable is found, after a proof for each one before."""
    limit = 1
    while (answer := branch(problem, state := new_state(problem, order), limit, STEPS, 0, 100 * (order % 2))) == NONE:
        limit += 1
    assert answer == FOUND
    assert int((state.starts + problem.tasks[:, 0] + problem.tasks[:, 1]).max()) == limit
    return limit


def test_a_task_may_wait_for_one_that_begins_now_and_is_short() -> None:
    # When the second ends, the third and the fourth need its place, and both are late once the first is over: the third is short.
    one_place_each = [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]]
    problem = occupancy([12, 2, 1, 9, 9], [0, 10, 9, 0, 0], [0, 0, 0b10, 0b10, 0b110], one_place_each, [1, 1, 1])
    assert first_found(problem, 0) == best(problem, {}) == 12


@pytest.mark.parametrize("first", [0, 223])
def test_the_first_timetable_is_the_best_of_all(first: int) -> None:
    for seed in range(first, first + amount(60)):
        problem = drawn(Random(seed))
        assert first_found(problem, seed) == best(problem, {}), seed
