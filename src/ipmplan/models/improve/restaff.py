"""Other people, nearly the same times: for goals that count who works, not only when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ipmplan.instance.horizon import Window
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import solve
from ipmplan.models.incumbent import Slice
from ipmplan.models.rules import post_all
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long a call may take.

    Parameters
    ----------
    limit
        The most of a call, in the clock's unit; set by hand, without figures.
    """

    limit: float = 3.0


PARAMETERS = Parameters()


class Restaff:
    """Keeps all times, or nearly, and chooses who does what anew."""

    when: ClassVar[When] = When.AGAIN

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock
        self.random = setting.random

    def supports(self, stage: Stage) -> bool:
        """Where people matter."""
        return not stage.counts_finishes

    def turn(self, slice_: Slice) -> bool:
        """One call of the solver, from the best plan."""
        hint = self.incumbent.best
        near = self.random.choice((0, self.instance.slots_a_day))
        windows = {
            task.index: Window(max(task.release, choice.start - near), min(choice.end + near, hint.last_moment))
            for task, choice in zip(self.instance.tasks, hint.choices, strict=True)
        }
        draft = Draft(hint, windows=windows, horizon=hint.last_moment)
        post_all(draft)
        outcome = solve(
            draft,
            self.stage.post(draft),
            self.setting.effort(slice_, min(PARAMETERS.limit, slice_.turn_left)),
            self.clock,
        )
        self.incumbent.take(outcome.solution)
        return True
