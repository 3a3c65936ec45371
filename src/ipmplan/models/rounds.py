"""Rounds of a search whose work is counted: each as long as all before it, so that a longer search begins with a shorter one."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 0.5
"""Work that the first round has at the least."""


def ends(work: float) -> Sequence[float]:
    """When each round ends: at the work that is allowed, at half of it, and so on.

    With twice the work the ends are the same and one more. What happens within a round may depend on when it ends, never on how
    many come after it; the next one begins from its plan, in which nothing gets worse: so twice the work is never worse.

    Parameters
    ----------
    work
        Deterministic work that the search has.

    Returns
    -------
    sequence of float
        From the first end to the last, which is `work`.

    Examples
    --------
    >>> ends(3)
    (0.75, 1.5, 3.0)
    >>> ends(6) == (*ends(3), 6.0)
    True
    >>> ends(0.1)
    (0.1,)
    """
    made = [float(work)]
    while made[-1] >= 2 * LEAST:
        made.append(made[-1] / 2)
    return tuple(reversed(made))
