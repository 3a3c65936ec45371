"""The timetable without names: a bound, and a plan where it can be staffed.

Where people are interchangeable it is counted how many of each kind do a part, which is exact; names follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ipmplan.instance.horizon import Window
from ipmplan.instance.interchangeable import Kinds, kinds, named
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Guide, choosing
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, solve
from ipmplan.models.cpsat.timetable import Timetable, can_relax, relaxed
from ipmplan.models.incumbent import Slice
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, groups_of
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parts of what is left of a stage, and up to how many tasks it is tried at all; set by hand where nothing else is said.

    Parameters
    ----------
    alone, before
        For the timetable: where that is all, and where people are counted by kind after it.
    staffing
        For finding names for it.
    counted
        For counting people by kind: a quarter is better than 60 % (docs/search.md: mspsp 138 against 141).
    most_tasks
        Tasks in a portfolio at the most.
    """

    alone: float = 0.3
    before: float = 0.1
    staffing: float = 0.2
    counted: float = 0.25
    most_tasks: int = 1500


PARAMETERS = Parameters()


class WithoutNames:
    """Solves the timetable without names once, and looks for names."""

    when: ClassVar[When] = When.OPEN

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock

    def supports(self, stage: Stage) -> bool:
        """Where only finishes count, nothing has begun and all calendars are alike."""
        return stage.counts_finishes and can_relax(self.instance) and len(self.instance.tasks) <= PARAMETERS.most_tasks

    def turn(self, slice_: Slice) -> bool:
        """Solve the timetable; its bound holds, and it is a plan when names can be found."""
        if slice_.over:
            return False
        counted = kinds(self.instance)
        groups = groups_of(self.stage.goal, self.instance) or ()
        table = relaxed(
            self.incumbent.best,
            groups,
            self.setting.effort(slice_, slice_.left * (PARAMETERS.alone if counted is None else PARAMETERS.before)),
            self.clock,
            self.incumbent.raise_bound,
            last=self.stage.asks.last,
        )
        if table is not None:
            self.setting.take(Guide([float(s) for s in table.start.values()]))
        if counted is not None:
            self._by_kinds(slice_, counted)
        elif table is not None:
            self._staff(slice_, table)
        return False

    def _staff(self, slice_: Slice, table: Timetable) -> None:
        """Find names for a timetable as it is."""
        if not slice_.over:
            self.incumbent.take(
                staffed(
                    self.incumbent.best,
                    table,
                    self.setting.effort(slice_, slice_.left * PARAMETERS.staffing),
                    self.clock,
                )
            )

    def _by_kinds(self, slice_: Slice, counted: Kinds) -> None:
        """How many people of each kind do what, and then who: exact where people are interchangeable."""
        if slice_.over:
            return
        effort = self.setting.effort(slice_, slice_.left * PARAMETERS.counted)
        groups = groups_of(self.stage.goal, self.instance) or ()
        best, tell, last = self.incumbent.best, self.incumbent.raise_bound, self.stage.asks.last
        table = relaxed(best, groups, effort, self.clock, tell, counted, last=last)
        if table is not None:
            people = named(self.instance, counted, table.start, table.mode, table.counts)
            keys = [float(table.start[number]) for number in range(len(self.instance.tasks))]
            self.setting.take(choosing(self.instance, keys, table.mode, people))


def staffed(hint: Solution, timetable: Timetable, effort: Effort, clock: Clock) -> Solution | None:
    """Find names for a timetable, None when there are none or none were found in time."""
    windows = {}
    for task in hint.instance.tasks:
        mode = task.modes[timetable.mode[task.index]]
        if mode.parts:
            longest = max(length for part in mode.parts for length in part.length.values())
            begin = timetable.start[task.index]
            windows[task.index] = Window(begin, min(begin + longest, hint.instance.length))
    draft = Draft(hint, windows=windows)
    post_all(draft)
    return solve(draft, None, effort, clock).solution
