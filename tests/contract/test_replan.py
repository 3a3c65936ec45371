"""What a re-plan changes, and what it leaves where it was."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.contract.facade import by_hand, replan, span, studio, value
from tests.contract.sentences import covers

from ipmplan.core.plan import Approval, Told
from ipmplan.errors import InputError
from ipmplan.replanner import frozen_until

TWO = "id, skills\nana, ux\nben, ux"


@covers("Stability = what changes against the plan", "replan protects what was told")
def test_changes_are_weighed_by_how_near_they_are(tmp_path: Path) -> None:
    """T1 was ben's on Monday. By ana on Tuesday: 1 + 0.1 for a day + 5 for ana = 6.1, times 3 within a week. T0 stays.

    Once the staff was told, it weighs twice that.
    """
    found = studio(tmp_path, people=TWO, tasks="id, work\nT0, ux 8h\nT1, ux 8h")
    before = by_hand(found, "T0 ana 01-05 09:00 01-05 17:00 8h\nT1 ben 01-05 09:00 01-05 17:00 8h")
    known = replace(found, reference=before)
    assert value(known, "stability", before) == 0
    after = "T0 ana 01-05 09:00 01-05 17:00 8h\nT1 ana 01-06 09:00 01-06 17:00 8h"
    assert round(value(known, "stability", after), 6) == 18.3
    told = replace(before, approved=Approval(date(2026, 1, 5), told=Told(staff=True)))
    assert round(value(replace(found, reference=told), "stability", after), 6) == 36.6


def test_what_grows_pushes_what_is_behind_it_and_nothing_else(tmp_path: Path) -> None:
    """T0 takes 16 hours now: until Tuesday evening, so T1 is ana's on Wednesday. U stays ben's on Wednesday, though he is free before."""
    tasks = "id, work, after, people\nT0, ux 8h, , ana\nT1, ux 8h, T0,\nU, ux 8h, ,"
    before = by_hand(
        studio(tmp_path, people=TWO, tasks=tasks),
        "T0 ana 01-05 09:00 01-05 17:00 8h\nT1 ana 01-06 09:00 01-06 17:00 8h\nU ben 01-07 09:00 01-07 17:00 8h",
    )
    found = studio(tmp_path, people=TWO, tasks=tasks.replace("T0, ux 8h", "T0, ux 16h"))
    made = replan(found, before, goals="makespan")
    assert [span(made, name) for name in ("T0", "T1", "U")] == [
        "01-05 09:00 01-06 17:00", "01-07 09:00 01-07 17:00", "01-07 09:00 01-07 17:00",
    ]  # fmt: skip
    assert [row.goal for row in made.goals] == ["makespan", "stability"]
    assert made.compared is not None
    assert (made.compared.moved, made.compared.reassigned) == (2, 0)


def test_what_is_frozen_stays_where_it_is(tmp_path: Path) -> None:
    """T0 could be done on Monday, which halves the makespan. Frozen until Wednesday, it stays on Tuesday."""
    found = studio(tmp_path, tasks="id, work\nT0, ux 8h")
    before = by_hand(found, "T0 ana 01-06 09:00 01-06 17:00 8h")
    assert span(replan(found, before, goals="makespan"), "T0") == "01-05 09:00 01-05 17:00"
    assert span(replan(found, before, goals="makespan", freeze="2026-01-07"), "T0") == "01-06 09:00 01-06 17:00"


@covers("compared stands in plans with the goal stability", "how many tasks moved, and what more")
def test_more_moves_may_be_allowed(tmp_path: Path) -> None:
    """T1 is late by 8 hours, which is a day's slack: nothing moves. With two moves, in its days and those of T0, none is late.

    That weighs 2 * 1.1 * 3 = 6.6; T1 by ben on Monday would weigh (1.1 + 5) * 3 = 18.3.
    """
    tasks = "id, work, due\nT0, ux 8h,\nT1, ux 8h, 2026-01-05"
    found = studio(tmp_path, people=TWO, tasks=tasks)
    before = by_hand(found, "T0 ana 01-05 09:00 01-05 17:00 8h\nT1 ana 01-06 09:00 01-06 17:00 8h")
    few, more = (replan(found, before, goals="lateness", moves=moves) for moves in (None, 2))
    assert span(few, "T1") == "01-06 09:00 01-06 17:00"
    assert few.compared is not None
    assert [(offer.goal, offer.days, offer.moved) for offer in few.compared.offers] == [("lateness", 1.0, 2)]
    assert span(more, "T1") == "01-05 09:00 01-05 17:00"


def test_how_long_something_is_frozen_is_a_sprint_a_length_or_a_date(tmp_path: Path) -> None:
    """The status date is 5 January 2026; two weeks stand for a sprint where none is given."""
    found = studio(tmp_path, people=TWO, tasks="id, work\nT0, ux 8h")
    assert [frozen_until(found, text) for text in ("2w", "3d", "sprint", "2026-02-01")] == [
        date(2026, 1, 19),
        date(2026, 1, 8),
        date(2026, 1, 19),
        date(2026, 2, 1),
    ]


@pytest.mark.parametrize("text", ["99999999w", "9999999999999d", "²w", "w", "-1w", "soon"])
def test_what_says_no_moment_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=text):
        frozen_until(studio(tmp_path, people=TWO, tasks="id, work\nT0, ux 8h"), text)
