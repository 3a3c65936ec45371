"""Nobody works at more than one thing at a time, but for shares that add up to 100 % at most.

Formula::

    each person i at each moment m:  sum of share(r) over rows r of i with s(r) <= m < e(r)  <=  100 %
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.network.handovers import UnitHold, handovers
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading, Stint

if TYPE_CHECKING:
    from ipmplan.models.cpsat.draft import Draft

RULE = "capacity"
KEPT_BY_SEARCH = True


def post(draft: Draft) -> None:
    """A person works at one thing at a time, or at several that have a share, up to 100 %."""
    by_person = draft.jobs_by_person
    for person, jobs in by_person.items():
        blocks = draft.blocks(person)
        if len(jobs) + len(blocks) < 2:
            continue
        stays = draft.stays(jobs)
        intervals = [interval for interval, _ in stays]
        intervals += [draft.model.new_fixed_size_interval_var(b.start, b.end - b.start, "") for b in blocks]
        loads = [load for _, load in stays] + [block.share for block in blocks]
        if all(load > 50 for load in loads):
            draft.model.add_no_overlap(intervals)
        else:
            draft.model.add_cumulative(intervals, loads, 100)


def check(plan: Reading) -> Iterator[Issue]:
    """Yield every moment from which on a person has more than 100 % to do."""
    for person, stints in plan.by_person.items():
        open_now: list[Stint] = []
        for stint in stints:
            open_now = [other for other in open_now if other.end > stint.start]
            if stint.end <= stint.start:
                continue
            open_now.append(stint)
            total = sum(_share(plan, other) for other in open_now)
            if total > 100:
                names = ", ".join(f"{other.row.task} ({_share(plan, other)} %)" for other in open_now)
                message = f"{person} has {total} % to do from {clock(stint.row.start)}: {names}"
                free = clock(max(other.row.end for other in open_now if other is not stint))
                hint = f"Maybe {stint.row.task} can start at {free}, or somebody else can do it."
                yield Issue(message, stint.row.task, hint, rule=RULE)


def _share(plan: Reading, stint: Stint) -> int:
    part = plan.part(stint)
    return part.share if part is not None else 100


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield whom each row of a task takes over from other work, and when that ends."""
    for stint in plan.stints.get(task, ()):
        own = plan.by_person[stint.row.person]
        holds = [UnitHold(other.start, other.end, _share(plan, other)) for other in own]
        for first, then in handovers(holds, 100):
            if own[then].number == stint.number:
                before, person = own[first], stint.row.person
                words = "{person} is busy with {after}"
                yield Bound(before.end, words, "person", stint.number, before.row.task, person=person)
