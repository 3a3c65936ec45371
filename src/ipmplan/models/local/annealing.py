"""How far a run of annealing is, and how warm."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Annealing:
    """A run that anneals ranks of projects: how many steps it has, how warm it began, and how many steps are done."""

    steps: int
    heat: float
    done: int = 0

    @property
    def patience(self) -> float:
        """From how warm it began down to 0."""
        return self.heat * max(0.0, 1 - self.done / self.steps)

    @property
    def over(self) -> bool:
        """Whether all steps are done."""
        return self.done >= self.steps

    def after(self, count: int) -> Annealing:
        """The same, some steps later."""
        return replace(self, done=self.done + count)
