"""Plans one step on either side of each rule: the solver allows exactly those that the judge accepts."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from ortools.sat.python import cp_model
from tests.models.pinned import allows, constructed, posted, solver
from tests.plans import MONDAY, Choice, Doing, at, choice, does, errors, part, plan_of, studio, wait, waiting, work
from tests.rules.broken import FOUR, FRIDAY, logged

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Booking, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link, LinkType, Pin, Use
from ipmplan.models.begin.start import solution_of
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.rules import post_all

# Work of four hours for anybody; ana and ben are there from Monday 5 January on, 9 to 17.
FIRST = replace(FOUR, id="T0")


def agreed(portfolio: Portfolio, **choices: Choice) -> bool:
    """Whether judge and solver accept a plan; they have to agree."""
    plan = plan_of(portfolio, choices)
    hint = constructed(portfolio)
    assert hint is not None
    found = errors(plan, portfolio)
    assert allows(posted(hint), plan) == (not found), [str(issue) for issue in found]
    return not found


def hour(number: int, person: str = "ben") -> Choice:
    """Work from an hour after Monday 0:00 on."""
    return choice(does(person, 5 + number // 24, number % 24))


TUESDAY_9 = 24 + 9


@pytest.mark.parametrize(
    ("link", "lag", "late", "early"),
    [
        # T0 is Monday 9 to 13; T1 may start at `late` and not at `early`.
        ("FS", 0, 13, 12),
        ("FS", 3, 16, 15),
        ("FS", 4, TUESDAY_9, 16),
        ("FS", -2, 11, 10),
        ("SS", 0, 9, None),
        ("SS", 2, 11, 10),
        ("SS", -1, 9, None),
        ("FF", 0, 9, None),
        ("FF", 2, 11, 10),
        ("FF", 5, 14, 13),
        ("SF", 4, 9, None),
        ("SF", 6, 11, 10),
    ],
)
def test_links(link: LinkType, lag: int, late: int, early: int | None) -> None:
    portfolio = studio(FIRST, replace(FOUR, after=(Link("T0", link, Fraction(lag)),)))
    assert agreed(portfolio, T0=hour(9, "ana"), T1=hour(late))
    assert early is None or not agreed(portfolio, T0=hour(9, "ana"), T1=hour(early))


@pytest.mark.parametrize(("start", "allowed"), [(13, True), (12, False)])
def test_sf_without_a_lag_counts_portfolio_time(start: int, allowed: bool) -> None:
    """T0 begins on Tuesday at 9: T1 may end on Monday at 17, and so may a wait, which begins as soon as it may."""
    portfolio = studio(FIRST, replace(FOUR, after=(Link("T0", "SF"),)))
    assert agreed(portfolio, T0=hour(TUESDAY_9, "ana"), T1=hour(start)) == allowed
    lasting = studio(FIRST, Task("T1", "P0", work=(wait(4),), after=(Link("T0", "SF"),)))
    assert agreed(lasting, T0=hour(TUESDAY_9, "ana"), T1=waiting(at(5, start), at(5, start + 4))) == allowed


@pytest.mark.parametrize(("link", "first"), [("FF", 12), ("SF", 9), ("FS", 9), ("SS", 9)])
def test_links_from_finished_work(link: LinkType, first: int) -> None:
    # T0 began on Friday at 9 and ended at 17; T1 ends at least 8 working hours after: on Monday at 17 or, from its start, at 9.
    lag = {"FF": 7, "SF": 8}.get(link, 0)
    portfolio = studio(FIRST, replace(FOUR, after=(Link("T0", link, Fraction(lag)),)), progress=(logged(4, 0, "T0"),))
    assert agreed(portfolio, T1=hour(first))
    assert first == 9 or not agreed(portfolio, T1=hour(first - 1))


@pytest.mark.parametrize(
    ("link", "lag", "start", "allowed"),
    [
        # T0 is Monday 9 to 13; T1 waits for six hours.
        ("FS", 0, 13, True),
        ("FS", 0, 14, False),
        ("FS", 0, 12, False),
        ("SS", 2, 11, True),
        ("SS", 2, 12, False),
        ("FF", 5, 12, True),
        ("FF", 5, 13, False),
        ("FF", 2, 9, True),
    ],
)
def test_waits(link: LinkType, lag: int, start: int, allowed: bool) -> None:
    portfolio = studio(FIRST, Task("T1", "P0", work=(wait(6),), after=(Link("T0", link, Fraction(lag)),)))
    left = 6 - (17 - start)
    end = at(6, 9 + left) if left > 0 else at(5, start + 6)
    assert agreed(portfolio, T0=hour(9, "ana"), T1=waiting(at(5, start), end)) == allowed


@pytest.mark.parametrize(
    ("capacity", "second", "allowed"), [(3, 12, True), (2, 12, False), (2, 13, True), (3, 9, True), (2, 9, False)]
)
def test_pools_that_are_given_back(capacity: int, second: int, allowed: bool) -> None:
    tasks = (replace(FIRST, uses=(Use("lab", 2),)), replace(FOUR, uses=(Use("lab"),)))
    portfolio = studio(*tasks, pools=(Pool("lab", "", capacity),))
    assert agreed(portfolio, T0=hour(9, "ana"), T1=hour(second)) == allowed


@pytest.mark.parametrize(("start", "allowed"), [(TUESDAY_9, False), (TUESDAY_9 + 3, False), (TUESDAY_9 + 4, True)])
def test_pools_are_held_over_night(start: int, allowed: bool) -> None:
    """T0 works on Monday from 13 to 17 and on Tuesday until 13."""
    tasks = (replace(FIRST, work=(work(part(8)),), uses=(Use("lab"),)), replace(FOUR, uses=(Use("lab"),)))
    portfolio = studio(*tasks, pools=(Pool("lab"),))
    assert agreed(portfolio, T0=hour(13, "ana"), T1=hour(start)) == allowed


@pytest.mark.parametrize(
    ("capacity", "ways", "allowed"),
    [(3, (0, 0), False), (4, (0, 0), True), (3, (0, 1), True), (2, (0, 1), False), (2, (1, 1), True)],
)
def test_pools_that_are_used_up(capacity: int, ways: tuple[int, int], allowed: bool) -> None:
    """Each task takes one unit, and one more in its first way."""
    more = (replace(work(part(4)), uses=(Use("licence"),)), work(part(4)))
    tasks = (replace(task, work=more, uses=(Use("licence"),)) for task in (FIRST, FOUR))
    portfolio = studio(*tasks, pools=(Pool("licence", "", capacity, "consumable"),))
    choices = {f"T{n}": choice(does("ana", 5 + n), alternative=way) for n, way in enumerate(ways)}
    assert agreed(portfolio, **choices) == allowed


def test_a_way_that_needs_more_than_there_is() -> None:
    more = (replace(work(part(4)), uses=(Use("lab", 2),)), work(part(4)))
    portfolio = studio(replace(FOUR, work=more), pools=(Pool("lab"),))
    assert not agreed(portfolio, T1=choice(does("ana", 5)))
    assert agreed(portfolio, T1=choice(does("ana", 5), alternative=1))


def test_a_pool_that_a_wait_in_progress_holds() -> None:
    """T0 began on Friday and waits until Monday 13:00, 12 hours."""
    pooled = Task("T0", "P0", work=(wait(12),), uses=(Use("lab"),))
    portfolio = studio(
        pooled, replace(FOUR, uses=(Use("lab"),)), pools=(Pool("lab"),), progress=(Progress(FRIDAY, "T0"),)
    )
    held = waiting(at(2, 9), at(5, 13))
    assert agreed(portfolio, T0=held, T1=hour(13))
    assert not agreed(portfolio, T0=held, T1=hour(12))
    assert not agreed(portfolio, T0=waiting(at(2, 9), at(5, 14)), T1=hour(14))
    assert agreed(replace(portfolio, pools=(Pool("lab", "", 2),)), T0=held, T1=hour(12))


@pytest.mark.parametrize(
    ("shares", "start", "allowed"),
    [((60, 40), 9, True), ((60, 50), 9, False), ((100, 10), 12, False), ((100, 10), 13, True), ((60, 50), 16, True)],
)
def test_people_do_no_more_than_all_of_their_time(shares: tuple[int, int], start: int, allowed: bool) -> None:
    # Four hours at 100 %, or seven at 60 %.
    tasks = (
        replace(task, work=(work(part(4, share=share)),)) for task, share in zip((FIRST, FOUR), shares, strict=True)
    )
    assert agreed(studio(*tasks), T0=hour(9, "ana"), T1=hour(start, "ana")) == allowed
    assert agreed(
        studio(*(replace(task, work=(work(part(1)),)) for task in (FIRST, FOUR))), T0=hour(9, "ana"), T1=hour(9)
    )


@pytest.mark.parametrize(
    ("pin", "one", "other", "allowed"),
    [
        (Pin("same", task="T0"), "ana", "ana", True),
        (Pin("same", task="T0"), "ana", "ben", False),
        (Pin("same", task="T0"), "ben", "ben", True),
        (Pin("other", task="T0"), "ana", "ana", False),
        (Pin("other", task="T0"), "ana", "ben", True),
        (Pin("other", task="T0"), "ben", "ana", True),
    ],
)
def test_the_same_and_other_people(pin: Pin, one: str, other: str, allowed: bool) -> None:
    portfolio = studio(FIRST, replace(FOUR, people=(pin,)))
    assert agreed(portfolio, T0=hour(9, one), T1=hour(TUESDAY_9, other)) == allowed


@pytest.mark.parametrize(("kind", "allowed"), [("same", ["ana"]), ("other", ["ben"])])
def test_the_same_and_other_people_as_of_finished_work(kind: str, allowed: list[str]) -> None:
    portfolio = studio(FIRST, replace(FOUR, people=(Pin(kind, task="T0"),)), progress=(logged(4, 0, "T0"),))  # type: ignore[arg-type]
    assert [name for name in ("ana", "ben") if agreed(portfolio, T1=hour(9, name))] == allowed


def test_two_parts_are_for_two_people() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(2), part(2)),)))
    assert agreed(portfolio, T1=choice(does("ana", 5), does("ben", 6, number=1)))
    assert not agreed(portfolio, T1=choice(does("ana", 5), does("ana", 6, number=1)))
    together = studio(Task("T1", "P0", work=(work(part(2), part(3), together=True),)))
    assert agreed(together, T1=choice(does("ana", 6), does("ben", 6, number=1)))
    assert not agreed(together, T1=choice(does("ana", 5), does("ben", 6, number=1)))


@pytest.mark.parametrize(
    ("due", "start", "allowed"),
    [
        (MONDAY, 13, True),
        (MONDAY, TUESDAY_9, False),
        (at(5, 16), 12, True),
        (at(5, 16), 13, False),
        (date(2026, 1, 4), 13, True),
    ],
)
def test_firm_dates(due: date, start: int, allowed: bool) -> None:
    """A date that has passed binds no plan any more."""
    task = replace(FOUR, milestone="beta")
    portfolio = studio(task, milestones=(Milestone("beta", "P0", due=due, firm=True, buffer=Fraction(2)),))
    assert agreed(portfolio, T1=hour(start)) == allowed
    loose = replace(portfolio, milestones=(Milestone("beta", "P0", due=due),))
    assert agreed(loose, T1=hour(start))


@pytest.mark.parametrize(("first", "moment", "in_time"), [(12, at(5, 16), True), (13, at(6, 9), False)])
def test_a_wait_without_length_is_a_moment_of_portfolio_time(first: int, moment: datetime, in_time: bool) -> None:
    """T0 ends on Monday at 16:00 or at 17:00, after which the first moment is Tuesday 9:00: too late for Monday."""
    task = Task("T1", "P0", "beta", work=(wait(0),), after=(Link("T0"),))
    portfolio = studio(FIRST, task, milestones=(Milestone("beta", "P0", due=MONDAY),))
    assert agreed(portfolio, T0=hour(first, "ana"), T1=waiting(moment, moment))
    firm = replace(portfolio, milestones=(Milestone("beta", "P0", due=MONDAY, firm=True),))
    assert agreed(firm, T0=hour(first, "ana"), T1=waiting(moment, moment)) == in_time


@pytest.mark.parametrize(
    ("budget", "person", "allowed"),
    [
        ("230", "ana", True),
        ("229.99", "ana", False),
        ("229.99", "ben", True),
        ("190", "ben", True),
        ("189.99", "ben", False),
    ],
)
def test_hard_budgets(budget: str, person: str, allowed: bool) -> None:
    """Four hours of ana cost 200, of ben 160; the alternative and the fixed cost 10 and 20."""
    task = replace(FOUR, work=(work(part(4), cost=10),), fixed_cost=Decimal(20))
    project = Project("P0", budget=Decimal(budget))
    assert agreed(studio(task, projects=(project,)), T1=hour(9, person)) == allowed
    assert agreed(studio(task, projects=(replace(project, budget_limit="soft"),)), T1=hour(9, person))


@pytest.mark.parametrize(
    ("budget", "start", "allowed"),
    [("310", 9, True), ("309.99", 9, False), ("460", TUESDAY_9, True), ("459.99", TUESDAY_9, False)],
)
def test_a_booking_that_ends_with_the_plan_costs_until_then(budget: str, start: int, allowed: bool) -> None:
    """Ben's four hours cost 160; ana's booking of three hours a day 150 when he works on Monday, else 300."""
    booking = Booking("B1", "ana", project="P0", hours=Fraction(3), every="day")
    portfolio = studio(FOUR, bookings=(booking,), projects=(Project("P0", budget=Decimal(budget)),))
    assert agreed(portfolio, T1=hour(start)) == allowed


@pytest.mark.parametrize(("rest", "other", "allowed"), [(9, 12, True), (10, 9, False), (11, 14, True), (12, 9, False)])
def test_begun_work_comes_before_other_work(rest: int, other: int, allowed: bool) -> None:
    portfolio = studio(FOUR, replace(FOUR, id="T2", work=(work(part(1)),)), progress=(logged(1, 3),))
    assert agreed(portfolio, T1=hour(rest, "ana"), T2=hour(other, "ana")) == allowed
    assert agreed(portfolio, T1=hour(rest, "ana"), T2=hour(other, "ben"))


def test_begun_work_in_any_order_among_itself() -> None:
    portfolio = studio(FIRST, FOUR, replace(FOUR, id="T2"), progress=(logged(1, 3, "T0"), logged(1, 2, "T1")))
    assert agreed(portfolio, T0=hour(9, "ana"), T1=hour(12, "ana"), T2=hour(14, "ana"))
    assert agreed(portfolio, T0=hour(11, "ana"), T1=hour(9, "ana"), T2=hour(14, "ana"))
    assert not agreed(portfolio, T0=hour(9, "ana"), T1=hour(TUESDAY_9, "ana"), T2=hour(12, "ana"))


@pytest.mark.parametrize(("start", "allowed"), [(12, False), (TUESDAY_9 + 2, True)])
def test_new_work_comes_after_all_begun_work_that_stays(start: int, allowed: bool) -> None:
    """Ana goes on with T0 on Monday from 9 to 12 and with T1 on Tuesday from 9 to 11; only T2, which is hers, may change."""
    third = replace(FOUR, id="T2", work=(work(part(4, "ux")),))
    portfolio = studio(FIRST, FOUR, third, progress=(logged(1, 3, "T0"), logged(1, 2, "T1")))
    kept = {"T0": hour(9, "ana"), "T1": hour(TUESDAY_9, "ana")}
    made = constructed(portfolio)
    assert made is not None
    hint = solution_of(plan_of(portfolio, {**kept, "T2": hour(TUESDAY_9 + 2, "ana")}), made.instance)
    assert hint is not None
    draft = Draft(hint, free=(2,))
    post_all(draft)
    draft.model.add(draft.start[2] == made.instance.moment(portfolio.as_of_tick + start))
    assert (solver().solve(draft.model) == cp_model.OPTIMAL) == allowed
    assert (not errors(plan_of(portfolio, {**kept, "T2": hour(start, "ana")}), portfolio)) == allowed


def test_what_is_handed_over_goes_to_somebody_else() -> None:
    people = tuple(Person(name, skills=(Skill("ux"),)) for name in ("ana", "ben", "cleo"))
    task = Task("T1", "P0", work=(work(part(4, "ux"), part(4, "ux")),), people=(Pin("not", ("ana",)),))
    portfolio = studio(task, people=people, progress=(logged(1, None), logged(2, None, person="ben")))
    # Ana's three hours and two for the handover are cleo's: ben has his own two.

    def rests(first: Doing) -> bool:
        return agreed(portfolio, T1=choice(first, does("ben", 5, 9, number=1)))

    assert rests(does("cleo", 5, 9))
    assert not rests(does("ana", 5, 9))
    assert not rests(does("ben", 5, 12))
