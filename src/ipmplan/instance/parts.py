"""What an instance is made of: tasks with their modes and parts, links, due dates, projects, pools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipmplan.core.work import counts_time


@dataclass(frozen=True, slots=True)
class PartModel:
    """A part of a mode.

    Parameters
    ----------
    number
        The part's number within its alternative.
    skill
        That it asks for; empty = none.
    people
        How many different people do it.
    share
        Per cent of a person's time.
    length
        Own slots that pass, by the index of each person who may do it.
    kind
        Parts with the same number have the same lengths.
    group
        Parts with the same group start together; None = on its own.
    piece
        Whether it is the rest of started work.
    """

    number: int
    skill: str
    people: int
    share: int
    length: Mapping[int, int]
    kind: int
    group: int | None = None
    piece: bool = False

    @property
    def alike(self) -> tuple[int, int]:
        """The same for parts of a kind with the same share: they have the same people and lengths."""
        return self.kind, self.share


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do a task, with the number of people of every part decided.

    Parameters
    ----------
    alternative
        Its number.
    parts
        Empty for a wait.
    wait
        Portfolio slots that pass; None when people work.
    uses
        Units by pool index, the task's own and the alternative's together.
    cost
        Cents paid when it is chosen.
    end_bound
        Of a wait: portfolio slots, counted from the status date and possibly negative, that must have passed before its
        end, by links from what is known; None = nothing said.
    """

    alternative: int
    parts: tuple[PartModel, ...]
    wait: int | None
    uses: Mapping[int, int]
    cost: int
    end_bound: int | None = None

    @property
    def seats(self) -> int:
        """How many people it takes."""
        return sum(part.people for part in self.parts)


@dataclass(frozen=True, slots=True)
class TaskModel:
    """A task that still has something to plan.

    Parameters
    ----------
    index, id, project
        Own index, id, and the project's index, -1 = none.
    modes
        The ways to do it.
    release
        First slot at which work may start.
    start_bound, end_bound
        Portfolio slots, counted from the status date and possibly negative, that must have passed before its start
        and before the end of work; None = nothing said.
    started
        Tick at which it started, None when it has not.
    latest
        Last slot at which it may start; None = nothing said.
    """

    index: int
    id: str
    project: int
    modes: tuple[Mode, ...]
    release: int
    start_bound: int | None
    end_bound: int | None
    started: int | None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A link between two tasks that are both to plan; `lag` in portfolio slots."""

    before: int
    after: int
    type: str
    lag: int

    @property
    def counts_time(self) -> bool:
        """Whether it counts portfolio time between two moments, or only orders them."""
        return counts_time(self.type, self.lag)


@dataclass(frozen=True, slots=True)
class DueModel:
    """A milestone whose tasks are (partly) to plan.

    Parameters
    ----------
    id
        Of the milestone, project or task.
    tasks
        Their indexes.
    target
        Portfolio slots from the status date to the due moment less the buffer.
    firm
        Grid moment that no end must pass; None when the date may slip.
    firm_start
        The same for what begins and ends at the start of a slot, a wait without length.
    weight
        Scaled by `Instance.weight_scale`.
    done
        Portfolio slots from the status date (negative) to the finish of its finished tasks.
    """

    id: str
    tasks: tuple[int, ...]
    target: int
    firm: int | None
    firm_start: int | None
    weight: int
    done: int


@dataclass(frozen=True, slots=True)
class Relation:
    """`same`/`other`: who does the parts of `task` must (not) be among those who do `other` (or among `people`)."""

    task: int
    same: bool
    other: int | None
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class ProjectModel:
    """A project's money in cents: what is certain, and the cap.

    Parameters
    ----------
    id
        Its id.
    tasks
        Their indexes.
    weight
        Scaled by `Instance.weight_scale`.
    fixed
        Actuals, bookings and fixed costs; nothing that the planner can change.
    budget
        None = no budget or no money.
    hard
        Whether the budget must hold.
    done
        Portfolio slots from the status date to the finish of what is already fixed; 0 when that lies behind.
    """

    id: str
    tasks: tuple[int, ...]
    weight: int
    fixed: int
    budget: int | None
    hard: bool
    done: int


@dataclass(frozen=True, slots=True)
class PoolModel:
    """A pool; `capacity` of a consumable is what finished work has left."""

    id: str
    capacity: int
    consumable: bool
