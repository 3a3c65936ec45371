"""Calendars as arrays, against looking at every tick."""

from random import Random

import numpy as np
import pytest

from ipmplan.core.calendar import Calendar
from ipmplan.network.calendars import Calendars, tables

ORIGIN, UNTIL = 100, 124
FAR = UNTIL - ORIGIN + 1


def one(tick: int) -> "np.typing.NDArray[np.int32]":
    return np.array([tick], np.int32)


def random_tables(seed: int) -> tuple[Calendars, list[int]]:
    """The second calendar is empty and the third full; ticks of the first that lie between origin and end."""
    rng = Random(seed)
    ticks = [tick for tick in range(ORIGIN - 5, UNTIL + 5) if rng.random() < 0.5]
    every = Calendar([(0, 500)])
    made = tables([Calendar((tick, tick + 1) for tick in ticks), Calendar([]), every], ORIGIN, UNTIL)
    return made, [tick - ORIGIN for tick in ticks if ORIGIN <= tick < UNTIL]


@pytest.mark.parametrize("seed", range(15))
def test_moments_are_those_that_one_finds_tick_by_tick(seed: int) -> None:
    made, working = random_tables(seed)
    assert (made.far, [made.total(row) for row in range(3)]) == (FAR, [len(working), 0, UNTIL - ORIGIN])

    def end(start: int, length: int) -> int:
        own = [tick for tick in working if tick >= start]
        return start if length <= 0 else own[length - 1] + 1 if len(own) >= length else FAR

    def passed(moment: int) -> int:
        return sum(tick < moment for tick in working)

    for moment in range(FAR):
        assert made.begin(0, one(moment))[0] == min((tick for tick in working if tick >= moment), default=FAR)
        assert made.last_member(0, moment) == max((tick for tick in working if tick <= moment), default=-1)
        for length in range(5):
            assert made.end(0, one(moment), length)[0] == end(moment, length)
            fitting = [tick for tick in working if end(tick, length) <= moment]
            assert made.latest_begin(0, moment, length) == (moment if not length else max(fitting, default=-1))
            enough = [tick for tick in working if end(tick, length) >= moment]
            first = 0 if enough and enough[0] == working[0] else min(enough, default=FAR)
            assert not length or made.begin_to_end(0, one(moment), length)[0] == first
        for lag in (-3, -1, 0, 1, 2, 4):
            later = [other for other in range(FAR) if passed(other) - passed(moment) >= lag]
            assert made.after(one(moment), lag)[0] == min(later, default=FAR)
            earlier = [other for other in range(FAR) if passed(moment) - passed(other) >= lag]
            last = -1 if not earlier else FAR if earlier[-1] == FAR - 1 else earlier[-1]
            assert made.latest_before(moment, lag) == last


def test_nothing_is_moved_by_no_work_and_no_lag() -> None:
    made, _ = random_tables(0)
    assert (made.after(one(7), 0, counts=False)[0], made.latest_before(7, 0, counts=False)) == (7, 7)
    assert (made.end(0, one(7), 0)[0], made.begin_to_end(0, one(7), 0)[0]) == (7, 7)


def test_never_stays_never() -> None:
    made, _ = random_tables(0)
    assert made.begin(2, one(FAR))[0] == made.end(2, one(FAR), 1)[0] == made.begin_to_end(2, one(FAR), 1)[0] == FAR
    assert made.after(one(FAR), 3)[0] == FAR
    assert (made.begin(1, one(0))[0], made.end(1, one(0), 1)[0], made.latest_begin(1, 5, 1)) == (FAR, FAR, -1)
    assert (made.last_member(1, 5), made.last_member(2, FAR - 1)) == (-1, UNTIL - ORIGIN - 1)
