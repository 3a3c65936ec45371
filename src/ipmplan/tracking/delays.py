"""What a later begin of some work does to dated milestones, the order of all other work kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from ipmplan.network import PlanNetwork, rebuild
from ipmplan.network.calendars import PORTFOLIO
from ipmplan.network.columns import GroupColumn
from ipmplan.study.reading import Reading
from ipmplan.study.scope import Due
from ipmplan.tracking.moved import Moved, latest_first

if TYPE_CHECKING:
    from ipmplan.network.data import Table


class Delays:
    """What a later begin of some groups does to dated milestones, order and people kept."""

    def __init__(self, plan: Reading, network: PlanNetwork) -> None:
        self.plan = plan
        self.network = network
        self.starts = network.groups[:, GroupColumn.START]
        # As planned, also where the plan is an old one and its tables have gone on.
        self.now = self.ends([], 0)
        self.limits = np.maximum(network.limits, self.now)[network.limits < network.calendars.far]

    def ends(self, groups: Sequence[int], tick: int) -> Table:
        """int32, (tasks,). Ends of all tasks when these groups begin at a tick at the earliest."""
        starts = self.starts.copy()
        at = min(tick - self.network.origin, self.network.calendars.far - 1)
        own = list(groups)
        starts[own] = np.maximum(starts[own], at)
        ends: Table = rebuild(self.network, not_before=starts[:, None]).task_ends[:, 0]
        return ends

    def needed_by(self, groups: Sequence[int], answer: int) -> date | None:
        """Last day with whose beginning these groups may wait; None when no dated milestone waits for them."""
        grid, network = self.plan.grid, self.network
        first = grid.day(answer)
        last = grid.day(network.origin + network.calendars.far - 1)
        if self._keeps(groups, grid.start_of(last)):
            return None
        # The last day that is kept, and the first that is not: as planned all is kept.
        low, high = 0, (last - first).days
        while high - low > 1:
            middle = (low + high) // 2
            if self._keeps(groups, grid.start_of(first + timedelta(days=middle))):
                low = middle
            else:
                high = middle
        return first + timedelta(days=low)

    def _keeps(self, groups: Sequence[int], tick: int) -> bool:
        dated = self.network.limits < self.network.calendars.far
        return bool((self.ends(groups, tick)[dated] <= self.limits).all())

    def delay(self, groups: Sequence[int], tick: int) -> tuple[Moved, ...]:
        """Dated milestones that move when these groups begin at a tick at the earliest, the latest first."""
        ends = self.ends(groups, tick)
        found = (self._moved(due, ends) for due in self.plan.scope.dues if due.end is not None)
        return latest_first(one for one in found if one is not None)

    def _moved(self, due: Due, ends: Table) -> Moved | None:
        plan, network = self.plan, self.network
        rows = [network.row[name] for name in due.tasks if name in network.row]
        if not rows or due.end is None:
            return None
        was = int(self.now[rows].max()) + network.origin
        now = int(ends[rows].max()) + network.origin
        if now <= was:
            return None
        never = now >= network.origin + network.calendars.far
        before = network.calendars.before[PORTFOLIO]
        counts = [
            int(before[min(max(at - network.origin, 0), network.calendars.far - 1)]) for at in (was, now, due.end)
        ]
        hours = network.hours(counts[1] - counts[0])
        late = [max(0, count - counts[2] + due.buffer) for count in counts[:2]]
        moment = None if never else plan.grid.moment(now)
        return Moved(
            due.id, due.kind, due.project, plan.grid.moment(was), moment, hours, network.hours(late[1] - late[0])
        )
