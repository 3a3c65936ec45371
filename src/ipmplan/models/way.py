"""A way to use the solver in a stage: what each of them is, and what they share."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from random import Random
from typing import ClassVar, Protocol

from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.cpsat.solve import Effort
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.stage import Stage


class When(Enum):
    """When a way has its turn; see `improve.turns`."""

    FIRST = "asks about a part of the tasks, before all else"
    DEAL = "deals work out anew, in turns with others that do"
    OPEN = "once, near the beginning"
    BOUND = "goes straight for the bound, where the whole model is small"
    WHOLE = "takes everything, where that is small"
    AGAIN = "again and again, in turns with others that do, where it is not"


@dataclass(frozen=True)
class Setting:
    """What all ways of a stage share.

    Parameters
    ----------
    constructor
        Makes plans of priority lists.
    incumbent
        The best plan and its bound; where results go.
    workers
        Search workers that were asked for; 1 = nothing runs side by side.
    random
        The only source of random numbers.
    """

    constructor: Constructor
    incumbent: Incumbent
    workers: int
    random: Random

    @property
    def side_by_side(self) -> bool:
        """Whether local search has a thread of its own."""
        return self.incumbent.clock.side_by_side(self.workers)

    def take(self, guide: Guide) -> None:
        """Construct a plan, and keep it where it fits and is better."""
        with suppress(DoesNotFit):
            self.incumbent.take(self.constructor.build(guide))

    def effort(self, slice_: Slice, limit: float) -> Effort:
        """More search workers than cores: the lower bounds are much better, the plans about the same."""
        workers = 1 if self.workers == 1 else max(8, self.workers)
        return Effort(min(limit, slice_.left), workers, self.random.randrange(1 << 30))


class Way(Protocol):
    """A way of improving the best plan of a stage, or its bound; made once for each stage."""

    when: ClassVar[When]

    def __init__(self, setting: Setting) -> None: ...

    def supports(self, stage: Stage) -> bool:
        """Whether it is of any use in a stage."""

    def turn(self, slice_: Slice) -> bool:
        """Work until the turn ends, hand to the incumbent what is found; returns whether another turn may find more."""
