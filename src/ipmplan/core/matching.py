"""Different people for several parts at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, MutableMapping, Sequence
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)


def choose_people(
    options: Sequence[Sequence[int]], counts: Sequence[int], worth: Callable[[int, int], float]
) -> list[list[int]] | None:
    """Choose `counts[i]` different people out of `options[i]` for every part, None when that cannot be.

    Parameters
    ----------
    options
        For each part, people who are free.
    counts
        For each part, how many people it takes.
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
    if not all(seat(part, ranked, holder, set()) for part in seats):
        return None
    chosen: list[list[int]] = [[] for _ in options]
    for person in sorted(holder):
        chosen[holder[person]].append(person)
    return chosen


def seat(
    place: int, options: Sequence[Sequence[Person]], holder: MutableMapping[Person, int], seen: set[Person]
) -> bool:
    """Find a person for one more seat of a place, moving others where needed (augmenting path).

    Parameters
    ----------
    place
        That has a seat without a person.
    options
        For each place, people who may have it, those to be tried first in front.
    holder
        The place of each person who has one; changed.
    seen
        People who have been tried.

    Examples
    --------
    >>> holder = {"ana": 0}
    >>> seat(1, [["ana", "ben"], ["ana"]], holder, set()), holder
    (True, {'ana': 1, 'ben': 0})
    """
    for person in options[place]:
        if person in seen or holder.get(person) == place:
            continue
        seen.add(person)
        if person not in holder or seat(holder[person], options, holder, seen):
            holder[person] = place
            return True
    return False
