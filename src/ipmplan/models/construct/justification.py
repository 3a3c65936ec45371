"""Forward-backward improvement: push everything late in mirrored time, then early again in that order.

Source: Valls, Ballestín & Quintanilla (2005), "Justification and RCPSP: a technique that pays", EJOR 165, 375-386.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance, LinkModel, TimeAxis
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.solution import Solution

ROOM = 1.3
MIRRORED = {"FS": "FS", "SS": "FF", "FF": "SS", "SF": "SF"}


class Mirror:
    """The same instance with time running backwards, for orders of tasks only: releases and dates are left out."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._constructor: Constructor | None = None

    @property
    def works(self) -> bool:
        """Whether orders can be mirrored: started work has to come first, whatever the order."""
        return not self.instance.has_started

    def keys(self, solution: Solution) -> NDArray[np.float64] | None:
        """Priorities that follow from pushing every task of a solution as late as it goes; None when that fails."""
        guide = Guide(-solution.tasks[:, 2].astype(np.float64), solution.tasks[:, 0], solution.seats[:, 0])
        try:
            late = self.constructor(solution.last_moment).build(guide)
        except DoesNotFit:
            return None
        return -late.tasks[:, 2].astype(np.float64)

    def constructor(self, last: int) -> Constructor:
        """Constructor of the mirrored instance, with room for plans that end a little after a grid moment."""
        turned = self._turned(last)
        if self._constructor is None or self._constructor.instance is not turned:
            self._constructor = Constructor(turned)
        return self._constructor

    def _turned(self, last: int) -> Instance:
        """The mirrored instance, which is kept for all who mirror this one."""
        kept = self.instance.once(_Kept)
        known = kept.mirrored
        if known is None or last > known.length or last * ROOM < known.length / ROOM:
            known = mirrored(self.instance, min(self.instance.length, int(last * ROOM)))
            kept.mirrored = known
        return known


class _Kept:
    """The last mirrored instance of one."""

    def __init__(self, _: Instance) -> None:
        self.mirrored: Instance | None = None


def mirrored(instance: Instance, horizon: int) -> Instance:
    """Turn time around within a horizon."""
    return replace(
        instance,
        ticks=instance.ticks[:horizon],
        axis=_turned(instance.axis, horizon),
        axes=tuple(_turned(axis, horizon) for axis in instance.axes),
        tasks=tuple(
            replace(
                task,
                release=0,
                start_bound=None,
                end_bound=None,
                modes=tuple(replace(mode, end_bound=None) for mode in task.modes),
            )
            for task in instance.tasks
        ),
        links=tuple(LinkModel(link.after, link.before, MIRRORED[link.type], link.lag) for link in instance.links),
        dues=(),
        relations=(),
        fixed={},
        held=None,
    )


def _turned(axis: TimeAxis, horizon: int) -> TimeAxis:
    mask = np.zeros(horizon, dtype=bool)
    mask[axis.slots[axis.slots < horizon]] = True
    return TimeAxis(mask[::-1])
