"""CP-SAT on everything at once, hinted with the best plan: finds better ones and raises the bound."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from ipmplan.instance.horizon import last_moment
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups, post_loads, post_pairs
from ipmplan.models.cpsat.solve import is_small, solve
from ipmplan.models.incumbent import Slice
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


class WholeModel:
    """Solves the whole model, where that is small, from the best plan."""

    when: ClassVar[When] = When.WHOLE

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock
        self.people = self.instance.has_people
        self.far = False

    def supports(self, _stage: Stage) -> bool:
        """Where the model is small."""
        return is_small(self.incumbent.best)

    def turn(self, slice_: Slice) -> bool:
        """One call of the solver, or two where the first proves something about a near horizon only."""
        self._solve(slice_, slice_.turn_left)
        return True

    def _solve(self, slice_: Slice, limit: float) -> None:
        hint = self.incumbent.best
        capped = self.stage.asks.last
        horizon, holds = self._horizon(hint)
        draft = Draft(hint, horizon=horizon)
        post_all(draft)
        term = self.stage.post(draft)
        if self.stage.counts_finishes:
            post_groups(draft)
            post_pairs(draft)
        if capped:
            post_loads(draft, term)
        if term.exact and not isinstance(term.expr, int):
            draft.model.add(term.expr >= self.incumbent.bound)
        effort = replace(self.setting.effort(slice_, limit), polite=not self.people)

        def heard(value: float, bound: float) -> None:
            self.incumbent.heard(value, bound if holds else 0)

        outcome = solve(draft, term, effort, self.clock, heard if term.exact else None, lambda: self.incumbent.proved)
        self.incumbent.take(outcome.solution)
        if not holds:
            if outcome.proved and not self.far:
                self.far = True
                if not slice_.over:
                    self._solve(slice_, limit)
        elif term.exact and outcome.bound is not None:
            self.incumbent.raise_bound(int(outcome.bound + 1 - 1e-6))

    def _horizon(self, hint: Solution) -> tuple[int, bool]:
        """Grid moment up to which plans are looked for, and whether none that ends later is better.

        What is better may take much longer: the cheap people may be slow, and a licence that shortens what nobody waits for
        is needed elsewhere. So a proof within a near horizon is none, and all of it is looked at next.
        """
        if self.stage.asks.last:
            return hint.last_moment, True
        near = min(self.instance.length, 2 * hint.last_moment)
        enough = last_moment(self.instance, money=self.stage.asks.money)
        if enough is None:
            return self.instance.length if self.far else near, False
        if enough <= near:
            return near, True
        if self.far or is_small(hint, last=enough):
            return enough, True
        return near, False
