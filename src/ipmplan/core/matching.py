"""Different people for several parts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def choose_people(
    options: Sequence[Sequence[int]], counts: Sequence[int], worth: Callable[[int, int], float]
) -> list[list[int]] | None:
    """Choose `counts[i]` different people out of `options[i]` for every part, None when that cannot be.

    Parameters
    ----------
    options
        For each part, people who are free.
    worth
        ``worth(part, person)``: smaller is tried first. People that few parts can use are preferred.

    Examples
    --------
    >>> choose_people([[1, 2], [1]], [1, 1], lambda part, person: person)
    [[2], [1]]
    >>> choose_people([[1], [1]], [1, 1], lambda part, person: 0) is None
    True
    """
    if any(len(people) < count for people, count in zip(options, counts, strict=True)):
        return None
    demand: dict[int, int] = {}
    for people in options:
        for person in people:
            demand[person] = demand.get(person, 0) + 1
    ranked = [
        sorted(people, key=lambda person, part=part: (worth(part, person), demand[person], person))  # type: ignore[misc]
        for part, people in enumerate(options)
    ]
    holder: dict[int, int] = {}
    seats = [part for part, count in enumerate(counts) for _ in range(count)]
    seats.sort(key=lambda part: len(options[part]))
    if not all(_seat(part, ranked, holder, set()) for part in seats):
        return None
    chosen: list[list[int]] = [[] for _ in options]
    for person in sorted(holder):
        chosen[holder[person]].append(person)
    return chosen


def _seat(part: int, ranked: Sequence[Sequence[int]], holder: dict[int, int], seen: set[int]) -> bool:
    """Find a person for one more seat of a part, moving others where needed (augmenting path)."""
    for person in ranked[part]:
        if person in seen or holder.get(person) == part:
            continue
        seen.add(person)
        if person not in holder or _seat(holder[person], ranked, holder, seen):
            holder[person] = part
            return True
    return False
