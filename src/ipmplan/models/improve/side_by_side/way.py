"""Timetables of tasks that need several people at once: their bound is raised, and they are tried out and staffed.

Where people matter so much that few tasks may run at the same moment, all sets of such tasks are known (`sets`), their weights are a bound
(`weights`), and a search by branching finds timetables near it, or proves that there are none (`kernel.branching`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import Guide
from ipmplan.models.cpsat.timetable import Timetable, can_relax
from ipmplan.models.improve.side_by_side.sets import side_by_side
from ipmplan.models.improve.side_by_side.timetables import Timetables
from ipmplan.models.improve.side_by_side.weights import heaviest
from ipmplan.models.improve.without_names import staffed
from ipmplan.models.incumbent import Slice
from ipmplan.models.kernel.branching.branch import FOUND, NONE, TOO_MANY
from ipmplan.models.kernel.compiled import why_slow
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes and times; set by hand where nothing else is said.

    Parameters
    ----------
    share
        Of what is left of the stage: two or three seconds prove most of what can be (docs/search.md).
    weights
        Ways to weigh tasks.
    first, longer, longest
        Steps of one question about the bound, and by how much more the next ones have, up to how many; questions about better plans have
        as much less, since most timetables that are found are found soon.
    noise
        Per mille by which a choice may look worse than it is, after the first question.
    staffing
        For finding names for one timetable, in the clock's unit.
    set_up
        Deterministic work that sets and weights count as.
    """

    share: float = 0.15
    weights: int = 6
    first: int = 30_000
    longer: int = 3
    longest: int = 8_000_000
    noise: int = 150
    staffing: float = 0.5
    set_up: float = 0.2


PARAMETERS = Parameters()


class BranchSideBySide:
    """Asks for timetables between the bound and the best plan, from both ends."""

    when: ClassVar[When] = When.OPEN

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock
        self.before = self.instance.axis.before_list

    def supports(self, stage: Stage) -> bool:
        """Where the last finish counts, nothing has begun, all calendars are alike, work needs several people at once, and the search is compiled."""
        several = any(
            sum(part.people for part in mode.parts) > 1 for task in self.instance.tasks for mode in task.modes
        )
        return stage.asks.last and several and can_relax(self.instance) and not why_slow()

    def turn(self, slice_: Slice) -> bool:
        """Raise the bound, and try timetables out with more and more patience."""
        problem = None if slice_.over else side_by_side(self.instance)
        if problem is None:
            return False
        self.clock.spend(PARAMETERS.set_up)
        turn = slice_.turn(PARAMETERS.share)
        weights = heaviest(problem, PARAMETERS.weights, self.setting.random)
        bound = weights.bound(problem.length)
        self._raise(bound)
        tables = Timetables(problem, weights, self.clock)
        steps, order = PARAMETERS.first, 0
        while not turn.turn_over:
            bound = max(bound, self.instance.moment_within(self.incumbent.bound))
            asked = order % len(weights.most), PARAMETERS.noise if order else 0, self.setting.random.randrange(1 << 30)
            answer = NONE
            while answer == NONE and not turn.turn_over:
                answer = tables.ask(bound, steps, turn, *asked)
                if answer == NONE:
                    bound += 1
                    self._raise(bound)
            if answer == TOO_MANY:
                break
            if answer == FOUND:
                self._take(tables, turn)
            low, high = bound + 1, self.incumbent.best.last_moment - 1
            while low <= high and not turn.turn_over:
                middle = (low + high) // 2
                if tables.ask(middle, steps // PARAMETERS.longer, turn, *asked) == FOUND:
                    self._take(tables, turn)
                    high = tables.last - 1
                else:
                    low = middle + 1
            order += 1
            steps = min(steps * PARAMETERS.longer, PARAMETERS.longest)
        return False

    def _raise(self, moment: int) -> None:
        """No plan ends before a grid moment."""
        self.incumbent.raise_bound(self.before[min(moment, self.instance.length)])

    def _take(self, tables: Timetables, turn: Slice) -> None:
        """Construct the order of a timetable, and look for names for it as it is where that is not as good."""
        head = network(self.instance).head
        start = {task.index: head[task.index] for task in self.instance.tasks} | tables.starts
        self.setting.take(Guide([float(start[number]) for number in range(len(self.instance.tasks))]))
        whole = all(task.index in tables.starts or not task.modes[0].parts for task in self.instance.tasks)
        if whole and tables.last < self.incumbent.best.last_moment and not turn.turn_over:
            table = Timetable(start, dict.fromkeys(start, 0), None, 0, {})
            effort = self.setting.effort(turn, min(PARAMETERS.staffing, turn.turn_left))
            self.incumbent.take(staffed(self.incumbent.best, table, effort, self.clock))
