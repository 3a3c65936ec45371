"""Tasks of Microsoft Project: work, people, links, milestones, dates, and what was recorded."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.interchange.office import ANA, BEN, assigned, link, lost, office, read, task

from ipmplan.files.formats.mspdi.convert import Choices
from ipmplan.files.notation import print_work
from ipmplan.files.relations import print_after, print_people


def test_work_is_done_by_those_who_are_assigned() -> None:
    found = read(office(task(1, "Design"), f"{ANA}|{BEN}", assigned(1, 1, 24) + assigned(1, 2, 16))).portfolio
    (made,) = found.tasks
    assert (print_work(made.work), print_people(made.people)) == ("ana-ferreira 24h; ben 16h", "")
    assert [person.skill("ana-ferreira") is not None for person in found.people] == [True, False]
    assert str(found.people[0].rate) == "70.00"


def test_one_person_alone_is_named() -> None:
    (made,) = read(office(task(1, "Design"), ANA, assigned(1, 1, 20, "0.25"))).portfolio.tasks
    assert (print_work(made.work), print_people(made.people)) == ("20h @25%", "ana-ferreira")


def test_a_group_is_a_skill() -> None:
    people = f"{ANA}<Group>UX</Group>|{BEN}<Group>Front end</Group>"
    (made,) = read(office(task(1, "Design"), people, assigned(1, 1, 24) + assigned(1, 2, 16))).portfolio.tasks
    assert (print_work(made.work), print_people(made.people)) == (
        "ux 24h; front-end 16h",
        "ux=ana-ferreira; front-end=ben",
    )


def test_a_resource_of_three_units_is_three_people() -> None:
    several = "<UID>1</UID><Name>Developers</Name><Type>1</Type><MaxUnits>3</MaxUnits>"
    found = read(office(task(1, "Build"), several, assigned(1, 1, 80, "2")))
    assert [person.id for person in found.portfolio.people] == ["developers", "developers-2", "developers-3"]
    assert print_work(found.portfolio.tasks[0].work) == "developers 80h x2"
    assert "a resource of several units becomes so many people: Developers (3)" in lost(found)


def test_half_a_person_works_half_a_day() -> None:
    half = "<UID>1</UID><Name>Ana</Name><Type>1</Type><MaxUnits>0.5</MaxUnits>"
    found = read(office(task(1, "Build"), half, assigned(1, 1, 20, "0.5"))).portfolio
    assert found.people[0].workweek is not None
    assert found.people[0].workweek.days[0] == ((540, 780),)
    assert print_work(found.tasks[0].work) == "20h"


def test_a_task_without_people_passes_time_unless_anybody_shall_do_it() -> None:
    data = office(task(1, "Approval", 24), ANA)
    assert print_work(read(data).portfolio.tasks[0].work) == "wait 24h"
    assert any("nobody is assigned" in words for words in lost(read(data)))
    assert print_work(read(data, Choices(unassigned="anybody")).portfolio.tasks[0].work) == "24h"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (link(1), "T1"),
        (link(1, 0, 9600), "T1 FF+16h"),
        (link(1, 3, 2400, 5), "T1 SS+4h"),
        (link(1, 2, -4800), "T1 SF-8h"),
        # Two elapsed days are 2/7 of a working week of 40 hours, to the quarter of an hour.
        (link(1, 1, 28800, 8), "T1 FS+11.5h"),
        # Half of the predecessor's duration of 8 hours.
        (link(1, 1, 50, 19), "T1 FS+4h"),
    ],
)
def test_links_keep_type_and_lag(written: str, expected: str) -> None:
    found = read(office(task(1, "One") + task(2, "Two", 8, written))).portfolio
    assert print_after(found.tasks[1].after) == expected


def test_links_of_a_summary_are_those_of_what_is_in_it() -> None:
    inside = task(2, "One", level=2) + task(3, "Two", level=2)
    data = office(task(1, "Phase", more="<Summary>1</Summary>") + inside + task(4, "Next", 8, link(1)))
    found = read(data).portfolio
    assert [one.id for one in found.tasks] == ["T2", "T3", "T4"]
    assert print_after(found.tasks[2].after) == "T2; T3"


def test_a_link_from_the_start_of_a_summary_is_listed() -> None:
    inside = task(2, "One", level=2) + task(3, "Two", level=2)
    found = read(office(task(1, "Phase", more="<Summary>1</Summary>") + inside + task(4, "Next", 8, link(1, 3))))
    assert found.portfolio.tasks[2].after == ()
    assert any(words.startswith("a link from the start of a summary is not carried over") for words in lost(found))


def test_a_milestone_is_what_its_predecessors_name_and_falls_out_of_links() -> None:
    beta = task(3, "Beta", 0, f"<Milestone>1</Milestone><Deadline>2026-02-02T18:00:00</Deadline>{link(1)}{link(2, 1)}")
    data = office(task(1, "One") + task(2, "Two") + beta + task(4, "Next", 8, link(3, 1, 4800)))
    found = read(data).portfolio
    assert [(row.id, row.name, row.due) for row in found.milestones] == [("T3", "Beta", date(2026, 2, 2))]
    assert [one.milestone for one in found.tasks] == ["T3", "T3", ""]
    assert print_after(found.tasks[2].after) == "T1 FS+8h; T2 FS+8h"


def test_milestones_in_a_row_add_their_lags() -> None:
    first = task(2, "Approved", 0, link(1, 1, 4800))
    second = task(3, "Signed", 0, link(2, 1, 2400, 5))
    found = read(office(task(1, "One") + first + second + task(4, "Next", 8, link(3)))).portfolio
    assert print_after(found.tasks[1].after) == "T1 FS+12h"


def test_a_milestone_with_a_date_holds_what_comes_after_it() -> None:
    signed = "<ConstraintType>4</ConstraintType><ConstraintDate>2026-01-19T09:00:00</ConstraintDate>"
    found = read(office(task(1, "Contract", 0, signed) + task(2, "Work", 8, link(1)))).portfolio
    assert found.tasks[0].not_before == date(2026, 1, 19)


def test_dates_become_ours_and_what_has_no_place_is_listed() -> None:
    def constrained(number: int) -> str:
        return f"<ConstraintType>{number}</ConstraintType><ConstraintDate>2026-01-21T18:00:00</ConstraintDate>"

    rows = "".join(task(number, f"K{number}", 8, constrained(number)) for number in range(1, 8))
    found = read(office(rows))
    by_id = {one.id: one for one in found.portfolio.tasks}
    assert by_id["T4"].not_before == datetime(2026, 1, 21, 18)
    assert [by_id[f"T{n}"].due for n in (3, 7)] == [date(2026, 1, 21)] * 2
    assert [one.id for one in found.portfolio.tasks if one.due or one.not_before] == ["T2", "T3", "T4", "T7"]
    said = " ".join(lost(found))
    assert all(f"K{number} " in said for number in (1, 2, 3, 5, 6, 7))


def test_recorded_work_is_a_timesheet_and_a_finished_task_has_nothing_left() -> None:
    done = "<PercentComplete>100</PercentComplete><ActualStart>2025-12-15T09:00:00</ActualStart>"
    done += "<ActualFinish>2025-12-17T18:00:00</ActualFinish>"
    half = "<PercentComplete>50</PercentComplete><ActualStart>2025-12-18T09:00:00</ActualStart>"
    tasks = task(1, "Done", 8, done) + task(2, "Half", 8, half)
    worked = "<ActualWork>PT8H0M0S</ActualWork><RemainingWork>PT{}H0M0S</RemainingWork>"
    rows = assigned(1, 1, 8, more=worked.format(0)) + assigned(2, 1, 16, more=worked.format(8))
    found = read(office(tasks, ANA, rows)).portfolio
    assert [(row.date, row.task, row.hours, row.remaining) for row in found.progress] == [
        (date(2025, 12, 15), "T1", Fraction(8), None),
        (date(2025, 12, 17), "T1", Fraction(0), Fraction(0)),
        (date(2025, 12, 18), "T2", Fraction(8), Fraction(8)),
    ]


def test_a_baseline_is_an_approved_plan() -> None:
    saved = "<Baseline><Number>0</Number><Start>2026-01-06T09:00:00</Start><Finish>2026-01-08T18:00:00</Finish>"
    saved += "<Work>PT24H0M0S</Work></Baseline>"
    found = read(office(task(1, "Design", 24, saved), ANA, assigned(1, 1, 24, more=saved))).baseline
    assert found is not None
    (row,) = found.assignments
    assert (row.task, row.person, row.start, row.hours) == ("T1", "ana-ferreira", datetime(2026, 1, 6, 9), 24.0)
    assert found.approved is not None


def test_material_is_a_fixed_cost_and_listed() -> None:
    paper = "<UID>3</UID><Name>Paper</Name><Type>0</Type>"
    rows = assigned(1, 1, 8) + assigned(1, 3, 0, more="<Cost>12050</Cost>")
    found = read(office(task(1, "Print", 8, "<FixedCost>1000</FixedCost>"), f"{ANA}|{paper}", rows))
    assert found.portfolio.tasks[0].fixed_cost == Fraction(26100, 200)
    assert "material and costs become fixed costs of the task: Paper" in lost(found)


def test_each_summary_of_the_first_level_is_a_project_when_that_is_asked_for() -> None:
    tasks = task(1, "Museum", more="<Summary>1</Summary>") + task(2, "Build", level=2)
    found = read(office(tasks), Choices(projects="summaries")).portfolio
    assert [(row.id, row.name) for row in found.projects] == [("museum", "Museum")]
    assert found.tasks[0].project == "museum"


def test_inactive_tasks_are_cancelled_and_empty_rows_are_none() -> None:
    data = office(task(1, "Old", 8, "<Active>0</Active>") + "<Task><UID>2</UID><IsNull>1</IsNull></Task>")
    assert [one.cancelled for one in read(data).portfolio.tasks] == [True]


def test_work_of_summaries_and_custom_fields_are_listed() -> None:
    alias = "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><Alias>Invoice no</Alias>"
    head = f"{alias}</ExtendedAttribute></ExtendedAttributes>"
    value = "<ExtendedAttribute><FieldID>188743731</FieldID><Value>R-7</Value></ExtendedAttribute>"
    tasks = task(1, "Phase", more="<Summary>1</Summary>") + task(2, "One", 8, value, level=2)
    rows = assigned(1, 1, 4) + assigned(2, 1, 8) + assigned(2, 9, 8)
    said = lost(read(office(tasks, ANA, rows, head=head)))
    assert "work on summaries and on tasks of other plans is not carried over: task 1" in said
    assert "assignments of resources that are not in the file are not carried over: task 2" in said
    assert "custom fields are not carried over: Invoice no" in said
