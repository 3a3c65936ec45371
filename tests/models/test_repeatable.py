"""The same call gives the same plan, in this process and in another; a stop gives the best plan so far."""

import subprocess
import sys
from random import Random
from threading import Event

import pytest
from tests.amount import amount, deep
from tests.plans import errors, part, studio, work
from tests.tiny import tiny_portfolio

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.work import Link
from ipmplan.errors import Infeasible, InputError
from ipmplan.models.local.thread import LocalThread
from ipmplan.planner import check, plan

ELSEWHERE = """
from tests.models.test_repeatable import planned, small
print(repr(planned(small())))
"""


def small() -> Portfolio:
    """Two projects whose twelve tasks want the same two people."""
    tasks = []
    for number in range(12):
        project = f"P{number % 2}"
        after = (Link(f"T{number - 2}"),) if number % 3 and number > 1 else ()
        alternatives = (work(part(3 + number % 4)), work(part(2, "ux"), part(4, "qa"), together=True))
        tasks.append(Task(f"T{number}", project, milestone=f"{project}-m", work=alternatives, after=after))
    dues = tuple(Milestone(f"P{n}-m", f"P{n}", due=studio().as_of) for n in range(2))
    return studio(*tasks, projects=(Project("P0"), Project("P1")), milestones=dues)


def planned(portfolio: Portfolio, seed: int = 3) -> Schedule:
    return plan(portfolio, work_limit=0.5, workers=1, seed=seed, goals="calm")


def test_the_same_seed_gives_the_same_plan() -> None:
    first = planned(small())
    assert errors(first, small()) == []
    assert repr(planned(small())) == repr(first)


@pytest.mark.parametrize("hashes", ["1", pytest.param("2", marks=deep)])
def test_the_order_of_sets_changes_nothing(hashes: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env={"PYTHONHASHSEED": hashes, "PYTHONPATH": ":".join(["src", ".", *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == repr(planned(small()))


def test_ctrl_c_in_local_search_keeps_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = []

    def interrupted(*_: object) -> None:
        turns.append(1)
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalThread, "turn", interrupted)
    assert errors(planned(small()), small()) == []
    assert turns == [1]


def test_a_stop_before_the_search_gives_a_plan() -> None:
    stop = Event()
    stop.set()
    made = plan(small(), time_limit=600, stop=stop)
    assert check(made, small()) == []
    assert made.status == "feasible"


def test_a_stop_at_the_first_plan_gives_that_or_a_better_one() -> None:
    stop = Event()
    kinds = []

    def heard(event: object) -> None:
        kinds.append(getattr(event, "kind", ""))
        stop.set()

    made = plan(small(), time_limit=600, workers=1, stop=stop, on_event=heard)
    assert check(made, small()) == []
    assert kinds[0] == "plan"


def test_tiny_portfolios_are_planned_without_a_breach_or_have_no_plan() -> None:
    statuses = set()
    for seed in range(amount(40)):
        portfolio = tiny_portfolio(Random(seed))
        try:
            made = plan(portfolio, work_limit=0.2, workers=1)
        except (Infeasible, InputError):
            continue
        assert errors(made, portfolio) == [], seed
        statuses.add(made.status)
    assert "optimal" in statuses
