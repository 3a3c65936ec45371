"""A simulation whose truth is known: intervals cover what they say. `python -m benchmarks odds` asks 200 worlds."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from benchmarks.worlds import worlds
from tests.amount import deep

from ipmplan.core.people import Person
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part


def agency() -> Portfolio:
    """Six projects of five tasks in a row, for three people."""
    tasks = tuple(
        Task(
            f"P{project}T{number}",
            f"P{project}",
            work=(Alternative(((Part(Fraction(8 + 4 * number)),),)),),
            after=(Link(f"P{project}T{number - 1}"),) if number else (),
        )
        for project in range(6)
        for number in range(5)
    )
    people = tuple(Person(name, rate=None) for name in ("ana", "ben", "cleo"))
    return Portfolio(
        "Agency", date(2026, 1, 5), people=people, projects=tuple(Project(f"P{k}") for k in range(6)), tasks=tasks
    )


@pytest.mark.parametrize("history", [0, pytest.param(200, marks=deep)])
def test_intervals_cover_what_they_say(history: int) -> None:
    found = list(worlds(agency(), 60, 400, 5, history))
    shares = np.array([np.mean([hit.in80 for hit in hits]) for hits in found if hits])
    assert abs(shares.mean() - 0.8) < 2 * shares.std(ddof=1) / np.sqrt(len(shares)) + 0.01
