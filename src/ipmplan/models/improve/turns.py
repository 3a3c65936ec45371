"""The solver on a stage: in which order the ways of improving have their turns, and for how long.

What each way does stands in its file. All run outside Python's lock, so that local search beside them has a core of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.cpsat.solve import is_small
from ipmplan.models.improve.at_the_bound import AtTheBound
from ipmplan.models.improve.choose_anew import ChooseAnew
from ipmplan.models.improve.give_way import GiveWay
from ipmplan.models.improve.level_loads import LevelLoads
from ipmplan.models.improve.neighbourhoods import Neighbourhoods
from ipmplan.models.improve.promised.promised_people import PromisedPeople
from ipmplan.models.improve.promised.promises import Promises
from ipmplan.models.improve.rank_projects import RankProjects
from ipmplan.models.improve.restaff import Restaff
from ipmplan.models.improve.side_by_side.way import BranchSideBySide
from ipmplan.models.improve.who_first import WhoFirst
from ipmplan.models.improve.whole_model import WholeModel
from ipmplan.models.improve.without_names import WithoutNames
from ipmplan.models.incumbent import NEAR, Slice
from ipmplan.models.local.thread import LocalThread
from ipmplan.models.way import Setting, Way, When

WAYS: tuple[type[Way], ...] = (
    Promises,
    RankProjects,
    GiveWay,
    WhoFirst,
    PromisedPeople,
    LevelLoads,
    ChooseAnew,
    BranchSideBySide,
    WithoutNames,
    AtTheBound,
    WholeModel,
    Restaff,
    Neighbourhoods,
)
"""All ways of improving. Among those of one part, the order is the one in which they are asked first."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parts of what is left of a stage for each turn.

    docs/search.md has the figures of this order as a whole; single values are set by hand where nothing else is said.

    Parameters
    ----------
    first
        For each of the first ways; twice as much leaves local search too little of the core (docs/search.md, *one promise first*).
    once
        What each of them has at the most before the others have had theirs, in the clock's unit.
    alone
        What local search needs alone of a long stage, in the clock's unit: the first ways have the rest, once more.
    staying
        For what gives way, where work is to stay.
    dealing, dealing_on, dealing_again
        For dealing work out: at first; at once again, and after the timetable, while the best plan is `loaded`.
    loaded
        Ratio of the best plan to the bound up to which loads are likely to be what binds. Dealing for all of the time is worse
        (docs/search.md: 0.5 % against 0.2 % on the six hardest of imopse).
    straight
        For going straight for the bound.
    whole
        For the whole model, where people matter; local search has the rest.
    whole_without_people
        The same where they do not.
    choosing
        For choosing anew after that.
    local
        For a second local search on this core, where the plan is `loaded`; elsewhere it has all that is left (docs/search.md, *second
        local search*).
    """

    first: float = 0.35
    once: float = 4.0
    alone: float = 7.0
    staying: float = 0.7
    dealing: float = 0.1
    dealing_on: float = 0.6
    dealing_again: float = 0.5
    loaded: float = 1.06
    straight: float = 0.6
    whole: float = 0.5
    whole_without_people: float = 0.2
    choosing: float = 0.4
    local: float = 0.8


PARAMETERS = Parameters()


class SolverThread:
    """CP-SAT on one stage."""

    def __init__(self, constructor: Constructor, slice_: Slice, workers: int, random: Random) -> None:
        self.slice = slice_
        self.incumbent = slice_.incumbent
        self.clock = slice_.incumbent.clock
        self.random = random
        setting = Setting(constructor, self.incumbent, workers, random)
        stage = self.incumbent.stage
        made = [way(setting) for way in WAYS]
        self.ways = [way for way in made if way.supports(stage)]
        self.whole = is_small(self.incumbent.best)
        self.people = stage.instance.has_people

    def run(self) -> None:
        """Work until the stage is over.

        Without people, local search finds the better plans: where the solver does not close the gap soon, a second local
        search takes its core, for a while or, where the gap is wide, to the end. Where people matter, the solver finds what
        local search does not, and has the first half of what is left.
        """
        self.first()
        self.deal(PARAMETERS.dealing)
        if self.incumbent.is_near(PARAMETERS.loaded):
            self.deal(PARAMETERS.dealing_on)
        self.open()
        if self.incumbent.is_near(PARAMETERS.loaded):
            self.deal(PARAMETERS.dealing_again)
        if self.whole and self.people:
            self._each(When.BOUND, PARAMETERS.straight)
            if not self.incumbent.is_near(NEAR):
                self._each(When.WHOLE, PARAMETERS.whole)
                self._local(1.0)
        elif self.whole and not self.slice.over:
            self._each(When.WHOLE, PARAMETERS.whole_without_people)
            if not self.incumbent.is_near(NEAR):
                self.deal(PARAMETERS.choosing)
                self._local(PARAMETERS.local if self.incumbent.is_near(PARAMETERS.loaded) else 1.0)
        while not self.slice.over:
            self.turn(self.slice.left)

    def first(self) -> None:
        """What looks at a part of the tasks by itself, or at whole projects.

        Where there are several ways each is asked for a moment before one has a long turn: what the one finds makes the other's
        question smaller.
        """
        ways = self._of(When.FIRST)
        if len(ways) > 1:
            ways = [
                way for way in ways if way.turn(self.slice.turn(min(PARAMETERS.first, self._part(PARAMETERS.once))))
            ]
        least = PARAMETERS.staying if self.incumbent.stage.asks.stays else PARAMETERS.first
        for way in ways:
            way.turn(self.slice.turn(max(least, 1 - self._part(PARAMETERS.alone))))

    def deal(self, share: float) -> None:
        """Deal work out anew, and ask for better plans in which some tasks are done otherwise, for a part of the time.

        Each way has as much time as the other while both are of use.
        """
        turn = self.slice.turn(share)
        spent = dict.fromkeys(self._of(When.DEAL), 0.0)
        while spent and self.clock.used < turn.turn_end:
            way = min(spent, key=spent.__getitem__)
            began = self.clock.used
            if way.turn(turn):
                spent[way] += self.clock.used - began
            else:
                del spent[way]

    def open(self) -> None:
        """What is done once."""
        self._each(When.OPEN, 1.0)

    def turn(self, limit: float) -> None:
        """One call of the solver, which takes `limit` of the clock's unit at the most."""
        ways = self._of(When.WHOLE) or self._of(When.AGAIN)
        while len(ways) > 1 and self.random.random() >= 1 / len(ways):
            ways = ways[1:]
        ways[0].turn(Slice(self.incumbent, self.slice.began, self.slice.end, self.clock.used + limit))

    def _part(self, units: float) -> float:
        """Part of what is left of the stage that an amount of the clock's unit is."""
        return min(1.0, units / max(1e-9, self.slice.left))

    def _of(self, when: When) -> list[Way]:
        return [way for way in self.ways if way.when is when]

    def _each(self, when: When, share: float) -> None:
        for way in self._of(when):
            way.turn(self.slice.turn(share))

    def _local(self, share: float) -> None:
        """A second local search on this core, for a part of the time."""
        end = self.slice.turn(share).turn_end
        if not self.slice.over:
            LocalThread(self.slice, Random(self.random.randrange(1 << 30))).run(lambda: self.clock.used >= end)
