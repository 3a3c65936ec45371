"""Work by the hour needs a price of an hour, and `check` says so before a client reads it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.reports.fabricate import portfolio

from ipmplan.core.people import Rate
from ipmplan.core.portfolio import ProjectStatus
from ipmplan.validation import validate


@pytest.mark.parametrize(
    ("bill", "status", "told"),
    [(None, "confirmed", True), (Decimal(110), "confirmed", False), (None, "tentative", False)],
)
def test_work_by_the_hour_without_any_billing_rate_is_said(
    bill: Decimal | None, status: ProjectStatus, told: bool
) -> None:
    made = portfolio(1)
    projects = (replace(made.projects[0], billing="time", status=status),)
    made = replace(made, projects=projects, rates=(Rate("p0", None, Decimal(60), bill),))
    said = [issue for issue in validate(made) if "nobody has a billing rate" in issue.message]
    assert bool(said) is told
