"""One portfolio written as five kinds of spreadsheets is read as that portfolio, or asked about; never wrongly."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from tests.agencies import agency
from tests.dialects import DIALECTS, run


@pytest.mark.parametrize("number", range(len(DIALECTS)), ids=[dialect.name for dialect in DIALECTS])
def test_each_dialect_is_read(number: int) -> None:
    outcomes = [run(seed)[1:] for seed in range(number, 12 * len(DIALECTS), len(DIALECTS))]
    assert [told for outcome, told in outcomes if outcome == "wrong"] == []
    assert sum(outcome == "same" for outcome, _ in outcomes) >= 11


def test_portfolios_differ_and_repeat() -> None:
    drawn = [agency(Random(seed)) for seed in range(20)]
    assert drawn == [agency(Random(seed)) for seed in range(20)]
    assert all(one != other for one, other in combinations(drawn, 2))
