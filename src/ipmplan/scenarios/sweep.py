"""One scenario for each value, or for each combination of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.files.scenarioedits import edits_of_call
from ipmplan.files.settings import as_text

Over = Mapping[str, Sequence[object]]


def sweep_scenarios(portfolio: Portfolio, over: Over) -> tuple[Scenario, ...]:
    """Make the scenarios of a sweep.

    Parameters
    ----------
    portfolio
        What they change.
    over
        Values by what they are set in, such as ``{"pools.lab.capacity": [1, 2, 3]}``; several of them give every combination.

    Raises
    ------
    InputError
        When one cannot be read, or names what is unknown.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Pool
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), pools=(Pool("lab"),))
    >>> [one.name for one in sweep_scenarios(studio, {"pools.lab.capacity": [1, 2]})]
    ['pools.lab.capacity = 1', 'pools.lab.capacity = 2']
    """
    found = []
    for values in product(*over.values()):
        texts = [_text(value) for value in values]
        name = ", ".join(f"{key} = {text}" for key, text in zip(over, texts, strict=True))
        sets = [f"{key}={text}" for key, text in zip(over, texts, strict=True)]
        found.append(Scenario(name, edits_of_call(portfolio, sets)))
    return tuple(found)


def _text(value: object) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(as_text(one) for one in value)
    return as_text(value) if isinstance(value, (bool, int, float, str)) or hasattr(value, "isoformat") else str(value)
