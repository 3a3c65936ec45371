"""Few tasks give way so that the others keep their place: for the goal that work stays where the plan before has it."""

from __future__ import annotations

from typing import ClassVar

from ipmplan.models.begin.giving_way import GivingWay
from ipmplan.models.incumbent import Slice
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


class GiveWay:
    """Changes the turns of single tasks of the plan before, and takes what moves least."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent

    def supports(self, stage: Stage) -> bool:
        """Where work is to stay."""
        return stage.asks.stays

    def turn(self, slice_: Slice) -> bool:
        """Descend, again and again from the best plan with a few changes, until the turn ends."""
        clock = self.incumbent.clock
        search = GivingWay(
            self.incumbent.stage,
            self.setting.random,
            lambda: slice_.over or clock.used >= slice_.turn_end,
            self.incumbent.spend,
        )
        tried = search.descend()
        self.incumbent.take(search.best)
        while tried and not search.done and not slice_.over and clock.used < slice_.turn_end:
            if search.disturb():
                self.incumbent.take(search.best)
        return not search.done
