"""Share work out by exchanging it, until everybody's fits before a moment; modes stay as they are.

A tabu search over loads: somebody who has too much gives a seat away, or exchanges it for another's, and a seat that has
changed hands stays for some steps. (Glover 1989, "Tabu search, part I", ORSA Journal on Computing 1(3), 190-206.)
Where work has to be packed without a gap it finds in a tenth of a second what the model of `level_loads` does not in a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance
from ipmplan.models.construct.staffing import People
from ipmplan.models.solution import Solution

FORBIDDEN = 1e18

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long seats are exchanged, and how; set by hand (docs/search.md has figures of the whole, *exchanging work*).

    Parameters
    ----------
    most_steps
        Steps at the most.
    most_pairs
        Pairs of seats that are compared at the most, times people.
    stays
        Steps for which a seat stays that has changed hands: at random between them, the second excluded.
    noise
        Most that is added to an excess at random. Amounts are in hundredths of an own slot, and squared: a fifth of a slot's.
    """

    most_steps: int = 2000
    most_pairs: int = 40_000_000
    stays: tuple[int, int] = (3, 11)
    noise: float = 2000.0


PARAMETERS = Parameters()


@dataclass(frozen=True)
class _Seats:
    """Seats of a plan, one row each.

    Parameters
    ----------
    task
        Of each seat.
    load
        Seats by people: what a seat takes of somebody, in hundredths of own slots; below 0 where they may not have it.
    room
        What each person has before the moment, in the same unit.
    """

    task: Ints
    load: Ints
    room: Ints

    def after(self, load: Ints, person: Ints | int) -> Floats:
        """Squared excess of people with a load."""
        return np.maximum(0, load - self.room[person]).astype(np.float64) ** 2


def can_share(instance: Instance) -> bool:
    """Whether nothing but time and skills says who may do what."""
    return not instance.relations and not instance.tight_budgets and not instance.has_started


def has_room(instance: Instance, last: int) -> bool:
    """Whether all people together have as much time before a grid moment as the least that all work takes."""
    able: set[int] = set()
    least = 0
    for task in instance.tasks:
        amounts = [
            sum(part.people * part.share * min(part.length.values(), default=0) for part in mode.parts)
            for mode in task.modes
        ]
        least += min(amounts)
        able.update(person for mode in task.modes for part in mode.parts for person in part.length)
    return least <= sum(_room(instance, person, last) for person in able)


def _room(instance: Instance, person: int, last: int) -> int:
    """Hundredths of own slots before a grid moment."""
    return 100 * instance.axes[person].before_list[last]


def shared_out(hint: Solution, last: int, random: Random) -> tuple[People | None, int]:
    """Give work to other people until everybody's fits before a grid moment.

    Returns
    -------
    tuple
        People by task and part number, None when none were found or it fits as it is; and how many steps were made.
    """
    draw = np.random.default_rng(random.randrange(1 << 30))
    seats, holder = _seats(hint, last)
    number = np.arange(len(holder))
    load = np.zeros(len(seats.room), np.int64)
    np.add.at(load, holder, seats.load[number, holder])
    at = np.zeros((len(hint.choices), len(seats.room)), np.bool_)
    at[seats.task, holder] = True
    until = np.zeros(len(holder), np.int64)
    most = min(PARAMETERS.most_steps, PARAMETERS.most_pairs * len(load) // max(1, len(holder)) ** 2)
    for step in range(most):
        busy = np.flatnonzero(load > seats.room)
        if not len(busy):
            return (_people(hint, holder) if step else None), step
        giver = int(busy[draw.integers(len(busy))])
        seat, other, taker = _best(seats, holder, load, at, until > step, giver, draw)
        if seat < 0:
            continue
        for moved, source, target in ((seat, giver, taker), (other, taker, giver)):
            if moved >= 0:
                load[source] -= seats.load[moved, source]
                load[target] += seats.load[moved, target]
                at[seats.task[moved], source], at[seats.task[moved], target] = False, True
                holder[moved] = target
                until[moved] = step + draw.integers(*PARAMETERS.stays)
    return None, most


def _best(
    seats: _Seats,
    holder: Ints,
    load: Ints,
    at: NDArray[np.bool_],
    stays: NDArray[np.bool_],
    giver: int,
    draw: np.random.Generator,
) -> tuple[int, int, int]:
    """The seat to give away, the seat to take for it (-1 = none), and who takes it; the seat is -1 where there is no way."""
    able = seats.load >= 0
    mine = np.flatnonzero((holder == giver) & ~stays)
    theirs = np.flatnonzero((holder != giver) & ~stays & able[:, giver] & ~at[seats.task, giver])
    if not len(mine):
        return -1, -1, -1
    before = seats.after(load, np.arange(len(load)))
    gone = load[giver] - seats.load[mine, giver]
    gifts = seats.after(gone, giver)[:, None] + seats.after(load + seats.load[mine], np.arange(len(load))) - before
    gifts = gifts + PARAMETERS.noise * draw.random(gifts.shape)
    gifts[~able[mine] | at[seats.task[mine]]] = FORBIDDEN
    takers = holder[theirs]
    left = gone[:, None] + seats.load[theirs, giver]
    right = load[takers] - seats.load[theirs, takers] + seats.load[np.ix_(mine, takers)]
    swaps = seats.after(left, giver) + seats.after(right, takers) - before[takers]
    swaps = swaps + PARAMETERS.noise * draw.random(swaps.shape)
    swaps[~able[np.ix_(mine, takers)] | at[np.ix_(seats.task[mine], takers)]] = FORBIDDEN
    if swaps.size and swaps.min() <= gifts.min():
        row, column = divmod(int(swaps.argmin()), len(theirs))
        found = float(swaps[row, column]), int(mine[row]), int(theirs[column]), int(takers[column])
    else:
        row, column = divmod(int(gifts.argmin()), len(load))
        found = float(gifts[row, column]), int(mine[row]), -1, column
    return found[1:] if found[0] < FORBIDDEN else (-1, -1, -1)


def _seats(hint: Solution, last: int) -> tuple[_Seats, Ints]:
    """Seats of a plan, and who has them."""
    instance = hint.instance
    rows = [(task, work) for task, choice in enumerate(hint.choices) for work in choice.work]
    load = np.full((len(rows), len(instance.people)), -1, np.int64)
    for number, (task, work) in enumerate(rows):
        part = instance.tasks[task].modes[hint.choices[task].mode].parts[work.part]
        for person, length in part.length.items():
            load[number, person] = length * part.share
    room = [_room(instance, person, last) for person in range(len(instance.axes))]
    made = _Seats(np.array([task for task, _ in rows], np.int64), load, np.array(room, np.int64))
    return made, np.array([work.person for _, work in rows], np.int64)


def _people(hint: Solution, holder: Ints) -> People:
    """Who has which seats, by task and part number."""
    people: dict[tuple[int, int], tuple[int, ...]] = {}
    rows = iter(cast("list[int]", holder.tolist()))
    for task, choice in enumerate(hint.choices):
        parts = hint.instance.tasks[task].modes[choice.mode].parts
        for work in choice.work:
            key = task, parts[work.part].number
            people[key] = (*people.get(key, ()), next(rows))
    return people
