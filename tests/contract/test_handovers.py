"""Begun work that goes on to somebody else: when it may, what it costs, and what is told."""

from pathlib import Path

import pytest
from tests.contract.facade import breaches, infeasible, plan, shown, studio
from tests.contract.sentences import covers

HEAD = "date, task, person, hours\n"
TWO = "id, skills, until\nana, ux, {}\ncleo, ux"


@covers("is away longer than open_absence", "Away longer: that person's next working moment")
@pytest.mark.parametrize(
    ("back", "who"),
    [
        # Five days of leave are not more than five days; a sixth is.
        ("2026-01-09", "ana 01-12 09:00 01-12 11:00 2h"),
        ("2026-01-12", "cleo 01-05 09:00 01-05 13:00 4h"),
    ],
)
def test_who_is_away_for_long_may_hand_over(tmp_path: Path, back: str, who: str) -> None:
    """2 of ana's 8 hours are left; cleo needs 2 more to take over, and the plan ends sooner."""
    found = studio(
        tmp_path,
        people=TWO.format(""),
        absences=f"person, start, end\nana, 2026-01-05, {back}",
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    assert shown(plan(found)) == [f"T1 {who}"]


@covers("or when otherwise until or a dated milestone cannot be kept", "Cannot be kept, by facts alone")
@pytest.mark.parametrize(
    ("until", "rest", "who"),
    [
        # Ana has Monday: 8 hours.
        ("2026-01-05", 8, {"ana"}),
        ("2026-01-05", 9, {"cleo"}),
    ],
)
def test_who_leaves_too_soon_hands_over(tmp_path: Path, until: str, rest: int, who: set[str]) -> None:
    found = studio(
        tmp_path,
        people=TWO.format(until),
        tasks="id, work\nT1, ux 20h",
        progress=f"{HEAD}2026-01-02, T1, ana, {20 - rest}",
    )
    assert {row.split()[1] for row in shown(plan(found))} == who
    hours = rest + 2
    end = f"01-06 {9 + hours - 8:02}:00"
    over = f"T1 cleo 01-05 09:00 {end} {hours}h"
    wanted: set[str] = set() if who == {"cleo"} else {"progress"}
    assert breaches(found, over, starts={"T1": "01-02 09:00"}) & {"progress"} == wanted


@covers("or that date, less its buffer, is passed even if")
@pytest.mark.parametrize(
    ("due", "buffer", "who"),
    [
        # 2 hours of ana's from Wednesday on and 8 of the test behind them end on Thursday at 11:00.
        ("2026-01-08", "", "ana"),
        ("2026-01-08T11:00", "", "ana"),
        ("2026-01-07", "", "cleo"),
        # A day sooner counts.
        ("2026-01-08", "1d", "cleo"),
        # A date that has passed is no reason.
        ("2026-01-02", "", "ana"),
    ],
)
def test_a_date_that_is_lost_otherwise_allows_it(tmp_path: Path, due: str, buffer: str, who: str) -> None:
    """Ana is on leave on Monday and Tuesday; with cleo, at once, T1 ends on Monday at 13:00 and T2 on Tuesday."""
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\ncleo, ux\nben, qa",
        absences="person, start, end\nana, 2026-01-05, 2026-01-06",
        projects="id\nP0",
        milestones=f"id, project, due, buffer\nM, P0, {due}, {buffer}",
        tasks="id, project, milestone, work, after\nT1, P0, , ux 8h\nT2, P0, M, qa 8h, T1",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    assert shown(plan(found))[0].split()[1] == who


def test_more_than_fits_before_a_date_allows_it(tmp_path: Path) -> None:
    """5 and 4 hours of ana's are due on Monday, which has 8: cleo takes one over, in 6 or 7 hours."""
    tables = {
        "people": TWO.format(""),
        "projects": "id\nP0",
        "milestones": "id, project, due\nM, P0, 2026-01-05",
        "tasks": "id, project, milestone, work\nT1, P0, M, ux 8h\nT2, P0, M, ux 8h",
    }
    found = studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 3\n2026-01-02, T2, ana, 4")
    result = plan(found, "lateness")
    assert (result.goals[0].value, {row.split()[1] for row in shown(result)}) == (0, {"ana", "cleo"})
    fits = studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 4\n2026-01-02, T2, ana, 4")
    assert {row.split()[1] for row in shown(plan(fits))} == {"ana"}


@covers("with any whenever the goals in their order are better for it", "handovers : needed | any | never")
@pytest.mark.parametrize(("handovers", "who"), [("any", "cleo"), ("needed", "ana"), ("never", "ana")])
def test_any_hands_over_where_it_is_better(tmp_path: Path, handovers: str, who: str) -> None:
    """Ana is on leave until Wednesday: nothing is due, but the plan ends on Monday when cleo takes over."""
    found = studio(
        tmp_path,
        calendar=f'handovers = "{handovers}"',
        people=TWO.format(""),
        absences="person, start, end\nana, 2026-01-05, 2026-01-06",
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    assert shown(plan(found))[0].split()[1] == who
    assert shown(plan(found, "continuity, cost"))[0].split()[1] in {who, "ana"}


@covers("With never the text says what a hand-over would have brought")
def test_never_tells_what_it_costs(tmp_path: Path) -> None:
    """Ana is ill for seven working days and has 2 hours left; cleo could end them on Monday at 13:00."""
    found = studio(
        tmp_path,
        calendar='handovers = "never"',
        people=TWO.format(""),
        absences="person, start, end, reason\nana, 2026-01-05, 2026-01-13, ill",
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    result = plan(found)
    assert shown(result) == ["T1 ana 01-14 09:00 01-14 11:00 2h"]
    (note,) = (note for note in result.notes if "never" in note)
    assert note == (
        "T1 stays with ana and ends 14 January 2026 11:00 (ana is away 5-13 January 2026, ill); cleo could take it over "
        'for 2 h more and end it 5 January 2026 13:00, but handovers = "never"'
    )


def test_never_of_somebody_who_has_gone_has_no_plan(tmp_path: Path) -> None:
    """The conflict says what is left, who is gone and which setting is in the way."""
    found = studio(
        tmp_path,
        calendar='handovers = "never"',
        people=TWO.format("2026-01-02"),
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    said = infeasible(found)
    assert "T1 still needs 2 h of ux" in said
    assert 'never handed over (handovers = "never")' in said
    assert 'Maybe handovers = "needed".' in said
