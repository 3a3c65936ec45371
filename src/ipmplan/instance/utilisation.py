"""How much time people have and how much of it is booked, moment by moment: what evenness is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from ipmplan.instance.axis import Slots
from ipmplan.study.working_time import WorkingTime


class PeoplesTime:
    """Working and booked ticks of people, counted when they are asked for.

    Parameters
    ----------
    time, people
        Their calendars, and ids by index.
    moments
        int64, (moments,). Latest tick of each grid moment; the first is the status date's.
    who
        Indexes of the people who matter for evenness, in order.
    """

    def __init__(self, time: WorkingTime, people: Sequence[str], moments: Slots, who: Sequence[int]) -> None:
        self._time = time
        self._people = people
        self._moments = moments
        self._who = who
        self._working: dict[int, Slots] = {}
        self._booked: dict[int, Slots] = {}

    def working(self, person: int) -> Slots:
        """Working ticks of a person, bookings included, from the status date to each grid moment."""
        if person not in self._working:
            calendar = self._time.person(self._people[person])
            self._working[person] = self._counted(calendar.starts, calendar.ends)
        return self._working[person]

    def booked(self, person: int) -> Slots:
        """Booked ticks of a person from the status date to each grid moment."""
        if person not in self._booked:
            spans = sorted(span for placed in self._time.bookings(self._people[person]) for span in placed.intervals)
            self._booked[person] = self._counted([start for start, _ in spans], [end for _, end in spans])
        return self._booked[person]

    def _counted(self, starts: Sequence[int], ends: Sequence[int]) -> Slots:
        """Ticks of disjoint intervals from the status date to each grid moment."""
        begin = np.maximum(np.asarray(starts, dtype=np.int64), self._moments[0])
        stop = np.maximum(np.asarray(ends, dtype=np.int64), begin)
        total = np.concatenate([[0], np.cumsum(stop - begin)])
        index = np.searchsorted(begin, self._moments, side="right") - 1
        if not len(begin):
            return np.zeros(len(self._moments), dtype=np.int64)
        inside = np.minimum(self._moments, stop[index]) - begin[index]
        return np.where(index >= 0, total[np.maximum(index, 0)] + np.maximum(inside, 0), 0).astype(np.int64)

    @cached_property
    def relevant(self) -> tuple[Slots, Slots, Slots]:
        """The people who matter for evenness, and for each their working and booked ticks before each grid moment."""
        people = self._who
        shape = (len(people), len(self._moments))
        working = np.array([self.working(person) for person in people], dtype=np.int64).reshape(shape)
        booked = np.array([self.booked(person) for person in people], dtype=np.int64).reshape(shape)
        return np.array(people, dtype=np.int64), working, booked
