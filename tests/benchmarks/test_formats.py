"""Each format becomes the portfolio that its file describes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.formats import read
from benchmarks.problems.problem import moment
from tests.benchmarks import tiny_instances

from ipmplan.core.people import Skill
from ipmplan.core.work import Alternative, Link, Part, Use
from ipmplan.errors import InputError


def test_a_job_is_a_wait_that_uses_pools_and_source_and_sink_are_gone(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.sm")).portfolio()
    assert [task.id for task in portfolio.tasks] == ["a1", "a2", "a3"]
    assert portfolio.task["a3"].work == (Alternative(wait=Fraction(2), uses=(Use("r0", 2), Use("r1", 1))),)
    assert portfolio.task["a3"].after == (Link("a1"),)
    assert portfolio.task["a1"].after == ()
    assert [(pool.capacity, pool.kind) for pool in portfolio.pools] == [(2, "renewable"), (1, "renewable")]
    assert portfolio.goals.order == ("makespan",)
    assert portfolio.goals.tolerance == 0


def test_modes_are_alternatives_with_their_own_duration_and_uses(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.mm")).portfolio()
    assert [way.wait for way in portfolio.task["a1"].work] == [2, 5]
    assert portfolio.task["a1"].work[1].uses == (Use("r0"), Use("r1"))
    assert [pool.kind for pool in portfolio.pools] == ["renewable", "consumable"]


def test_a_dummy_in_the_middle_is_bridged(tmp_path: Path) -> None:
    path = tmp_path / "middle.rcp"
    path.write_text("5 1\n2\n0 0 1 2\n3 2 1 3\n0 0 1 4\n4 1 1 5\n0 0 0\n", encoding="utf-8")
    portfolio = read(path).portfolio()
    assert [(task.id, task.after) for task in portfolio.tasks] == [("a1", ()), ("a3", (Link("a1"),))]


def test_rows_of_patterson_may_be_broken_anywhere(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.rcp")).portfolio()
    assert {task.id: int(task.work[0].wait or 0) for task in portfolio.tasks} == {"a1": 3, "a2": 4, "a3": 2}
    assert portfolio.task["a3"].after == (Link("a1"),)


def test_projects_share_pools_and_wait_for_their_release(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.rcmp")).portfolio()
    assert [(task.id, task.project) for task in portfolio.tasks] == [("a1", "p0"), ("a2", "p0"), ("a5", "p1")]
    assert [project.id for project in portfolio.projects] == ["p0", "p1"]
    assert portfolio.task["a5"].not_before == moment(2)
    assert portfolio.task["a1"].not_before is None


@pytest.mark.parametrize("name", ["tiny.msrcp", "tiny.dzn"])
def test_several_people_at_once_are_one_group(tmp_path: Path, name: str) -> None:
    portfolio = read(tiny_instances.write(tmp_path, name)).portfolio()
    assert portfolio.task["a1"].work[0].groups == ((Part(Fraction(3), "s0"), Part(Fraction(3), "s1")),)


def test_two_people_with_one_skill_start_together(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.dzn")).portfolio()
    assert portfolio.task["a2"].work[0].groups == ((Part(Fraction(2), "s1"), Part(Fraction(2), "s1")),)
    assert [person.skills for person in portfolio.people][1] == (Skill("s0"), Skill("s1"))
    assert portfolio.task["a2"].after == (Link("a1"),)


def test_levels_count_from_one_and_salaries_are_rates(tmp_path: Path) -> None:
    portfolio = read(tiny_instances.write(tmp_path, "tiny.def")).portfolio()
    assert portfolio.person["w1"].skills == (Skill("Q0", 1), Skill("Q1", 3))
    assert portfolio.person["w1"].rate == Decimal("10.5")
    assert portfolio.task["t2"].work[0].groups == ((Part(Fraction(3), "Q1", 2),),)
    assert portfolio.task["t2"].after == (Link("t1"),)
    assert portfolio.task["t3"].after == ()
    assert portfolio.task["t3"].work[0].parts[0].level == 2


def test_a_file_of_another_format_is_an_input_error(tmp_path: Path) -> None:
    for ending in (".sm", ".rcp", ".rcmp", ".msrcp", ".dzn", ".def"):
        path = tmp_path / f"odd{ending}"
        path.write_text("this is no instance\n", encoding="utf-8")
        with pytest.raises(InputError, match=f"odd{ending}: not a `{ending}` instance"):
            read(path)
    (tmp_path / "odd.txt").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"no reader for `.txt`"):
        read(tmp_path / "odd.txt")
