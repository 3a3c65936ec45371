"""Different people for several parts at once."""

from __future__ import annotations

from collections.abc import Hashable, MutableMapping, Sequence
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)


def can_be_staffed(options: Sequence[Sequence[Person]], counts: Sequence[int]) -> bool:
    """Whether there are `counts[i]` different people out of `options[i]` for every part at once.

    Parameters
    ----------
    options
        For each part, people who are able to do it.
    counts
        For each part, how many people it takes.

    Examples
    --------
    >>> can_be_staffed([["ana", "ben"], ["ana"]], [1, 1])
    True
    >>> can_be_staffed([["ana", "ben"], ["ana"]], [2, 1])
    False
    """
    holder: dict[Person, int] = {}
    return all(seat(part, options, holder, set()) for part, count in enumerate(counts) for _ in range(count))


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
