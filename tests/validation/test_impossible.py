"""What cannot be is seen without the solver, and only what really cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from tests.amount import amount
from tests.models.conflict.conflicts import MONDAY, conflict, person, possible, relaxed, studio, task, wait
from tests.models.pinned import constructed, posted, solved
from tests.tiny import tiny_portfolio

from ipmplan.core.edits import AllowOverBudget
from ipmplan.core.people import Absence
from ipmplan.core.portfolio import Booking, Pool, Portfolio
from ipmplan.core.records import Decision, Progress
from ipmplan.core.work import Link, Pin, Use
from ipmplan.errors import InputError
from ipmplan.files.scaffold import init
from ipmplan.loading import load, read
from ipmplan.validation import validate
from ipmplan.validation.impossible import findings

ANA = person("ana", "ux", rate=50)
BEN = person("ben", "qa", rate=40)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


def only_finding(portfolio: Portfolio) -> tuple[str, ...]:
    (found,) = findings(portfolio)
    return found.facts


def test_a_chain_that_is_too_long() -> None:
    tasks = [task("T1", 8), wait("T2", 8, ["T1"]), task("T3", 8, "qa", ["T2"])]
    facts = only_finding(studio([ANA, BEN], tasks, TUESDAY))
    assert facts[0] == "M is due 6 January 2026, firm"
    assert facts[1].startswith("T1, T2 and T3, one after the other, cannot end before 7 January 2026 17:00")
    assert not findings(studio([ANA, BEN], tasks, MONDAY + timedelta(days=2)))


@pytest.mark.parametrize(("link", "days"), [("SS", 0), ("FS", 1), ("FF", 0)])
def test_links_count_as_they_are(link: str, days: int) -> None:
    second = replace(task("T2", 8, "qa"), after=(Link("T1", link),))  # type: ignore[arg-type]
    first = MONDAY + timedelta(days=days)
    assert not findings(studio([ANA, BEN], [task("T1", 8), second], first))
    if days:
        assert findings(studio([ANA, BEN], [task("T1", 8), second], first - timedelta(days=1)))


def test_what_holds_a_chain_is_named() -> None:
    late = task("T1", 8, not_before=FRIDAY)
    assert "T1 does not start before 9 January 2026" in only_finding(studio([ANA], [late], TUESDAY))
    asked = Decision("D1", "P", tasks=("T1",), expected=FRIDAY)
    portfolio = replace(studio([ANA], [task("T1", 8)], TUESDAY), decisions=(asked,))
    assert "T1 does not start before 9 January 2026 (decision D1)" in only_finding(portfolio)
    away = replace(studio([ANA], [task("T1", 8)], TUESDAY), absences=(Absence("ana", MONDAY, TUESDAY),))
    assert "only ana can do T1, and ana is away 5-6 January 2026" in only_finding(away)
    assert [change.text for change in conflict(away).relaxations] == [
        "M 1 working day later (7 January 2026)",
        "one more person with ux:2 at 50 EUR an hour",
        "no leave for ana",
    ]


def test_more_hours_than_the_only_one_has() -> None:
    portfolio = studio([ANA, BEN], [task("T1", 12), task("T2", 12), task("T3", 16, "qa")], TUESDAY)
    assert only_finding(portfolio) == (
        "M is due 6 January 2026, firm",
        "its tasks and those before them need 24 h of ux:2",
        "only ana can do that and has 16 h free until then",
    )
    assert not findings(replace(portfolio, people=(*portfolio.people, person("eva", "ux"))))


def test_bookings_take_the_hours() -> None:
    daily = Booking("B1", "ana", hours=Fraction(4), every="day")
    portfolio = studio([ANA], [task("T1", 6), task("T2", 6)], TUESDAY)
    assert not findings(portfolio)
    assert findings(replace(portfolio, bookings=(daily,)))


def test_a_budget_below_the_cheapest_cost() -> None:
    eva = person("eva", "ux", rate=30, efficiency="0.5")
    tasks = [task("T1", 8), task("T2", 8, fixed_cost=Decimal(100))]
    assert not findings(studio([ANA, eva], tasks, None, budget=900))
    portfolio = studio([ANA, eva], tasks, None, budget=899)
    budget, costs = only_finding(portfolio)
    assert budget == "P has a hard budget of 899 EUR"
    assert costs.startswith(
        "its work costs at least 900 EUR even with the cheapest people: 800 EUR for work and 100 EUR"
    )
    assert not findings(AllowOverBudget().apply(portfolio))


def test_facts_that_broke_a_rule_are_no_conflict() -> None:
    portfolio = studio([ANA], [task("T1", 24)], TUESDAY, budget=100)
    assert {found.kind for found in findings(portfolio)} == {"date", "budget"}
    started = Progress(date(2026, 1, 2), "T1", "ana", Fraction(1), remaining=Fraction(23))
    begun = replace(portfolio, progress=(started,))
    assert not findings(begun)
    assert possible(begun)


def test_consumables_and_pools() -> None:
    tasks = [task("T1", 8, uses=(Use("kit", 2),)), task("T2", 8, uses=(Use("kit"),))]
    portfolio = replace(studio([ANA], tasks, None), pools=(Pool("kit", capacity=2, kind="consumable"),))
    assert only_finding(portfolio) == ("T1 and T2 use up at least 3 of kit", "kit has 2")
    assert [change.text for change in conflict(portfolio).relaxations] == ["1 more of kit, 3 in all"]
    lab = replace(portfolio, pools=(Pool("kit", capacity=1),))
    assert only_finding(lab) == ("T1 holds 2 of kit at a time", "kit has 1")
    # What a table says of one task is told before anything is planned.
    with pytest.raises(InputError, match="uses 2 of pool `kit`, which has 1"):
        conflict(lab)


def test_nobody_is_left() -> None:
    portfolio = studio([replace(ANA, leaves=TUESDAY)], [task("T1", 24)], None)
    assert only_finding(portfolio) == (
        "T1 needs 24 h of ux:2, from 5 January 2026 on at the earliest",
        "only ana (until 6 January 2026) may do it",
    )
    found = conflict(portfolio)
    assert [change.text for change in found.relaxations] == [
        "ana stays 1 working day longer (until 7 January 2026)",
        "one more person with ux:2 at 50 EUR an hour",
    ]
    assert all(possible(relaxed(portfolio, change)) for change in found.relaxations)
    assert not findings(replace(portfolio, people=(*portfolio.people, person("eva", "ux"))))


def test_a_team_that_is_too_small() -> None:
    eva = person("eva", "ux", rate=50)
    portfolio = studio([ANA, eva], [task("T1", 16), task("T2", 16)], TUESDAY)
    assert possible(portfolio)
    project = replace(portfolio.projects[0], team=("ana",))
    portfolio = replace(portfolio, projects=(project,))
    found = conflict(portfolio)
    assert "only ana can do that and has 16 h free until then" in found.facts
    assert "only ana may work on P (its team)" in found.facts
    assert [change.text for change in found.relaxations] == [
        "M 2 working days later (8 January 2026)",
        "one more person with ux:2 at 50 EUR an hour, on the team of P",
        "somebody else on the team of P",
    ]
    assert possible(relaxed(portfolio, found.relaxations[1]))


def test_several_firm_dates_share_one_person() -> None:
    portfolio = studio([ANA], [task("T1", 16), replace(task("T2", 8), milestone="N")], TUESDAY)
    other = replace(portfolio.milestones[0], id="N")
    portfolio = replace(portfolio, milestones=(*portfolio.milestones, other))
    facts = only_finding(portfolio)
    assert facts[:2] == ("M is due 6 January 2026, firm", "N is due 6 January 2026, firm")
    found = conflict(portfolio)
    assert {change.text for change in found.relaxations if change.unit == "days"} == {
        "M 1 working day later (7 January 2026)",
        "N 1 working day later (7 January 2026)",
    }


def test_what_helps_is_minimal() -> None:
    random = Random(3)
    for _ in range(12):
        tasks = [task(f"T{n}", random.randint(4, 20), random.choice(("ux", "qa"))) for n in range(random.randint(2, 5))]
        if random.random() < 0.5:
            tasks[-1] = replace(tasks[-1], people=(Pin("not", people=("eva",)),))
        people = [ANA, BEN, person("eva", "ux", "qa", rate=random.choice((30, 90)))]
        budget = random.choice((None, 600))
        portfolio = studio(people, tasks, TUESDAY, budget=budget)
        if not findings(portfolio):
            continue
        found = conflict(portfolio)
        single = [change for change in found.relaxations if "all of these" not in change.text]
        assert all(possible(relaxed(portfolio, change)) for change in single)
        for change in single:
            if change.unit == portfolio.currency and change.amount > 1:
                assert not possible(relaxed(portfolio, replace(change, amount=change.amount - 1)))


def test_a_finding_is_a_proof() -> None:
    seen: set[str] = set()
    for seed in range(amount(300)):
        portfolio = tiny_portfolio(Random(seed))
        found = findings(portfolio)
        seen |= {finding.kind for finding in found}
        hint = constructed(portfolio) if found else None
        assert hint is None or solved(posted(hint), Random(seed)) is None, (seed, found)
    assert seen == {"people", "pool", "consumable", "budget", "date"}


def test_loading_warns_and_goes_on(tmp_path: Path) -> None:
    init(tmp_path, start=MONDAY)
    assert load(tmp_path).tasks
    portfolio, issues = read(tmp_path)
    assert portfolio is not None
    assert not [issue for issue in issues if "no plan exists" in issue.message]
    first = next(m for m in portfolio.milestones if m.due is not None)
    early = replace(first, due=MONDAY, firm=True)
    portfolio = replace(portfolio, milestones=tuple(early if m.id == first.id else m for m in portfolio.milestones))
    told = [issue for issue in validate(portfolio) if "no plan exists" in issue.message]
    assert told
    assert {issue.severity for issue in told} == {"warning"}
    assert all(issue.hint.startswith("Maybe") for issue in told)
