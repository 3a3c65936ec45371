"""Random progress over tiny random portfolios, sprint by sprint to the end: nothing is lost or counted twice, and there is always an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from tests.plans import plan_of
from tests.tiny import tiny_portfolio
from tests.tracking.sprints import approve

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.reports.standing.document import document
from ipmplan.reports.terminal import as_text
from ipmplan.reports.terminal.standing import page
from ipmplan.tracking.track import Track, track

SPRINTS = 4


def worked(rng: Random, portfolio: Portfolio, start: date, end: date, *, last: bool) -> tuple[Progress, ...]:
    """Rows of some days on some tasks; in the last sprint everything is finished."""
    rows: list[Progress] = []
    for task in portfolio.tasks:
        for _ in range(rng.choice((0, 1, 2))):
            day = start + timedelta(days=rng.randrange((end - start).days))
            left = rng.choice((None, None, Fraction(0), Fraction(rng.randint(1, 6))))
            person = rng.choice([*(person.id for person in portfolio.people), ""])
            cost = Decimal(rng.choice((0, 0, 15)))
            rows.append(Progress(day, task.id, person, Fraction(rng.randint(0, 8), 2), left, cost, f"r{rng.random()}"))
        if last:
            rows.append(Progress(end - timedelta(days=1), task.id, "", Fraction(0), Fraction(0)))
    return tuple(rows)


def midnight(portfolio: Portfolio) -> Portfolio:
    """As of the start of the day, with nothing recorded."""
    day = portfolio.as_of.date() if isinstance(portfolio.as_of, datetime) else portfolio.as_of
    return replace(portfolio, as_of=day, progress=())


def told(made: Track) -> None:
    """Every page says something."""
    assert as_text(page(made))
    assert document(made)["as_of"]


@pytest.mark.parametrize("seed", range(12))
def test_sprint_by_sprint_to_the_end(seed: int) -> None:
    rng = Random(seed)
    studio = midnight(tiny_portfolio(rng))
    approved: list[Schedule] = []
    rows: tuple[Progress, ...] = ()
    for number in range(SPRINTS):
        start = studio.as_of_day + timedelta(days=7 * number)
        known = replace(studio, as_of=start, progress=rows, baseline=approved[-1] if approved else None)
        plan = plan_of(known, {})
        made = track(known, plan if rng.random() < 0.7 else None, approved)
        told(made)
        own = {state.id for state in made.tasks}
        assert sum(state.spent for state in made.tasks) == sum(row.hours for row in rows if row.task in own)
        for row in made.projects:
            assert 0 <= row.value.ev <= row.value.bac
            assert 0 <= row.value.pv <= row.value.bac
        twice = track(replace(known, progress=rows + rows), plan, approved)
        assert [state.spent for state in twice.tasks] == [state.spent for state in made.tasks]
        assert [use.spent for use in twice.budgets] == [use.spent for use in made.budgets]
        approved.append(approve(plan, known))
        rows += worked(rng, studio, start, start + timedelta(days=7), last=number == SPRINTS - 2)
    assert all(state.finished for state in made.tasks)
    assert all(row.value.ev == row.value.bac for row in made.projects)
