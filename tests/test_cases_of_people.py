"""Folders in which people leave, fall ill or are tied to each other's work: a folder in `cases`, a function here."""

from __future__ import annotations

import pytest
from tests.test_cases import CASES, planned

import ipmplan as ipm
from ipmplan.core.plan import Schedule


def rows(found: Schedule) -> list[str]:
    """Who works on what until when."""
    planned_rows = [row for row in found.assignments if row.kind == "planned"]
    return [f"{row.task} {row.person} {row.end:%m-%d %H:%M} {row.hours:g}h" for row in planned_rows]


def ends(found: Schedule) -> str:
    return f"{max(row.end for row in found.tasks):%m-%d %H:%M}"


def refused(case: str) -> str:
    with pytest.raises(ipm.Infeasible) as error:
        planned(case)
    return str(error.value)


def test_a_dead_end_of_the_constructor_is_no_proof() -> None:
    found = planned("dead-end")[1].schedule
    loads = {person: [row.hours for row in found.assignments if row.person == person] for person in ("ana", "bea")}
    assert sorted(sorted(hours) for hours in loads.values()) == [[12, 12, 16], [20, 20]]
    assert ends(found) == "03-13 18:00"


def test_who_stays_does_both_where_the_quick_one_leaves() -> None:
    found = planned("same-and-leaver")[1].schedule
    assert rows(found) == ["W1 ben 03-12 18:00 32h", "R1 ben 03-24 18:00 64h"]


def test_somebody_goes_on_with_what_a_leaver_has_begun() -> None:
    found = planned("leaver-has-begun")[1].schedule
    assert rows(found)[0] == "T ben 03-18 16:00 62h"
    assert any("T is handed over by ana to ben" in note and "2 h of them" in note for note in found.notes)


def test_who_has_left_cannot_do_what_is_for_nobody_else() -> None:
    said = refused("other-impossible")
    assert "R1 is for the people of W1, ana (same W1)" in said
    assert "ana leaves on 6 March 2026" in said
    assert "Maybe R1 without `same W1`." in said


def test_the_least_cost_is_told_as_it_is_counted() -> None:
    said = refused("budget-words")
    assert "P has a hard budget of 837.47 EUR" in said
    assert "its work costs at least 839.59 EUR" in said
    assert "Maybe 3 EUR more for P." in said


def test_work_of_somebody_ill_is_handed_over() -> None:
    found = ipm.plan(CASES / "ill-handover", goals="lateness", work_limit=2, seed=1, workers=1).schedule
    assert any("SKI-05 is handed over by PG" in note for note in found.notes)
    late = {row.id: row.late_hours for row in found.milestones}
    # Two and a half days after its date, and the two days of its buffer.
    assert late["SKI-M2"] <= 20
    assert late["SKI-M3"] <= 36
