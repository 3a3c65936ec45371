"""Different people for several parts that start together (augmenting paths, the best ranked first)."""

from __future__ import annotations

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.columns import (
    DEMAND,
    HOLDER,
    NEED,
    NEVER,
    OPTIONS,
    PERSON,
    QUEUE,
    ROW,
    SEEN,
    SOURCE,
    STAMP_OF_MATCHING,
    VIA,
    WORTH,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.timelines import State


@compiled
def seat_all(a: Arrays, s: State, members: int) -> bool:
    """Choose ``NEED`` different people out of the options of every member.

    Of the people in options, ``HOLDER`` then has the member each is chosen for, -1 = none.
    """
    for i in range(members):
        if s.desk[i, OPTIONS] < s.desk[i, NEED]:
            return False
    for i in range(members):
        for k in range(s.desk[i, OPTIONS]):
            person = a.able[s.options[i, k, ROW], PERSON]
            s.rows[person, DEMAND], s.rows[person, SEEN] = 0, 0
            s.rows[person, HOLDER] = -1
    for i in range(members):
        for k in range(s.desk[i, OPTIONS]):
            s.rows[a.able[s.options[i, k, ROW], PERSON], DEMAND] += 1
    for i in range(members):
        # Smaller worth first, then people whom few others could take.
        for k in range(1, s.desk[i, OPTIONS]):
            row, worth = s.options[i, k, ROW], s.options[i, k, WORTH]
            demand = s.rows[a.able[row, PERSON], DEMAND]
            at = k
            while at > 0:
                other = s.options[i, at - 1, WORTH]
                if other < worth:
                    break
                if other == worth and s.rows[a.able[s.options[i, at - 1, ROW], PERSON], DEMAND] <= demand:
                    break
                s.options[i, at, ROW], s.options[i, at, WORTH] = s.options[i, at - 1, ROW], other
                at -= 1
            s.options[i, at, ROW], s.options[i, at, WORTH] = row, worth
    s.rows[-1, STAMP_OF_MATCHING] = 0
    fewest = 0
    while fewest < NEVER:
        # Members with few options first.
        following = NEVER
        for i in range(members):
            if s.desk[i, OPTIONS] == fewest:
                for _ in range(s.desk[i, NEED]):
                    if not _seat(a, s, i, members):
                        return False
            elif fewest < s.desk[i, OPTIONS] < following:
                following = s.desk[i, OPTIONS]
        fewest = following
    return True


@compiled
def _seat(a: Arrays, s: State, first: int, members: int) -> bool:
    """Find a person for one more seat of a member, moving others where needed."""
    s.rows[-1, STAMP_OF_MATCHING] += 1
    stamp = s.rows[-1, STAMP_OF_MATCHING]
    for i in range(members):
        s.desk[i, VIA] = -2
    s.desk[first, VIA] = -1
    s.desk[0, QUEUE] = first
    head, tail = 0, 1
    while head < tail:
        member = s.desk[head, QUEUE]
        head += 1
        for k in range(s.desk[member, OPTIONS]):
            person = a.able[s.options[member, k, ROW], PERSON]
            holder = s.rows[person, HOLDER]
            if s.rows[person, SEEN] == stamp or holder == member:
                continue
            s.rows[person, SEEN], s.rows[person, SOURCE] = stamp, member
            if holder < 0:
                while person >= 0:
                    # Back along the path: everybody goes to the member that reached them.
                    s.rows[person, HOLDER] = s.rows[person, SOURCE]
                    person = s.desk[s.rows[person, SOURCE], VIA]
                return True
            if s.desk[holder, VIA] == -2:
                s.desk[holder, VIA] = person
                s.desk[tail, QUEUE] = holder
                tail += 1
    return False
