"""One thing at a time, or shares up to 100 %."""

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Task


def test_one_after_the_other_passes_and_an_overlap_is_caught() -> None:
    tasks = [Task(name, "P0", work=(work(part(4)),)) for name in ("T0", "T1")]
    portfolio = studio(*tasks)
    good = plan_of(portfolio, {"T0": choice(does("ana", 5, 9)), "T1": choice(does("ana", 5, 13))})
    assert not issues(good, portfolio)
    bad = plan_of(portfolio, {"T0": choice(does("ana", 5, 9)), "T1": choice(does("ana", 5, 12))})
    found = issues(bad, portfolio, "capacity")
    assert [issue.message for issue in found] == [
        "ana has 200 % to do from 5 January 2026 12:00: T0 (100 %), T1 (100 %)"
    ]


@pytest.mark.parametrize(("shares", "breaches"), [((50, 50), 0), ((60, 50), 1), ((100, 10), 1), ((25, 75), 0)])
def test_shares_add_up_to_100_at_most(shares: tuple[int, int], breaches: int) -> None:
    portfolio = studio(*(Task(f"T{n}", "P0", work=(work(part(1, share=share)),)) for n, share in enumerate(shares)))
    plan = plan_of(portfolio, {f"T{n}": choice(does("ana", 5, 9)) for n in range(2)})
    assert len(issues(plan, portfolio, "capacity")) == breaches
    assert len(issues(plan, portfolio)) == breaches
