"""Where work still fits: a person's own slots, and the units of a pool."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise

WHOLE = 100


class PersonTimeline:
    """Load of one person in own slots, as disjoint segments in order.

    Examples
    --------
    >>> line = PersonTimeline()
    >>> line.add(2, 3, 100)
    >>> line.earliest(0, 2, 100), line.earliest(0, 3, 100), line.earliest(3, 1, 25)
    (0, 5, 5)
    """

    __slots__ = ("ends", "loads", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.loads: list[int] = []

    def earliest(self, release: int, length: int, share: int) -> int:
        """First own slot from `release` on at which `length` slots have room for `share` per cent."""
        starts, ends, loads = self.starts, self.ends, self.loads
        index = bisect_right(ends, release)
        stop = release + length
        for number in range(index, len(starts)):
            if starts[number] >= stop:
                break
            if loads[number] + share > WHOLE:
                release = ends[number]
                stop = release + length
        return release

    def fits(self, start: int, length: int, share: int) -> bool:
        """Whether there is room right there."""
        return self.earliest(start, length, share) == start

    def add(self, start: int, length: int, share: int) -> None:
        """Take up room."""
        end = start + length
        if not length:
            return
        index = bisect_right(self.ends, start)
        if index == len(self.starts) or self.starts[index] >= end:
            self.starts.insert(index, start)
            self.ends.insert(index, end)
            self.loads.insert(index, share)
            return
        self._add_beside(start, end, share)

    def _add_beside(self, start: int, end: int, share: int) -> None:
        points = [start, end]
        for point in (*self.starts, *self.ends):
            if start < point < end:
                insort(points, point)
        segments = list(zip(self.starts, self.ends, self.loads, strict=True))
        outside = [
            piece
            for s, e, load in segments
            for piece in ((s, min(e, start), load), (max(s, end), e, load))
            if piece[0] < piece[1]
        ]
        points = sorted(set(points))
        inside = [(a, b, share + sum(load for s, e, load in segments if s <= a < e)) for a, b in pairwise(points)]
        merged = sorted(outside + inside)
        self.starts = [s for s, _, _ in merged]
        self.ends = [e for _, e, _ in merged]
        self.loads = [load for _, _, load in merged]


class PoolTimeline:
    """Units of a renewable pool that are held in each grid slot."""

    __slots__ = ("capacity", "held")

    def __init__(self, capacity: int, length: int) -> None:
        self.capacity = capacity
        self.held = [0] * length

    def blocked(self, start: int, end: int, units: int) -> int:
        """Last slot between two moments at which `units` more do not fit, -1 when they do."""
        limit = self.capacity - units
        held = self.held
        for slot in range(end - 1, start - 1, -1):
            if held[slot] > limit:
                return slot
        return -1

    def earliest(self, start: int, length: int, units: int) -> int:
        """First slot from `start` on from which `units` more fit for `length` slots; the grid's end when none does."""
        limit = self.capacity - units
        held = self.held
        run = 0
        for slot in range(start, len(held)):
            run = run + 1 if held[slot] <= limit else 0
            if run >= length:
                return slot - run + 1
        return len(held)

    def add(self, start: int, end: int, units: int) -> None:
        """Hold units between two moments."""
        held = self.held
        for slot in range(start, end):
            held[slot] += units
