"""What is held: who stays on a task, and when it starts."""

from pathlib import Path

from tests.contract.facade import breaches, infeasible, plan, plan_with_warnings, said, span, studio
from tests.contract.sentences import covers

HEAD = "task, people, start, until, reason\n"
TWO = "id, skills\nana, ux\nben, ux"


@covers("Somebody stays on a task (people)")
def test_whoever_is_held_does_it_and_it_starts_when_it_is_held(tmp_path: Path) -> None:
    """T0 would be done by whoever ends first, on Monday at 9:00. Ben is held on it, on Wednesday; until Sunday nobody is."""
    tasks = "id, work\nT0, ux 4h"
    found = studio(tmp_path, people=TWO, tasks=tasks, holds=f"{HEAD}T0, ben, 2026-01-07, ,")
    assert breaches(found, "T0 ben 01-07 10:00 01-07 14:00 4h") == set()
    assert breaches(found, "T0 ana 01-07 10:00 01-07 14:00 4h") == {"holds"}
    assert breaches(found, "T0 ben 01-06 10:00 01-06 14:00 4h") == {"holds"}
    assert span(plan(found), "T0") == "01-07 09:00 01-07 13:00"
    over = studio(tmp_path, people=TWO, tasks=tasks, holds=f"{HEAD}T0, ben, 2026-01-07, 2026-01-04,")
    assert breaches(over, "T0 ana 01-05 09:00 01-05 13:00 4h") == set()


@covers("Each of the people named works at it")
def test_who_is_held_has_one_of_the_seats(tmp_path: Path) -> None:
    """Two of three do T0, 4 hours each: cal is one of them, whoever is the other one."""
    found = studio(tmp_path, people=f"{TWO}\ncal, ux", tasks="id, work\nT0, ux 8h x2", holds=f"{HEAD}T0, cal, , ,")
    rows = "T0 {0} 01-05 09:00 01-05 13:00 4h\nT0 {1} 01-05 09:00 01-05 13:00 4h"
    assert breaches(found, rows.format("ana", "cal")) == set()
    assert breaches(found, rows.format("ana", "ben")) == {"holds"}
    assert "cal" in {row.person for row in plan(found).assignments}


@covers("begun work of theirs is not handed over")
def test_begun_work_of_somebody_held_stays_with_them(tmp_path: Path) -> None:
    """Ana began T0 on Friday and has 8 of 16 hours left. It could be handed over, were she not held."""
    tables = {
        "people": TWO,
        "tasks": "id, work\nT0, ux 16h",
        "progress": "date, task, person, hours, remaining\n2026-01-02, T0, ana, 8, 8",
        "calendar": 'handovers = "any"\nhandover = "0h"',
    }
    other, start = "T0 ben 01-05 09:00 01-05 17:00 8h", {"T0": "01-02 09:00"}
    assert breaches(studio(tmp_path, **tables), other, start) == set()
    assert breaches(studio(tmp_path, **tables, holds=f"{HEAD}T0, ana, , ,"), other, start) != set()


@covers("A start that is a day is any time of it", "A hard rule")
def test_a_day_is_any_time_of_it_and_a_moment_is_that_moment(tmp_path: Path) -> None:
    """T1 waits for 12 hours of T0, until Tuesday at 13:00: on Tuesday it may start, at 9:00 it cannot, so there is no plan."""
    tasks = "id, work, after\nT0, ux 12h,\nT1, ux 2h, T0"
    found = studio(tmp_path, tasks=tasks, holds=f"{HEAD}T1, , 2026-01-06, ,")
    assert span(plan(found), "T1") == "01-06 13:00 01-06 15:00"
    text = infeasible(studio(tmp_path, tasks=tasks, holds=f"{HEAD}T1, , 2026-01-06T09:00, , promised to the client"))
    assert "T1 is held at its start on 6 January 2026 09:00: promised to the client" in text
    assert "unhold T1" in text


@covers("facts that have broken it are reported and soften it", "What breaks it by facts alone")
def test_what_facts_have_broken_is_told_and_asked_for_no_more(tmp_path: Path) -> None:
    """Friday has passed; T1 may not start before Wednesday; ana is away on Tuesday; T3 is not for ben, who has no ux."""
    found = studio(
        tmp_path,
        tasks="id, work, not_before\nT0, ux 1h,\nT1, ux 1h, 2026-01-07\nT2, ux 1h,\nT3, ux 1h,",
        absences="person, start, end\nana, 2026-01-06, 2026-01-06",
        holds=f"{HEAD}T0, , 2026-01-02, ,\nT1, , 2026-01-06, ,\nT2, ana, 2026-01-06, ,\nT3, ben, , ,",
    )
    made, told = plan_with_warnings(found)
    assert told == [f"holds T{number}" for number in range(4)]
    assert span(made, "T0")[:5] == "01-05"
    assert [text for text in made.notes if "T2" in text and "ana is away" in text]


@covers("hold with neither")
def test_what_a_row_cannot_ask_for_is_told(tmp_path: Path) -> None:
    """Nothing is held; somebody is held on a wait; the same task twice."""
    found = said(
        tmp_path,
        tasks="id, work\nT0, 1h\nT1, wait 1d",
        holds=f"{HEAD}T0, , , ,\nT1, ana, , ,\nT0, ana, , ,",
    )
    assert [text.split(":")[1] for text in found] == ["2", "3", "4"]
