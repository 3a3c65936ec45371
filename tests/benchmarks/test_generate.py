"""Generated portfolios have the size asked for, hang together, and repeat."""

from __future__ import annotations

import pytest
from benchmarks.generate import generate


@pytest.mark.parametrize("size", [1, 17, 100, 1000])
def test_all_that_is_named_is_there(size: int) -> None:
    portfolio = generate(size, seed=3)
    assert len(portfolio.tasks) == len(portfolio.task) == size
    for task in portfolio.tasks:
        assert task.project in portfolio.project
        assert task.milestone in portfolio.milestone
        assert all(link.predecessor in portfolio.task for link in task.after)
        assert all(name in portfolio.person for pin in task.people for name in pin.people)
    assert all(portfolio.milestone_tasks.values())


def test_every_level_asked_for_is_held_by_enough_people() -> None:
    portfolio = generate(500, seed=2)
    for task in portfolio.tasks:
        for part in task.work[0].parts:
            able = [
                p for p in portfolio.people if (s := p.skill(part.skill or "")) is not None and s.level >= part.level
            ]
            assert len(able) >= part.fewest


def test_another_seed_gives_another_portfolio() -> None:
    assert generate(50, seed=1) == generate(50, seed=1)
    assert generate(50, seed=1) != generate(50, seed=2)
