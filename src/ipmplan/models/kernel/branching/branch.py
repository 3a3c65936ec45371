"""A search through timetables that end before a moment, depth first: it finds one, or proves that there is none.

At each moment at which something ends, some of the tasks that may begin do, or none. A level of the search is such a moment. What is known to have
failed is not tried again, nor what begins later or ends later than it. (Demeulemeester & Herroelen 1992, "A branch-and-bound procedure
for the multiple resource-constrained project scheduling problem", Management Science 38(12), 1803-1818.)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ipmplan.models.kernel.arrays import Ints
from ipmplan.models.kernel.compiled import compiled

NONE, FOUND, NOT_DONE, TOO_MANY = range(4)

MOST_TASKS = 62
MOST_CHOICES = 1000
MOST_RUNNING = 12
SEEN = 1 << 17

LENGTH, TAIL, BEFORE = range(3)
TIME, REST, DONE, RUNNING, COUNT, NEXT = range(6)
DEPTH, FRESH, SEED = range(3)
AT, MASK, SCORE, FREE = range(4)
NEVER = 1 << 40


class Occupancy(NamedTuple):
    """Tasks that take time and room.

    Parameters
    ----------
    tasks
        int64, (tasks, 3). The ``LENGTH`` in slots, the ``TAIL`` of slots from its end to the last finish, and bits of the tasks that end ``BEFORE`` it begins.
    needs
        int64, (tasks, rows). What each takes of each row while it lasts.
    room
        int64, (rows,). What there is of each row.
    weights
        int64, (weights, tasks). Weights of tasks, one row for each way to weigh them.
    most
        int64, (weights,). What tasks that run side by side weigh at the most.
    """

    tasks: Ints
    needs: Ints
    room: Ints
    weights: Ints
    most: Ints


class BranchState(NamedTuple):
    """Where a search stands; it goes on from there.

    Parameters
    ----------
    at
        int64, (3,). The ``DEPTH`` of levels, 1 where the last one is ``FRESH``, and the ``SEED`` of what is drawn.
    levels
        int64, (levels, 6). The ``TIME``, bits of tasks that have not begun (``REST``), have ended (``DONE``) and are ``RUNNING``, the ``COUNT`` of choices
        and which is ``NEXT``.
    ends
        int64, (levels, tasks). When those end that are running.
    free
        int64, (levels, rows). What is left of each row.
    behind
        int64, (levels, weights). Slots of tasks that have not begun, times their weights.
    choices
        int64, (levels, choices). Bits of the tasks that begin, the best choice first.
    scores
        int64, (choices,). How good each choice of a level looks.
    able
        int64, (tasks,). Tasks that may begin.
    stack
        int64, (tasks + 1, 3 + rows). For choices in the making: the next of `able` (``AT``), bits, score, and what is left from ``FREE`` on.
    seen
        int64, (slots, 3 + MOST_RUNNING). What has failed: bits of the rest and of the running tasks plus one, the time, and when those end.
    starts
        int64, (tasks,). Where the tasks that have begun did.
    """

    at: Ints
    levels: Ints
    ends: Ints
    free: Ints
    behind: Ints
    choices: Ints
    scores: Ints
    able: Ints
    stack: Ints
    seen: Ints
    starts: Ints


def new_state(problem: Occupancy, seed: int = 0) -> BranchState:
    """Begin a search."""
    (tasks, rows), levels = problem.needs.shape, 2 * len(problem.tasks) + 3
    state = BranchState(
        at=np.array([0, 1, seed % (1 << 31)], np.int64),
        levels=np.zeros((levels, 6), np.int64),
        ends=np.zeros((levels, tasks), np.int64),
        free=np.zeros((levels, rows), np.int64),
        behind=np.zeros((levels, len(problem.most)), np.int64),
        choices=np.zeros((levels, MOST_CHOICES), np.int64),
        scores=np.zeros(MOST_CHOICES, np.int64),
        able=np.zeros(max(1, tasks), np.int64),
        stack=np.zeros((tasks + 1, FREE + rows), np.int64),
        seen=np.zeros((SEEN, 3 + MOST_RUNNING), np.int64),
        starts=np.zeros(tasks, np.int64),
    )
    state.levels[0, REST] = (1 << tasks) - 1
    state.free[0] = problem.room
    state.behind[0] = problem.weights @ problem.tasks[:, LENGTH]
    return state


@compiled
def branch(p: Occupancy, s: BranchState, limit: int, steps: int, order: int, noise: int) -> int:
    """Go on for so many steps; returns FOUND, NONE (there is no such timetable), NOT_DONE, or TOO_MANY choices at once.

    Parameters
    ----------
    p, s
        The tasks, and where the search stands.
    limit
        When everything has ended.
    steps
        Of this call.
    order
        The row of weights by which choices are ordered, the heaviest first.
    noise
        How many per mille, at random, a choice may look worse than it is.
    """
    for _ in range(steps):
        depth = s.at[DEPTH]
        if s.at[FRESH] == 1:
            s.at[FRESH] = 0
            s.levels[depth, COUNT] = 0
            s.levels[depth, NEXT] = 0
            if s.levels[depth, REST] == 0:
                return FOUND
            if not _hopeless(p, s, depth, limit):
                must = _able(p, s, depth, limit)
                if must >= 0:
                    count = _subsets(p, s, depth, order)
                    if count < 0:
                        return TOO_MANY
                    _keep(p, s, depth, count, must, limit, noise)
        if s.levels[depth, NEXT] < s.levels[depth, COUNT]:
            choice = s.choices[depth, s.levels[depth, NEXT]]
            s.levels[depth, NEXT] += 1
            _begin(p, s, depth, choice)
            s.at[DEPTH] = depth + 1
            s.at[FRESH] = 1
        else:
            _remember(s, depth)
            if depth == 0:
                return NONE
            s.at[DEPTH] = depth - 1
    return NOT_DONE


@compiled
def _slot(rest: int, running: int) -> int:
    """Where it is written what failed with these tasks left and running."""
    mixed = rest % 2147483629 * 1000003 + running % 2147483587 * 7919
    return (mixed ^ (mixed >> 17)) % SEEN


@compiled
def _hopeless(p: Occupancy, s: BranchState, depth: int, limit: int) -> bool:
    """Whether what is left weighs too much for the time, or all this has failed with more time."""
    time, rest, running = s.levels[depth, TIME], s.levels[depth, REST], s.levels[depth, RUNNING]
    for row in range(len(p.most)):
        weight = s.behind[depth, row]
        for task in range(len(p.tasks)):
            if running >> task & 1:
                weight += p.weights[row, task] * (s.ends[depth, task] - time)
        if weight > p.most[row] * (limit - time):
            return True
    slot = _slot(rest, running)
    if s.seen[slot, 0] != rest or s.seen[slot, 1] != running + 1 or s.seen[slot, 2] > time:
        return False
    column = 3
    for task in range(len(p.tasks)):
        if running >> task & 1:
            if s.seen[slot, column] > s.ends[depth, task]:
                return False
            column += 1
    return True


@compiled
def _remember(s: BranchState, depth: int) -> None:
    """Write down that a level has failed, in place of what was there."""
    rest, running = s.levels[depth, REST], s.levels[depth, RUNNING]
    slot = _slot(rest, running)
    column = 3
    for task in range(s.ends.shape[1]):
        if running >> task & 1:
            if column == s.seen.shape[1]:
                s.seen[slot, 1] = 0
                return
            s.seen[slot, column] = s.ends[depth, task]
            column += 1
    s.seen[slot, 0] = rest
    s.seen[slot, 1] = running + 1
    s.seen[slot, 2] = s.levels[depth, TIME]


@compiled
def _able(p: Occupancy, s: BranchState, depth: int, limit: int) -> int:
    """Write down which tasks may begin; returns bits of those for which it is too late when what is running ends, -1 where it is too late for one now.

    How many may begin is the level's COUNT for now.
    """
    time, rest, running = s.levels[depth, TIME], s.levels[depth, REST], s.levels[depth, RUNNING]
    soon = NEVER
    for task in range(len(p.tasks)):
        if running >> task & 1:
            soon = min(soon, s.ends[depth, task])
    must, count = 0, 0
    for task in range(len(p.tasks)):
        if not rest >> task & 1:
            continue
        latest = limit - p.tasks[task, TAIL] - p.tasks[task, LENGTH]
        if latest < time:
            return -1
        if p.tasks[task, BEFORE] & ~s.levels[depth, DONE]:
            continue
        if latest < soon and running != 0:
            must |= 1 << task
        fits = True
        for row in range(len(p.room)):
            if p.needs[task, row] > s.free[depth, row]:
                fits = False
                break
        if fits:
            s.able[count] = task
            count += 1
    s.levels[depth, COUNT] = count
    return must


@compiled
def _subsets(p: Occupancy, s: BranchState, depth: int, order: int) -> int:
    """Write down all sets of tasks that may begin together, none of them where something runs; returns how many, -1 where there are too many."""
    able, found, top = s.levels[depth, COUNT], 0, 0
    if s.levels[depth, RUNNING] != 0:
        s.choices[depth, 0] = 0
        s.scores[0] = 0
        found = 1
    s.stack[0, AT] = 0
    s.stack[0, MASK] = 0
    s.stack[0, SCORE] = 0
    for row in range(len(p.room)):
        s.stack[0, FREE + row] = s.free[depth, row]
    while top >= 0:
        at = s.stack[top, AT]
        if at >= able:
            top -= 1
            continue
        s.stack[top, AT] = at + 1
        task = s.able[at]
        fits = True
        for row in range(len(p.room)):
            if p.needs[task, row] > s.stack[top, FREE + row]:
                fits = False
                break
        if not fits:
            continue
        if found == s.choices.shape[1]:
            return -1
        for row in range(len(p.room)):
            s.stack[top + 1, FREE + row] = s.stack[top, FREE + row] - p.needs[task, row]
        s.stack[top + 1, AT] = at + 1
        s.stack[top + 1, MASK] = s.stack[top, MASK] | 1 << task
        s.stack[top + 1, SCORE] = s.stack[top, SCORE] + p.weights[order, task] + 1
        top += 1
        s.choices[depth, found] = s.stack[top, MASK]
        s.scores[found] = s.stack[top, SCORE]
        found += 1
    return found


@compiled
def _keep(p: Occupancy, s: BranchState, depth: int, count: int, must: int, limit: int, noise: int) -> None:
    """Keep the choices that no other one is as good as and that leave nothing too late, the best first."""
    able, kept = s.levels[depth, COUNT], 0
    for number in range(count):
        choice = s.choices[depth, number]
        if _too_late(p, s, depth, choice, must & ~choice, limit) or _wasteful(p, s, depth, choice, able):
            continue
        s.at[SEED] = (s.at[SEED] * 1103515245 + 12345) % (1 << 31)
        score = s.scores[number] * (1000 - (s.at[SEED] >> 8) % (noise + 1))
        # Sorted as they come: places up to `kept` have been read.
        place = kept
        while place > 0 and s.scores[place - 1] < score:
            s.scores[place] = s.scores[place - 1]
            s.choices[depth, place] = s.choices[depth, place - 1]
            place -= 1
        s.scores[place] = score
        s.choices[depth, place] = choice
        kept += 1
    s.levels[depth, COUNT] = kept


@compiled
def _too_late(p: Occupancy, s: BranchState, depth: int, choice: int, left: int, limit: int) -> bool:
    """Whether some tasks that are left for later have to begin before anything ends: what begins now may be what they wait for."""
    if left == 0:
        return False
    time, latest, soon = s.levels[depth, TIME], NEVER, NEVER
    at_work = s.levels[depth, RUNNING] | choice
    for task in range(len(p.tasks)):
        if left >> task & 1:
            latest = min(latest, limit - p.tasks[task, TAIL] - p.tasks[task, LENGTH])
        if choice >> task & 1:
            soon = min(soon, time + p.tasks[task, LENGTH])
        elif at_work >> task & 1:
            soon = min(soon, s.ends[depth, task])
    return latest < soon


@compiled
def _wasteful(p: Occupancy, s: BranchState, depth: int, choice: int, able: int) -> bool:
    """Whether one more task could begin and end before anything else does: it may as well, and nothing is later for it."""
    soon = NEVER
    time = s.levels[depth, TIME]
    for task in range(len(p.tasks)):
        if choice >> task & 1:
            soon = min(soon, time + p.tasks[task, LENGTH])
        elif s.levels[depth, RUNNING] >> task & 1:
            soon = min(soon, s.ends[depth, task])
    for number in range(able):
        more = s.able[number]
        if choice >> more & 1 or time + p.tasks[more, LENGTH] > soon:
            continue
        fits = True
        for row in range(len(p.room)):
            left = s.free[depth, row] - p.needs[more, row]
            for task in range(len(p.tasks)):
                if choice >> task & 1:
                    left -= p.needs[task, row]
            if left < 0:
                fits = False
                break
        if fits:
            return True
    return False


@compiled
def _begin(p: Occupancy, s: BranchState, depth: int, choice: int) -> None:
    """Write the next level down: the tasks of a choice begin, and time goes on until something ends."""
    time, below, soon = s.levels[depth, TIME], depth + 1, NEVER
    at_work = s.levels[depth, RUNNING] | choice
    for task in range(len(p.tasks)):
        if choice >> task & 1:
            s.ends[below, task] = time + p.tasks[task, LENGTH]
            s.starts[task] = time
        else:
            s.ends[below, task] = s.ends[depth, task]
        if at_work >> task & 1:
            soon = min(soon, s.ends[below, task])
    s.levels[below, TIME] = soon
    s.levels[below, REST] = s.levels[depth, REST] & ~choice
    s.levels[below, DONE] = s.levels[depth, DONE]
    s.levels[below, RUNNING] = 0
    for row in range(len(p.most)):
        s.behind[below, row] = s.behind[depth, row]
        for task in range(len(p.tasks)):
            if choice >> task & 1:
                s.behind[below, row] -= p.weights[row, task] * p.tasks[task, LENGTH]
    for row in range(len(p.room)):
        s.free[below, row] = p.room[row]
    for task in range(len(p.tasks)):
        if not at_work >> task & 1:
            continue
        if s.ends[below, task] <= soon:
            s.levels[below, DONE] |= 1 << task
        else:
            s.levels[below, RUNNING] |= 1 << task
            for row in range(len(p.room)):
                s.free[below, row] -= p.needs[task, row]
