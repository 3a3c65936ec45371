"""Who takes over the units of something shared from whom, as a plan has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FOREVER_FREE = -(1 << 60)


@dataclass(frozen=True, slots=True)
class UnitHold:
    """Units that are held from one tick to another, half-open."""

    start: int
    end: int
    units: int


@dataclass(slots=True)
class _Lot:
    """Units that were last held by the hold with that number, until `since`; none when it is negative."""

    since: int
    holder: int
    units: int


def handovers(holds: Sequence[UnitHold], capacity: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of numbers of holds, of which the second takes units over from the first.

    Holds take their units in the order of their starts, those first that have been free for longest, so that there are no
    more pairs than need be. Plans that keep every pair in order never hold more than there is. More than there is, is
    given out of nothing.

    Notes
    -----
    The resource flow of a schedule (Artigues, Michelon and Reusser 2003, EJOR 149, 249-267).

    Examples
    --------
    >>> list(handovers([UnitHold(0, 2, 1), UnitHold(0, 4, 1), UnitHold(2, 3, 1), UnitHold(5, 6, 2)], 2))
    [(0, 2), (2, 3), (1, 3)]
    """
    lots = [_Lot(FOREVER_FREE, -1, capacity)]
    for number in sorted(range(len(holds)), key=lambda n: (holds[n].start, holds[n].end, n)):
        hold = holds[number]
        if hold.end <= hold.start:
            continue
        left = hold.units
        lots.sort(key=lambda lot: lot.since)
        for lot in lots:
            if not left or lot.since > hold.start:
                break
            taken = min(left, lot.units)
            if taken and lot.holder >= 0:
                yield lot.holder, number
            lot.units -= taken
            left -= taken
        lots = [lot for lot in lots if lot.units]
        lots.append(_Lot(hold.end, number, hold.units))
