"""What takes the whole portfolio to see: each problem has an example, with its place and the fix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.folders import PEOPLE, TOML, issues, lines, load

from ipmplan.core.calendar import EPOCH
from ipmplan.core.portfolio import Goals, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Part, Use
from ipmplan.validation import validate

PROJECTS = "id,status,team\nP0,,\nP1,tentative,\nP2,,ben\n"
MILESTONES = "id,project,due\nP0-beta,P0,2026-03-02\n"


def test_nothing_is_said_about_what_is_right(tmp_path: Path) -> None:
    assert lines(tmp_path) == []


@pytest.mark.parametrize(
    ("tables", "issue"),
    [
        ({"absences": "person,start,end\nanna,2026-02-01,2026-02-02\n"}, "error absences.csv:2: person `anna` is not known\nMaybe you meant `ana`?"),
        ({"extra": "person,start,end\neve,2026-02-01,2026-02-02\n"}, "error extra.csv:2: person `eve` is not known"),
        ({"rates": "person,cost\n*,50\n"}, "error rates.csv:2: person `*` is not an id (letters, digits, `_ . / -`, no spaces)"),
        ({"rates": "person,cost\nbenn,50\n"}, "error rates.csv:2: person `benn` is not known\nMaybe you meant `ben`?"),
        ({"bookings": "id,person,hours\nB1,bean,1h\n"}, "error bookings.csv:2: person `bean` is not known\nMaybe you meant `ben`?"),
        ({"bookings": "id,person,hours,project\nB1,ben,1h,P9\n"}, "error bookings.csv:2: project `P9` is not known"),
        ({"projects": "id,team\nP0,ana|bea\n"}, "error projects.csv:2: team `bea` is not known\nMaybe you meant `ben`?"),
        ({"milestones": "id,project\nM1,P99\n"}, "error milestones.csv:2: project `P99` is not known"),
        ({"requirements": "id,project,tasks\nR1,P0,T1;T11\n"}, "error requirements.csv:2: tasks `T11` is not known\nMaybe you meant `T1`?"),
        ({"decisions": "id,project,tasks\nD1,P0,T11\n"}, "error decisions.csv:2: tasks `T11` is not known\nMaybe you meant `T1`?"),
        ({"decisions": "id,project\nD1,P00\n"}, "error decisions.csv:2: project `P00` is not known\nMaybe you meant `P0`?"),
        ({"changes": "id,project\nC1,P00\n"}, "error changes.csv:2: project `P00` is not known\nMaybe you meant `P0`?"),
        ({"progress": "date,task,hours\n2026-01-02,T11,2\n"}, "warning progress.csv:2: task `T11` is not known; 2 h are left out\nMaybe you meant `T1`? If not, keep its row in tasks, with the status `cancelled`."),
        ({"progress": "date,task,person,hours\n2026-01-02,T1,anna,2\n"}, "warning progress.csv:2: person `anna` is not known: 2 h in progress; they count as done\nMaybe you meant `ana`? If not, keep their row in people, with `until`."),
    ],
)  # fmt: skip
def test_unknown_names_are_told(tmp_path: Path, tables: dict[str, str], issue: str) -> None:
    assert issue in lines(tmp_path, **({"projects": PROJECTS} | tables))


@pytest.mark.parametrize(
    ("row", "issue"),
    [
        ("project=P00", "error project `P00` is not known\nMaybe you meant `P0`?"),
        ("milestone=P0-bta", "error milestone `P0-bta` is not known\nMaybe you meant `P0-beta`?"),
        ("change=C9", "error change `C9` is not known"),
        ("after=T11", "error after `T11` is not known\nMaybe you meant `T1`?"),
        ("after=P0-bet", "error after `P0-bet` is not known\nMaybe you meant `P0-beta`?"),
        ("uses=labb", "error uses `labb` is not known\nMaybe you meant `lab`?"),
        ("uses=lab:3", "error uses 3 of pool `lab`, which has 2"),
        ("uses=lab:1; lab:2", "error uses 3 of pool `lab`, which has 2"),
        ("people=anna", "error people `anna` is not known\nMaybe you meant `ana`?"),
        ("people=not anna", "error people `anna` is not known\nMaybe you meant `ana`?"),
        ("people=same T11", "error people `T11` is not known\nMaybe you meant `T1`?"),
        ("people=other TX", "error people names the task `TX` itself"),
        ("people=same WAIT", "error people wants those of `WAIT`, which nobody does: it only waits"),
        ("project=P2;milestone=P0-beta", "error milestone `P0-beta` belongs to project `P0`, the task to `P2`"),
        ("project=;milestone=P0-beta", "warning project is empty, so no budget pays for the task; its milestone `P0-beta` has one\nMaybe you meant `P0`?"),
        ("work=fronted 8h", "error work asks for the skill `fronted`, which nobody has\nMaybe you meant `frontend`?"),
        ("work=wiat 3d", "error work asks for the skill `wiat`, which nobody has\nMaybe you meant `wait`?"),
        ("work=frontend:3 8h", "error work asks for `frontend:3`, the highest level is 2 (ana)\nMaybe you meant `frontend:2`?"),
        ("work=frontend 8h x2", "error work needs 2 different people, only ana can do it\nMaybe fewer people, or tasks one after the other?"),
        ("work=frontend 8h + ux 8h", "error work needs 2 different people, only ana can do it\nMaybe fewer people, or tasks one after the other?"),
        ("work=frontend 8h; ux 8h; 8h x1", "error work needs 3 different people, only ana, ben can do it\nMaybe fewer people, or tasks one after the other?"),
        ("work=frontend 8h | wait 3d;people=ben", "error people names `ben`, who lacks the skill: `frontend:1` is wanted\nMaybe `ana`, who has it?"),
        ("work=frontend 8h;people=not ana", "error work `frontend:1` has no candidate: the project's team and the task's `people` leave nobody for it"),
        ("work=8h;people=not ana|ben", "error work has no candidate: the project's team and the task's `people` leave nobody for it"),
        ("work=backend 8h;project=P2;people=ana|ben", "error people names `ana`, who is not in the project's team (ben)"),
        ("work=ux 8h; backend 8h;people=ux=ben", "error people names `ben`, who lacks the skill: `ux:1` is wanted\nMaybe `ana`, who has it?"),
        ("work=backend 8h;people=bakend=ben", "warning people names the skill `bakend`, for which the work does not ask\nMaybe you meant `backend`?"),
        ("optimistic=12;pessimistic=8", "error optimistic is more than pessimistic: 12 h and 8 h\nMaybe they are the wrong way round?"),
        ("not_before=2026-02-02;due=2026-02-01", "warning due `2026-02-01` is before not_before `2026-02-02`\nMaybe they are the wrong way round?"),
        ("after=OFF", "warning after names `OFF`, which is not planned; the link does not count"),
        ("people=same OFF", "warning people names `OFF`, which is not planned; the condition does not count"),
        ("due=2026-01-02", "warning due `2026-01-02` is before the status date `2026-01-05`, and task `TX` is not finished"),
        ("fixed_cost=-5", "error fixed_cost is negative: -5"),
        ("work=8h [cost -5]", "error work has a negative cost: -5"),
        ("work=8h | fronted 8h", "error work asks for the skill `fronted`, which nobody has\nMaybe you meant `frontend`?"),
        ("work=8h | frontend:9 8h", "warning work asks for `frontend:9`, the highest level is 2 (ana)\nMaybe you meant `frontend:2`?"),
        ("work=frontend:9 8h;project=P1", "warning work asks for `frontend:9`, the highest level is 2 (ana)\nMaybe you meant `frontend:2`?"),
        ("id=T1", "error id `T1` is given twice in tasks, first in tasks.csv:3"),
        ("id=P0-beta;after=P0-beta", "error after `P0-beta` could mean the task or the milestone of that id (tasks.csv:2 and milestones.csv:2)\nMaybe rename one of them?"),
    ],
)  # fmt: skip
def test_odd_tasks_are_told(tmp_path: Path, row: str, issue: str) -> None:
    values = {"id": "TX", "work": "8h"}
    pairs = [pair.partition("=") for pair in row.split(";") if "=" in pair]
    # A `;` within a cell belongs to the pair before it.
    for piece in row.split(";"):
        name, equals, value = piece.partition("=")
        if equals and name in COLUMNS:
            values[name] = value
            last = name
        else:
            values[last] += f";{piece}"
    assert pairs
    cells = ",".join(values.get(name, "") for name in COLUMNS)
    others = [
        {"id": "T1", "work": "8h"},
        {"id": "T2", "work": "8h"},
        {"id": "WAIT", "work": "wait 1d"},
        {"id": "OFF", "work": "8h", "project": "P1"},
        {"id": "BETA", "work": "8h", "milestone": "P0-beta"},
    ]
    rest = "\n".join(",".join(other.get(name, "") for name in COLUMNS) for other in others)
    severity, _, text = issue.partition(" ")
    assert f"{severity} tasks.csv:2: {text}".replace("tasks.csv:2: id", "tasks.csv:3: id").replace(
        "first in tasks.csv:3", "first in tasks.csv:2"
    ) in lines(
        tmp_path,
        tasks=f"{','.join(COLUMNS)}\n{cells}\n{rest}\n",
        projects=PROJECTS,
        milestones=MILESTONES,
        pools="id,capacity\nlab,2\n",
    )


COLUMNS = (
    "id",
    "project",
    "milestone",
    "work",
    "after",
    "people",
    "not_before",
    "due",
    "uses",
    "optimistic",
    "pessimistic",
    "fixed_cost",
    "change",
)


@pytest.mark.parametrize(
    ("table", "text", "issue"),
    [
        ("people", "id,skills\nana,frontend:2\nben,backend:2\nana,\n", "error people.csv:4: id `ana` is given twice in people, first in people.csv:2"),
        ("people", PEOPLE.replace("name", "from,until,name").replace("ana,", "ana,2026-05-01,2026-04-01,").replace("ben,", "ben,,,"), "error people.csv:2: until `2026-04-01` is before from `2026-05-01`\nMaybe they are the wrong way round?"),
        ("people", "id,skills,rate\nana,frontend:2,-5\nben,backend:2,\n", "error people.csv:2: rate is negative: -5"),
        ("people", "id,skills,workweek\nana,frontend:2,Mon 09:30-12:00\nben,backend:2,\n", 'error people.csv:2: workweek `09:30` does not lie on the grid of 60 minutes\nMaybe set `grid = "30m"`?'),
        ("absences", "person,start,end\nana,2026-02-03,2026-02-01\n", "error absences.csv:2: end `2026-02-01` is before start `2026-02-03`\nMaybe they are the wrong way round?"),
        ("absences", "person,start,end\nana,2026-02-03T09:00,2026-02-03T12:45\n", 'error absences.csv:2: end `2026-02-03T12:45` does not lie on the grid of 60 minutes\nMaybe set `grid = "15m"`?'),
        ("absences", "person,start,end\nana,2026-02-03T09:10,2026-02-03T12:00\n", "error absences.csv:2: start `2026-02-03T09:10` does not lie on the grid of 60 minutes"),
        ("extra", "person,start,end\nana,2026-02-03T10:00,2026-02-03T10:00\n", "error extra.csv:2: end `2026-02-03T10:00` is before start `2026-02-03T10:00`\nMaybe they are the wrong way round?"),
        ("extra", "person,start,end\n*,2026-02-03T10:30,2026-02-03T12:00\n", 'error extra.csv:2: start `2026-02-03T10:30` does not lie on the grid of 60 minutes\nMaybe set `grid = "30m"`?'),
        ("bookings", "id,person,hours,start,end\nB1,*,1h,2026-02-03,2026-02-01\n", "error bookings.csv:2: end `2026-02-01` is before start `2026-02-03`\nMaybe they are the wrong way round?"),
        ("bookings", "id,person,hours\nB1,*,0h\n", "warning bookings.csv:2: hours is 0, so the booking takes no time"),
        ("projects", "id,weight\nP0,-1\n", "error projects.csv:2: weight is negative: -1"),
        ("milestones", "id,firm\nM1,yes\n", "warning milestones.csv:2: firm has no effect without a due date"),
        ("milestones", "id,due\nM1,2026-03-01\n", "warning milestones.csv:2: due has no effect, as no task names the milestone `M1`"),
        ("decisions", "id,asked_on,answered_on\nD1,2026-01-02,2026-01-01\n", "warning decisions.csv:2: answered_on `2026-01-01` is before asked_on `2026-01-02`\nMaybe they are the wrong way round?"),
        ("changes", "id,asked_on,decided_on\nC1,2026-01-02,2026-01-01\n", "warning changes.csv:2: decided_on `2026-01-01` is before asked_on `2026-01-02`\nMaybe they are the wrong way round?"),
        ("progress", "date,task,hours\n2026-01-05,T1,2\n", "warning progress.csv:2: date 2026-01-05 is not before the status date 2026-01-05; the row is left out"),
        ("toml", TOML.replace("09:00", "09:15"), 'error portfolio.toml:4: workweek `09:15` does not lie on the grid of 60 minutes\nMaybe set `grid = "15m"`?'),
    ],
)  # fmt: skip
def test_odd_rows_are_told(tmp_path: Path, table: str, text: str, issue: str) -> None:
    told = lines(tmp_path, **{table: text})
    assert told == [issue]


def cycles(tmp_path: Path, tasks: str, milestones: str = "id\nM1\nM2\n") -> list[str]:
    told = issues(tmp_path, tasks=f"id,milestone,work,after\n{tasks}", milestones=milestones)
    assert all(issue.hint == "Maybe one of these links is the wrong way round?" for issue in told)
    return [f"{issue.where}: {issue.message}" for issue in told]


def test_cycles_are_printed_as_cycles(tmp_path: Path) -> None:
    tasks = "T0,,8h,\nT1,,8h,T0; T3\nT2,,8h,T1\nT3,,8h,T2 SS\nT4,,8h,T3\n"
    assert cycles(tmp_path, tasks) == ["tasks.csv:3: after makes a cycle: T1 -> T2 -> T3 -> T1"]


def test_a_task_after_itself_is_a_cycle(tmp_path: Path) -> None:
    assert cycles(tmp_path, "T1,,8h,T1\n") == ["tasks.csv:2: after makes a cycle: T1 -> T1"]


def test_milestones_stand_for_their_tasks(tmp_path: Path) -> None:
    tasks = "T1,M1,8h,T2\nT2,,8h,M1\nT3,M2,8h,M2\n"
    assert cycles(tmp_path, tasks) == [
        "tasks.csv:2: after makes a cycle: T1 -> T2 -> T1 (through milestone `M1`)",
        "tasks.csv:4: after makes a cycle: T3 -> T3 (through milestone `M2`)",
    ]


def test_every_cycle_is_told(tmp_path: Path) -> None:
    tasks = "".join(f"A{n},,8h,C{n}\nB{n},,8h,A{n}\nC{n},,8h,B{n}\n" for n in range(3))
    assert [line.partition("cycle: ")[2] for line in cycles(tmp_path, tasks)] == [
        f"A{n} -> B{n} -> C{n} -> A{n}" for n in range(3)
    ]


def test_long_cycles_are_cut(tmp_path: Path) -> None:
    tasks = "".join(f"T{n},,8h,T{(n - 1) % 500}\n" for n in range(500))
    (line,) = cycles(tmp_path, tasks)
    assert line.endswith("T26 -> T27 -> ... -> T0")


def test_long_shares_are_told(tmp_path: Path) -> None:
    people = "id,skills,workweek\nana,pm,\nben,pm*0.5,Mon-Tue 09:00-17:00\n"
    told = lines(tmp_path, people=people, tasks="id,work\nT1,pm 20h @25%\nT2,pm 2h @25%\nT3,pm 4h @25%\n")
    ending = (
        "in which no work without a share can be done\n"
        "Maybe a booking fits better, instead of it? In a new table bookings:\n"
        "id,project,person,name,hours,every,start,end\n"
    )
    assert told == [
        f"warning tasks.csv:2: work `pm 20h @25%` takes 80 h of ana's working time, more than a week (40 h), {ending}T1-booked,,ana,T1,25%,,2026-01-05,2026-01-16",
        f"warning tasks.csv:4: work `pm 4h @25%` takes 32 h of ben's working time, more than a week (16 h), {ending}T3-booked,,ben,T3,25%,,2026-01-05,2026-01-13",
    ]


def test_finished_tasks_are_not_judged_any_more(tmp_path: Path) -> None:
    tasks = "id,work,people,due\nT1,frontend:2 8h,ben,2026-01-02\n"
    assert len(lines(tmp_path, tasks=tasks)) == 3
    assert lines(tmp_path, tasks=tasks, progress="date,task,hours,remaining\n2026-01-02,T1,8,0\n") == []


def test_work_on_cancelled_tasks_is_not_judged(tmp_path: Path) -> None:
    assert lines(tmp_path, tasks="id,work,status\nT1,unheard 8h,cancelled\n") == []


def test_due_dates_that_have_passed_are_told_once(tmp_path: Path) -> None:
    told = lines(
        tmp_path,
        tasks="id,work,project,milestone\nT1,8h,P0,M1\nT2,8h,P0,M1\n",
        projects="id,due\nP0,2026-01-03\n",
        milestones="id,project,due\nM1,P0,2026-01-02\n",
    )
    assert told == [
        f"warning {where}: due `{due}` is before the status date `2026-01-05`, "
        "and 2 tasks are not finished, `T1` is one"
        for where, due in (("projects.csv:2", "2026-01-03"), ("milestones.csv:2", "2026-01-02"))
    ]


def test_many_rows_of_the_future_are_summed_up(tmp_path: Path) -> None:
    told = lines(tmp_path, progress="date,task,hours\n" + "2026-02-01,T1,1\n" * 25)
    assert len(told) == 11
    assert told[-1] == (
        "warning progress.csv:12: 15 more rows are not before the status date 2026-01-05 and are left out"
    )


def test_a_row_of_today_counts_when_the_status_date_has_a_time(tmp_path: Path) -> None:
    progress = "date,task,hours\n2026-01-05,T1,1\n"
    assert lines(tmp_path, toml=TOML.replace("01-05", "01-05T12:00:00"), progress=progress) == []


def test_progress_that_could_mean_a_task_or_a_booking_is_told(tmp_path: Path) -> None:
    told = lines(
        tmp_path, bookings="id,person,hours\nT1,*,1h\n", progress="date,task,hours\n2026-01-02,T1,1\n2026-01-02,T1,1\n"
    )
    assert told == [
        (
            "error progress.csv:2: task `T1` could mean the task or the booking of that id (tasks.csv:2 and bookings.csv:2)\n"
            "Maybe rename one of them?"
        )
    ]


def test_portfolios_made_in_python_are_judged_by_their_ids(tmp_path: Path) -> None:
    tiny = load(tmp_path)
    made = Portfolio(
        "Python",
        date(2026, 1, 5),
        people=tuple(replace(person, at="") for person in tiny.people),
        tasks=(
            Task("T1"),
            Task("T2", work=(Alternative(((Part(tiny.tasks[0].work[0].parts[0].hours, "ux"),),), uses=(Use("lab"),)),)),
        ),
        goals=Goals(order=("latenes",)),
        progress=(Progress(date(2026, 2, 1), "T1"),),
    )
    assert [f"{issue.severity} {issue}" for issue in validate(made)] == [
        "error T2: uses `lab` is not known",
        "error goals.order: order names the unknown goal `latenes`\nMaybe you meant `lateness`?",
        "error T1: work is empty\nMaybe you meant something like `24h` or `wait 3d`?",
        "warning T1: date 2026-02-01 is not before the status date 2026-01-05; the row is left out",
    ]


def test_people_are_needed_for_work() -> None:
    task = Task("T1", work=(Alternative(((Part(Portfolio("", EPOCH).calendar.handover),),)),))
    (issue,) = validate(Portfolio("Nobody", date(2026, 1, 5), tasks=(task,)))
    assert issue.message == "work needs people, and there are none"


def test_guessing_ends_where_it_would_take_long(tmp_path: Path) -> None:
    tasks = "id,work,after\nT1,8h,\n" + "".join(f"X{n},8h,T1{n}\n" for n in range(100))
    hints = [issue.hint for issue in issues(tmp_path, tasks=tasks)]
    assert len(hints) == 100
    assert sum(bool(hint) for hint in hints) == 50


def test_crowds_are_counted_without_trying_every_seat(tmp_path: Path) -> None:
    people = "id,skills\n" + "".join(f"p{n},a\n" for n in range(400))
    tasks = "id,work\nT1,a 1h x100 + a 1h x100 + a 1h x100 + a 1h x100\nT2,a 1h x100 + a 1h x100 + a 1h x100; a 1h x100; a 1h\n"
    (issue,) = issues(tmp_path, people=people, tasks=tasks)
    assert issue.where == "tasks.csv:3"
    assert issue.message == "work needs 401 different people, only p0, p1, p2 ... can do it"


def test_seats_are_given_away_so_that_all_sit(tmp_path: Path) -> None:
    people = "id,skills\nana,a; b; c\nben,a; b\ncleo,a\ndora,a\n"
    assert lines(tmp_path, people=people, tasks="id,work\nT1,a 1h; b 1h; c 1h\n") == []
    (line,) = lines(tmp_path, people=people, tasks="id,work\nT1,b 1h x2; c 1h; a 1h\n")
    assert line.startswith("error tasks.csv:2: work needs 4 different people; for `c` there are only ana, too few")
