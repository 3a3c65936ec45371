"""Straight for the bound: "is there a plan that ends at the bound?" leaves every task the narrowest window."""

from __future__ import annotations

from typing import ClassVar

from ipmplan.instance.horizon import Window
from ipmplan.instance.network import network
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups, post_loads, post_pairs
from ipmplan.models.cpsat.solve import is_small, solve
from ipmplan.models.incumbent import NEAR, Slice
from ipmplan.models.rules import post_all
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


class AtTheBound:
    """Asks for a plan as good as the bound, and raises the bound where there is none."""

    when: ClassVar[When] = When.BOUND

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock

    def supports(self, stage: Stage) -> bool:
        """Where the last finish counts, nothing has begun, people matter and the model is small."""
        whole = is_small(self.incumbent.best) and self.instance.has_people
        return whole and stage.asks.last and not self.instance.has_started

    def turn(self, slice_: Slice) -> bool:
        """Ask for a plan as good as the bound.

        When there is none, the bound rises (destructive improvement: Klein & Scholl 1999, "Computing lower bounds by
        destructive improvement", EJOR 112, 322-346), and it is asked again.
        """
        incumbent, bounds = self.incumbent, network(self.instance)
        end = slice_.turn_end
        while not slice_.over and self.clock.used < end and incumbent.valid:
            bound = incumbent.bound
            if not incumbent.is_near(NEAR):
                return False
            last = self.instance.moment_within(bound)
            windows = {
                task.index: Window(bounds.head[task.index], last - bounds.rest[task.index])
                for task in self.instance.tasks
                if all(mode.wait is None or mode.uses for mode in task.modes)
            }
            if any(window.end < window.start for window in windows.values()):
                return False
            draft = Draft(incumbent.best, windows=windows, horizon=last)
            post_all(draft)
            term = self.stage.post(draft)
            post_groups(draft)
            post_pairs(draft)
            post_loads(draft, term)
            draft.model.add(term.expr <= bound)
            effort = self.setting.effort(slice_, end - self.clock.used)
            outcome = solve(draft, None, effort, self.clock, enough=lambda: incumbent.proved, sure=True)
            incumbent.take(outcome.solution)
            if outcome.solution is not None or not outcome.proved:
                return False
            incumbent.raise_bound(bound + 1)
        return False
