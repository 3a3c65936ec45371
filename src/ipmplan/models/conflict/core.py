"""The smallest set of facts that cannot hold together, by leaving facts out and solving again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ipmplan.core.portfolio import Portfolio
from ipmplan.models.conflict.facts import Fact, conditions, involved, only, without
from ipmplan.models.conflict.probe import Prober

FEWEST_SECONDS = 0.2


@dataclass(frozen=True)
class Core:
    """Facts that cannot hold together.

    Parameters
    ----------
    demands
        Firm dates, budgets, consumables, `same` and `other`.
    conditions
        Pins, teams, pools and leave without which the demands could be met.
    tasks
        What the facts are about.
    minimal
        Whether every fact was shown to be needed.
    """

    demands: tuple[Fact, ...]
    conditions: tuple[Fact, ...]
    tasks: frozenset[str]
    minimal: bool


@dataclass
class CoreSearch:
    """Looks for a core of one portfolio.

    Parameters
    ----------
    portfolio
        The one that has no plan.
    demands
        All demands of the portfolio.
    prober
        Asks whether a portfolio has a plan.
    share
        Part of the time that is left which one question may take.
    most
        Part of the time that is left which all questions together may take.
    sure
        Whether every question about the last core was answered; set while it is looked for.
    """

    portfolio: Portfolio
    demands: Sequence[Fact]
    prober: Prober
    share: float = 0.1
    most: float = 1.0
    sure: bool = True
    _known: dict[tuple[frozenset[Fact], frozenset[Fact]], bool | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        clock = self.prober.clock
        self._end = clock.used + self.most * clock.left

    def of(self, suspects: Sequence[Fact]) -> Core | None:
        """A core within the demands: a suspect alone, else all suspects, else everything; None when nothing is proved."""
        for fact in suspects:
            if self._impossible([fact]):
                return self.around([fact])
        for several in (list(suspects), list(self.demands)):
            if len(several) > 1 and self._impossible(several):
                return self.around(self._thinned(several, self._impossible))
        return None

    def around(self, demands: Sequence[Fact]) -> Core:
        """The core of demands that cannot be met together, with the conditions that make it so."""
        self.sure = True
        demands = self._thinned(demands, self._impossible)
        tasks = involved(self.portfolio, demands)
        known = conditions(self.portfolio, tasks)

        def still(kept: Sequence[Fact]) -> bool:
            return self._impossible(demands, [fact for fact in known if fact not in kept])

        kept = self._thinned(known, still)
        return Core(tuple(demands), tuple(kept), tasks, self.sure)

    def reduced(self, demands: Sequence[Fact], dropped: Sequence[Fact] = ()) -> Portfolio:
        """The portfolio with these demands and the tasks that they are about alone."""
        chosen = set(demands)
        rest = [fact for fact in self.demands if fact not in chosen]
        return only(without(self.portfolio, [*rest, *dropped]), involved(self.portfolio, demands))

    def _impossible(self, demands: Sequence[Fact], dropped: Sequence[Fact] = ()) -> bool:
        """Whether it is proved that demands cannot be met, even with their tasks alone and without some conditions."""
        if not demands:
            return False
        key = frozenset(demands), frozenset(dropped)
        if key not in self._known and self.prober.clock.used >= self._end:
            self.sure = False
            return False
        if key not in self._known:
            limit = max(FEWEST_SECONDS, self.share * self.prober.clock.left)
            self._known[key] = self.prober.ask(self.reduced(demands, dropped), limit).possible
        if self._known[key] is None:
            self.sure = False
        return self._known[key] is False

    def _thinned(self, facts: Sequence[Fact], impossible: Callable[[Sequence[Fact]], bool]) -> list[Fact]:
        """Leave out what is not needed: large pieces first, then one by one."""
        left = list(facts)
        size = len(left)
        while size >= 1 and left:
            for start in range(0, len(left), size):
                piece = set(left[start : start + size])
                rest = [fact for fact in left if fact not in piece]
                if piece and impossible(rest):
                    return self._thinned(rest, impossible)
            size //= 2
        return left
