"""Approved plans, baselines, and what was invoiced."""

from pathlib import Path

from tests.contract.facade import approved, command, reported, studio, tracked
from tests.contract.sentences import covers

PEOPLE = "id, skills, rate\nana, ux, 50"
BEFORE = {"people": PEOPLE, "projects": "id\nP", "tasks": "id, project, work\nT, P, ux 8h"}


@covers(
    "cost and hours by task frozen",
    "The baseline of a project is its first approved plan",
    "slips are shown against it",
)
def test_a_project_is_measured_against_its_first_approved_plan(tmp_path: Path) -> None:
    """T is approved for Monday, 8 h x 50 = 400. On Tuesday it is 16 h: it ends on Wednesday, two days after the baseline, as approved last.

    Ana then costs 80, which changes no baseline: 400. Once the second plan is the baseline it is 16 x 50 = 800 and not late.
    """
    first = approved(tmp_path, reported(studio(tmp_path, **BEFORE), "T ana 01-05 09:00 01-05 17:00 8h"))
    assert first.approved is not None
    assert [(row.task, row.hours, str(row.labour)) for row in first.approved.priced] == [("T", 8, "400.00")]
    more = BEFORE | {"as_of": "2026-01-06", "tasks": "id, project, work\nT, P, ux 16h"}
    second = reported(studio(tmp_path, **more), "T ana 01-06 09:00 01-07 17:00 16h")
    approved(tmp_path, second)
    studio(tmp_path, **more | {"people": "id, skills, rate\nana, ux, 80"})
    found = tracked(tmp_path)
    [slip] = found["slips"]
    assert (slip["hours"], slip["hours_since"]) == (16, 0)
    assert found["projects"][0]["value"]["bac"] == "400.00"
    studio(tmp_path, **more)
    approved(tmp_path, second, "--rebaseline", "P", "--reason", "twice as much")
    found = tracked(tmp_path)
    [slip] = found["slips"]
    assert (slip["hours"], found["projects"][0]["value"]["bac"]) == (0, "800.00")


@covers("What was invoiced", "written by invoice --write, append-only", "ref says what for")
def test_what_was_invoiced_is_not_billed_again(tmp_path: Path) -> None:
    """M is reached for 500, T took 6 h x 100 = 600 by the hour; written once, nothing is left."""
    tables = BEFORE | {
        "as_of": "2026-01-07",
        "projects": "id, client, billing\nP, Kessler, fixed\nQ, Kessler, time",
        "milestones": "id, project, payment\nM, P, 500",
        "tasks": "id, project, milestone, work\nT, P, M, ux 8h\nU, Q, , ux 8h",
        "rates": "person, bill\nana, 100",
        "progress": "date, task, person, hours, remaining\n2026-01-05, T, ana, 8, 0\n2026-01-06, U, ana, 6,",
        "invoices": "on, client, project, what, hours, amount, ref\n2025-12-31, Kessler, P, Concept, , 300.00, milestone:M0",
    }
    studio(tmp_path, **tables)
    before = (tmp_path / "invoices.csv").read_text(encoding="utf-8")
    assert "1,100.00 EUR can be billed" in command("invoice", tmp_path, "--write")
    after = (tmp_path / "invoices.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert [line.rpartition(",")[2] for line in after.splitlines()[2:]] == ["milestone:M", "hours:Q:2026-01"]
    assert "nothing to bill" in command("invoice", tmp_path, "--write")
    assert (tmp_path / "invoices.csv").read_text(encoding="utf-8") == after
