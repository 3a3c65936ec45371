"""Which rows of progress.csv count, and what they add up to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import at, studio
from tests.study.by_hand import logged

from ipmplan.core.calendar import Moment
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.timesheet import Logged, timesheet

FRIDAY, SUNDAY, MONDAY, TUESDAY = date(2026, 1, 2), date(2026, 1, 4), date(2026, 1, 5), date(2026, 1, 6)


@pytest.mark.parametrize(("as_of", "counting"), [(MONDAY, [1, 2]), (at(5, 12), [1, 2, 3]), (TUESDAY, [1, 2, 3])])
def test_rows_of_the_status_date_count_when_it_is_a_moment(as_of: Moment, counting: list[int]) -> None:
    days = {1: FRIDAY, 2: SUNDAY, 3: MONDAY, 4: TUESDAY}
    rows = tuple(logged("T1", "ana", hours, on=on) for hours, on in days.items())
    sheet = timesheet(Portfolio("Studio", as_of, progress=rows))
    assert [row.hours for row in sheet.rows["T1"]] == counting
    assert [row.hours for row in sheet.future] == [hours for hours in days if hours not in counting]


def test_a_row_with_the_same_ref_replaces_the_earlier_one_and_only_that() -> None:
    rows = (
        logged("T1", "ana", 1, ref="a"),
        logged("T1", "ana", 2, ref="b"),
        logged("T1", "ana", 4),
        logged("T1", "ana", 8),
        logged("T2", "ben", 16, ref="a"),
    )
    sheet = timesheet(studio(progress=rows))
    assert [row.hours for row in sheet.rows["T1"]] == [2, 4, 8]
    assert [row.hours for row in sheet.rows["T2"]] == [16]


def test_rows_are_read_by_date_and_added_up_by_person() -> None:
    rows = (
        logged("T1", "ben", 4, on=SUNDAY, cost="1.50"),
        logged("T1", "ana", 1, on=FRIDAY),
        logged("T1", "ben", 2, on=date(2026, 1, 1), cost="0.25"),
        logged("T1", "", 8, on=SUNDAY),
    )
    sheet = timesheet(studio(progress=rows))
    assert sheet.logged("T1") == (
        Logged("T1", "ben", date(2026, 1, 1), SUNDAY, Fraction(6)),
        Logged("T1", "ana", FRIDAY, FRIDAY, Fraction(1)),
        Logged("T1", "", SUNDAY, SUNDAY, Fraction(8)),
    )
    assert sheet.money("T1") == Decimal("1.75")
    assert not sheet.logged("T2")
    assert sheet.money("T2") == 0
