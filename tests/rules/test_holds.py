"""Who is held works at it, and what is held starts then (Monday 5 January 2026, 9 to 17)."""

from dataclasses import replace
from datetime import date

import pytest
from tests.models.pinned import allows, constructed, posted
from tests.plans import at, choice, does, issues, part, plan_of, studio, work
from tests.rules.broken import FOUR, logged

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Hold
from ipmplan.models.rules import holds as rule
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Reading

TUESDAY = date(2026, 1, 6)
UNHOLD = "Maybe hold it otherwise, or `ipmplan unhold T1`."


def said(plan: Schedule, portfolio: Portfolio) -> list[str]:
    return [f"{issue.severity} {issue}" for issue in issues(plan, portfolio, "holds")]


def held(*people: str, start: Moment | None = None) -> Portfolio:
    return studio(FOUR, holds=(Hold("T1", people, start),))


def test_whoever_is_held_works_at_it() -> None:
    portfolio = held("ben")
    assert said(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio) == []
    assert said(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio) == [
        f"error T1: ben is held on it, but does not work at it\n{UNHOLD}"
    ]
    two = studio(replace(FOUR, work=(work(part(4), part(4)),)), holds=(Hold("T1", ("ben", "ana")),))
    assert said(plan_of(two, {"T1": choice(does("ana", 5), does("ben", 5, number=1))}), two) == []
    assert len(said(plan_of(two, {}), two)) == 2


@pytest.mark.parametrize(
    ("start", "day", "hour", "kept"),
    [
        (TUESDAY, 5, 16, False),
        (TUESDAY, 6, 9, True),
        (TUESDAY, 6, 16, True),
        (TUESDAY, 7, 9, False),
        (at(6, 10), 6, 9, False),
        (at(6, 10), 6, 10, True),
        (at(6, 10), 6, 11, False),
    ],
)
def test_a_held_task_starts_on_its_day_or_at_its_moment(start: Moment, day: int, hour: int, kept: bool) -> None:
    """Judge and solver agree."""
    portfolio = held(start=start)
    plan = plan_of(portfolio, {"T1": choice(does("ana", day, hour))})
    on = "6 January 2026" if start == TUESDAY else "6 January 2026 10:00"
    expected = f"error T1: it is held on {on}, but starts at {day} January 2026 {hour:02}:00\n{UNHOLD}"
    assert said(plan, portfolio) == ([] if kept else [expected])
    hint = constructed(portfolio)
    assert hint is not None
    assert allows(posted(hint), plan) == kept


def test_people_and_a_day_are_told_together() -> None:
    portfolio = studio(replace(FOUR, work=(work(part(4), part(4)),)), holds=(Hold("T1", ("ana", "ben"), TUESDAY),))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 5, number=1))})
    assert said(plan, portfolio) == [
        f"error T1: it is held with ana and ben on 6 January 2026, but starts at 5 January 2026 09:00\n{UNHOLD}"
    ]


def test_what_facts_have_broken_is_a_warning_whatever_is_planned() -> None:
    portfolio = held("ana", start=date(2026, 1, 2))
    told = "warning T1: it is held with ana on 2 January 2026, but that has passed; no plan can keep that any more"
    expected = [f"{told}\nMaybe take it out: `ipmplan unhold T1`."]
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert said(plan, portfolio) == expected
    # Also in a plan that has no T1, of which nothing else is said.
    assert said(replace(plan, tasks=(), assignments=()), portfolio) == expected


def test_begun_work_is_asked_for_only_while_it_is_left_for_them() -> None:
    """Ana goes on with T1. Of a T1 in two parts her four hours are done, and ben alone goes on."""
    portfolio = studio(FOUR, holds=(Hold("T1", ("ana",)),), progress=(logged(1, 3),))
    assert said(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio) == []
    assert said(plan_of(portfolio, {"T1": choice(does("ben", 5))}), portfolio) == [
        f"error T1: ana is held on it, but does not work at it\n{UNHOLD}"
    ]
    both = replace(FOUR, work=(work(part(4, "ux"), part(4, "qa")),))
    rows = (logged(4, None), logged(2, None, person="ben"))
    done = studio(both, holds=(Hold("T1", ("ana",)),), progress=rows)
    assert said(plan_of(done, {"T1": choice(does("ben", 5, number=1))}), done) == []


def test_a_held_start_binds() -> None:
    portfolio = held("ana", start=TUESDAY)
    reading = Reading(plan_of(portfolio, {"T1": choice(does("ana", 6))}), portfolio)
    first = portfolio.grid.start_of(TUESDAY)
    assert list(rule.binds(reading, "T1")) == [Bound(first, "is held on {day}", "hold", day=TUESDAY)]
    for other in (held("ana"), held(start=date(2026, 1, 2)), studio(FOUR)):
        assert list(rule.binds(Reading(plan_of(other, {"T1": choice(does("ana", 5))}), other), "T1")) == []
