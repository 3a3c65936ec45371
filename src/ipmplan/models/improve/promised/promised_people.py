"""Who does what where promises are tight: people of all tasks without time, and time for the first promises alone.

What a goal costs is decided by who works, and whether the promises that are due first are kept, by when these few tasks are done: in one
model, both. Where it has no answer, no plan is so good. An answer leads to a plan of the whole with the goals turned round: it is as good
as was asked from the beginning, promises are broken, and local search makes them whole. (Logic-based Benders decomposition with a part of
the subproblem in its master: Hooker 2007, "Planning and scheduling by logic-based Benders decomposition", Operations Research 55(3), 588-602.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from ipmplan.models.construct.constructor import DoesNotFit, choosing
from ipmplan.models.construct.priorities import FOREMOST
from ipmplan.models.construct.staffing import Modes, People
from ipmplan.models.construct.without_time import MAKING, Reach, WithoutTime, pairs_of
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, is_small, run_model
from ipmplan.models.improve.allowed import is_promised, reach_of
from ipmplan.models.improve.promised.early import Early, drafted, dues_of, part_of
from ipmplan.models.improve.promised.making_whole import PARAMETERS as MAKING_WHOLE
from ipmplan.models.improve.promised.making_whole import MakingAside, MakingWhole
from ipmplan.models.incumbent import Slice
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, is_about_people, keep_cap, least_of, promise_of
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How large the part is and how long all this takes; times are in the clock's unit (docs/search.md has figures, *promised people*).

    Parameters
    ----------
    literals
        Size of the part's model (see `is_small`): on the studio 38 tasks are answered in 2 CPU seconds, and 53 not in 15.
    most_literals
        Pairs of a part and a person up to which there is a model of people without time.
    share, least
        Part of what is left of the stage that this takes, and what it takes in any case.
    asking
        For one answer at the most: with another seed it is often found soon.
    answers
        Times that a question is asked before an easier one is.
    climbs
        How often local search begins from an answer's plans before another is asked for, where it takes turns with that.
    nearest
        Part of what is left of the turn, for few changes of hands.
    freed
        Tasks at the most that may be done by anybody where the answer's people do not fit.
    """

    literals: int = 6_000
    most_literals: int = 60_000
    share: float = 0.9
    least: float = 3.0
    asking: float = 1.2
    answers: int = 3
    climbs: int = 3
    nearest: float = 0.3
    freed: int = 20


PARAMETERS = Parameters()


@dataclass(frozen=True)
class PromisedQuestion:
    """The model of a question.

    Parameters
    ----------
    draft
        Time of the part's tasks.
    people
        People of all tasks, in the same model.
    complete
        Whether every plan that is so good can be found in it.
    """

    draft: Draft
    people: WithoutTime
    complete: bool


@dataclass(frozen=True)
class PromisedAnswer:
    """Who does the part's tasks, and when.

    Parameters
    ----------
    starts
        Grid moments at which they begin, by task.
    does
        Whether somebody does something, by task, mode, index of the part within the mode, and person; the part's tasks only.
    """

    starts: Mapping[int, int]
    does: Mapping[tuple[int, int, int, int], int]


class PromisedPeople:
    """Asks for better people under promises, and leads answers to plans."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.clock = self.incumbent.clock
        self.stage = self.incumbent.stage
        self.instance = self.stage.instance
        self.dues = dues_of(self.instance)
        self.least = 0
        self.count = len(self.dues)
        self.aside = MakingAside(self.incumbent) if setting.side_by_side else None

    def supports(self, stage: Stage) -> bool:
        """Where who works counts under promises, all tasks are there, and the models are not too large."""
        instance = stage.instance
        return (
            is_promised(stage)
            and instance.held is None
            and 0 < pairs_of(instance) <= PARAMETERS.most_literals
            and bool(self.dues)
        )

    def turn(self, slice_: Slice) -> bool:
        """Ask for as much as the bound leaves, then for half of that, until a part of the stage is over."""
        if slice_.left < MAKING * pairs_of(self.instance):
            return False
        limit = max(PARAMETERS.share * slice_.left, min(PARAMETERS.least, slice_.left))
        mine = slice_.within(limit)
        self.incumbent.aside = self.aside
        reach = reach_of(self.stage)
        first = True
        while reach is not None and not mine.turn_over and self.incumbent.valid:
            value, least = self.stage.measure(self.incumbent.best), max(self.incumbent.bound, self.least)
            if least >= value or not self._aim(least if first else (least + value - 1) // 2, mine, reach):
                return False
            first = False
        return True

    def _aim(self, aim: int, slice_: Slice, reach: Reach) -> bool:
        """Look for a plan that is worth an amount; returns whether to ask for another."""
        for _ in range(PARAMETERS.answers):
            part = self._part()
            if part is None:
                return False
            asked = self._model(part, aim, reach)
            if asked is None:
                break
            answer, refuted = self._ask(asked, part, aim, slice_)
            if refuted and asked.complete:
                self.incumbent.raise_bound(aim + 1)
            if refuted:
                break
            starts = [] if answer is None else self._plans(answer, aim, slice_, reach)
            if self._reached(aim) or (starts and self._climb(starts, aim, slice_)):
                return True
            # With as many the answer would be the same, or as long in coming.
            self.count = max(1, self.count - 1)
            if slice_.turn_over:
                return False
        self.least = aim + 1
        return True

    def _part(self) -> Early | None:
        """As many of the first promises as the solver answers for; one less after each question that it did not."""
        best, found = self.incumbent.best, None
        # Parts grow with their promises; each takes long to make where there are many, and mostly as many as last time fit.
        least, most = 0, self.count
        middle = most
        while least < most:
            part = part_of(self.instance, self.dues[:middle])
            if is_small(part.rows(best), PARAMETERS.literals):
                least, found = middle, part
            else:
                most = middle - 1
            middle = (least + most + 1) // 2
        self.count = least
        return found

    def _model(self, part: Early, aim: int, reach: Reach) -> PromisedQuestion | None:
        """Both models in one, and the goal at most what is aimed at; None where promises cannot be kept."""
        made = drafted(part.rows(self.incumbent.best), promise_of(self.stage).limit - part.rest)
        if made is None:
            return None
        draft, model = made.draft, made.draft.model
        people = WithoutTime(self.instance, reach, model)
        self._limit(people, aim)
        people.hint(self.incumbent.best.choices)
        for number, task in enumerate(part.tasks):
            for mode, literal in draft.modes[number].items():
                model.add(literal == people.modes[task][mode])
            for job in draft.jobs[number]:
                model.add(job.does == people.does[task, job.mode, job.part, job.person])
        return PromisedQuestion(draft, people, made.complete)

    def _limit(self, people: WithoutTime, aim: int) -> None:
        """Caps that are about people, and what is aimed at."""
        for cap in self.stage.caps:
            if is_about_people(cap.goal):
                keep_cap(cap, people)
        least = least_of(self.stage.goal, people)
        assert least is not None
        people.model.add(least <= aim)

    def _ask(self, asked: PromisedQuestion, part: Early, aim: int, slice_: Slice) -> tuple[PromisedAnswer | None, bool]:
        """An answer, and whether there is none."""
        people, draft = asked.people, asked.draft
        solver = people.cp.CpSolver()
        status = run_model(
            solver,
            people.model,
            self._effort(min(PARAMETERS.asking, slice_.turn_left)),
            self.clock,
            enough=lambda: self._reached(aim),
            sure=True,
        )
        if status not in (people.cp.OPTIMAL, people.cp.FEASIBLE):
            return None, status == people.cp.INFEASIBLE
        inside = set(part.tasks)
        return PromisedAnswer(
            {task: solver.value(draft.start[number]) for number, task in enumerate(part.tasks)},
            {key: solver.value(literal) for key, literal in people.does.items() if key[0] in inside},
        ), False

    def _plans(self, answer: PromisedAnswer, aim: int, slice_: Slice, reach: Reach) -> Sequence[Solution]:
        """Plans of an answer in which few others change hands: the part's tasks come first, or in their time."""
        best = self.incumbent.best
        people = WithoutTime(self.instance, reach)
        self._limit(people, aim)
        for key, does in answer.does.items():
            people.model.add(people.does[key] == does)
        people.model.minimize(sum(people.hint(best.choices)))
        solver = people.cp.CpSolver()
        status = run_model(solver, people.model, self._effort(slice_.turn_left * PARAMETERS.nearest), self.clock)
        if status not in (people.cp.OPTIMAL, people.cp.FEASIBLE):
            return ()
        modes, who = people.read(solver.value)
        plans = []
        # Where the part comes before all else, what somebody has to do before they leave may not fit any more.
        for ahead in (FOREMOST, 0):
            keys = [float(answer.starts.get(task, choice.start)) for task, choice in enumerate(best.choices)]
            for task in answer.starts:
                keys[task] -= ahead
            plans.append(self._fitting(keys, modes, who))
        return [plan for plan in plans if plan is not None]

    def _fitting(self, keys: Sequence[float], modes: Modes, people: People) -> Solution | None:
        """The plan of some keys and people; what does not fit is done by anybody."""
        kept = dict(people)
        for _ in range(PARAMETERS.freed):
            self.incumbent.spend(1, 1)
            try:
                return self.setting.constructor.build(choosing(self.instance, keys, modes, kept))
            except DoesNotFit as error:
                mine = [key for key in kept if key[0] == error.task.index]
                if not mine:
                    return None
                for key in mine:
                    del kept[key]
        return None

    def _climb(self, starts: Sequence[Solution], aim: int, slice_: Slice) -> bool:
        """Make promises whole in plans that are as good as is aimed at; returns whether that was done.

        Where local search has a thread of its own, it does the same beside that, and goes on while the next question is asked.
        """
        made = self._making(starts, aim)
        if self.aside is not None:
            self.aside.add(self._making(starts[::-1], aim))
        while made.ended < PARAMETERS.climbs and not slice_.turn_over and not self._reached(aim):
            found = made.go_on()
            self.incumbent.spend(MAKING_WHOLE.together, 1)
            if found is not None:
                self.incumbent.take(found)
                return True
        return self._reached(aim)

    def _making(self, starts: Sequence[Solution], aim: int) -> MakingWhole:
        return MakingWhole(self.incumbent, aim, starts, Random(self.setting.random.randrange(1 << 30)))

    def _reached(self, aim: int) -> bool:
        """Whether a plan is so good by now, whoever found it."""
        return self.incumbent.valid and self.incumbent.measured <= aim

    def _effort(self, limit: float) -> Effort:
        return Effort(limit, 1, self.setting.random.randrange(1 << 30))
