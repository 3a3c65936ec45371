"""What rules say of people in a broken plan, word for word: when, how much and what they may work on."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.plans import (
    MONDAY,
    at,
    choice,
    does,
    edited,
    part,
    plan_of,
    retimed,
    studio,
    wait,
    work,
)
from tests.rules.broken import FOUR, FRIDAY, logged, moved, planned, told

from ipmplan.core.people import EVERYBODY, Absence, Person, Skill
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Booking, CalendarSettings, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Pin


@pytest.mark.parametrize(
    ("facts", "day", "hour", "reason"),
    [
        (
            {"bookings": (Booking("B1", "ana", hours=Fraction(2), end=MONDAY),)},
            5,
            9,
            "is booked (B1)\nMaybe 5 January 2026 11:00.",
        ),
        (
            {"bookings": (Booking("B1", "ana", hours=Fraction(2), end=MONDAY),)},
            5,
            10,
            "is booked (B1)\nMaybe 5 January 2026 11:00.",
        ),
        (
            {"absences": (Absence("ana", date(2026, 1, 6), date(2026, 1, 7), "ill"),)},
            6,
            9,
            "is away (ill)\nMaybe 8 January 2026 09:00.",
        ),
        ({"absences": (Absence("ana", at(6, 9), at(6, 11)),)}, 6, 10, "is away\nMaybe 6 January 2026 11:00."),
        (
            {"absences": (Absence(EVERYBODY, date(2026, 1, 6), date(2026, 1, 6)),)},
            6,
            9,
            "is away\nMaybe 7 January 2026 09:00.",
        ),
        ({"absences": (Absence("ben", date(2026, 1, 6)),)}, 6, 18, "does not work then\nMaybe 7 January 2026 09:00."),
        (
            {"absences": (Absence("ana", at(6, 9), at(6, 17)),)},
            6,
            17,
            "does not work then\nMaybe 7 January 2026 09:00.",
        ),
        (
            {"people": (Person("ana", joins=date(2026, 1, 8)),)},
            7,
            9,
            "only joins on 8 January 2026\nMaybe 8 January 2026 09:00.",
        ),
        ({"people": (Person("ana", joins=date(2026, 1, 8)),)}, 8, 8, "does not work then\nMaybe 8 January 2026 09:00."),
        ({"people": (Person("ana", leaves=date(2026, 1, 8)),)}, 9, 9, "leaves on 8 January 2026"),
        ({"people": (Person("ana", leaves=date(2026, 1, 8)),)}, 8, 17, "does not work then"),
        (
            {"calendar": CalendarSettings(holidays="DE"), "holidays": {"DE": {date(2026, 1, 6): "Epiphany"}}},
            6,
            9,
            "has a holiday (Epiphany)\nMaybe 7 January 2026 09:00.",
        ),
        (
            {
                "calendar": CalendarSettings(holidays="DE"),
                "holidays": {"DE": {date(2026, 1, 6): "Epiphany"}, "FR": {date(2026, 1, 7): "Wednesday"}},
                "people": (Person("ana", holidays="FR"),),
            },
            7,
            9,
            "has a holiday (Wednesday)\nMaybe 8 January 2026 09:00.",
        ),
    ],
)
def test_why_somebody_is_not_there(facts: dict[str, object], day: int, hour: int, reason: str) -> None:
    portfolio = studio(FOUR, **facts)
    plan = moved(planned(studio(FOUR), T1=choice(does("ana", 5))), at(day, hour), at(day, hour))
    found = [text for text in told(plan, portfolio, "availability") if "starts at" in text]
    assert found == [f"T1: ana starts at {day} January 2026 {hour:02}:00 but {reason}"]


def test_a_row_that_is_too_long_too_short_or_off_the_grid() -> None:
    portfolio = studio(FOUR)
    plan = planned(portfolio, T1=choice(does("ana", 5, 15)))
    assert told(plan, portfolio, "availability") == []
    assert told(moved(plan, at(5, 15), at(6, 10)), portfolio, "availability") == [
        (
            "T1: ana works 5 January 2026 15:00 to 6 January 2026 10:00, in which 3 h are free for it; the work takes 4 h of "
            "their time\nMaybe it ends at 6 January 2026 11:00."
        )
    ]
    assert told(edited(plan, "T1", hours=4.02), portfolio, "availability") == [
        "T1: ana has 4.02 h in the plan, but the work takes 4 h\nMaybe the hours should be 4."
    ]
    assert told(edited(plan, "T1", hours=4.001), portfolio, "availability") == []
    assert told(moved(plan, at(5, 15), datetime(2026, 1, 6, 10, 30)), portfolio, "availability") == [
        "T1: ana at 6 January 2026 10:30 is not on the grid of 60 minutes\nMaybe 6 January 2026 11:00."
    ]


def test_a_row_longer_than_somebody_stays() -> None:
    portfolio = studio(FOUR, people=(Person("ana", leaves=at(5, 12)),))
    plan = planned(studio(FOUR), T1=choice(does("ana", 5, 9)))
    text = "T1: ana is not there long enough for 4 h from 5 January 2026 09:00\nMaybe somebody else can do it."
    assert told(plan, portfolio, "availability") == [text]
    stays = studio(FOUR, people=(Person("ana", leaves=at(5, 13)),))
    assert told(plan, stays, "availability") == []


def test_more_than_a_person_can_do() -> None:
    tasks = [Task(f"T{number}", "P0", work=(work(part(2, share=share)),)) for number, share in enumerate((50, 40, 20))]
    portfolio = studio(*tasks)
    # 4, 5 and 10 hours from 9, 10 and 11 on: 13:00 is free again.
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=choice(does("ana", 5, 10)), T2=choice(does("ana", 5, 11)))
    assert told(plan, portfolio, "capacity") == [
        (
            "T2: ana has 110 % to do from 5 January 2026 11:00: T0 (50 %), T1 (40 %), T2 (20 %)\n"
            "Maybe T2 can start at 5 January 2026 15:00, or somebody else can do it."
        )
    ]
    later = planned(portfolio, T0=choice(does("ana", 5)), T1=choice(does("ana", 5, 10)), T2=choice(does("ana", 5, 13)))
    assert told(later, portfolio, "capacity") == []
    assert told(edited(plan, "T1", part=1), portfolio, "capacity") == [
        (
            "T1: ana has 150 % to do from 5 January 2026 10:00: T0 (50 %), T1 (100 %)\n"
            "Maybe T1 can start at 5 January 2026 13:00, or somebody else can do it."
        ),
        (
            "T2: ana has 170 % to do from 5 January 2026 11:00: T0 (50 %), T1 (100 %), T2 (20 %)\n"
            "Maybe T2 can start at 5 January 2026 15:00, or somebody else can do it."
        ),
    ]
    # A row without length holds nobody.
    assert told(edited(plan, "T2", end=at(5, 11)), portfolio, "capacity") == []


def test_skills_name_up_to_three_who_can() -> None:
    able = tuple(
        Person(name, skills=(Skill("ux", level),)) for name, level in zip("abcdef", (2, 1, 2, 3, 2, 2), strict=True)
    )
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "ux", level=2)),)), people=able)
    assert told(planned(portfolio, T1=choice(does("b", 5))), portfolio, "skills") == [
        "T1: the work asks for ux:2, but b has level 1\nMaybe a or c or d can do it."
    ]
    nobody = studio(Task("T1", "P0", work=(work(part(4, "seo")),)))
    assert told(planned(nobody, T1=choice(does("ana", 5))), nobody, "skills") == [
        "T1: the work asks for seo:1, but ana does not have it\nMaybe nobody has `seo` yet."
    ]


@pytest.mark.parametrize(
    ("pin", "person", "text"),
    [
        (Pin("only", ("ana", "cleo")), "ben", "ben works on it, but only ana or cleo may"),
        (Pin("not", ("ben", "cleo")), "ben", "ben works on it, but ben or cleo must not"),
        (Pin("skill", ("ana",), skill="qa"), "ben", "ben works on it, but its qa is for ana"),
        (Pin("same", task="T0"), "ben", "ben works on it, but only those who do T0 may (ana)"),
        (Pin("other", task="T0"), "ana", "ana works on it, but nobody who does T0 may"),
    ],
)
def test_pins_say_who_may(pin: Pin, person: str, text: str) -> None:
    qa = (work(part(2, "qa")),)
    portfolio = studio(Task("T0", "P0", work=qa), Task("T1", "P0", work=qa, people=(pin,)))
    plan = planned(portfolio, T0=choice(does("ana", 5)), T1=choice(does(person, 6)))
    assert told(plan, portfolio, "pins") == [f"T1: {text}\nMaybe somebody else can do it."]


def test_somebody_outside_the_team() -> None:
    portfolio = studio(FOUR, projects=(Project("P0", team=("cleo", "ana")),))
    assert told(planned(portfolio, T1=choice(does("ben", 5))), portfolio, "pins") == [
        "T1: ben is not in the team of P0 (cleo, ana)\nMaybe cleo can do it."
    ]


def test_whoever_began_goes_on_whatever_is_asked_now() -> None:
    """Ben, who is alone in having qa, has begun; ana may not go on with his part, though she is in the team."""
    task = Task("T1", "P0", work=(work(part(8, "qa"), part(8, "qa")),), people=(Pin("not", ("ben", "cleo")),))
    people = (Person("ben", skills=(Skill("qa"),)), Person("cleo", skills=(Skill("qa"),)))
    portfolio = studio(task, people=people, progress=(logged(1, 8, person="ben"),))
    plan = planned(portfolio, T1=choice(does("ben", 5), does("cleo", 5, number=1)))
    assert told(plan, portfolio, "pins") == [
        "T1: cleo works on it, but ben or cleo must not\nMaybe somebody else can do it."
    ]


@pytest.mark.parametrize(
    ("remaining", "ok"),
    [
        # T0 is finished, and ana did it; nobody recorded who did; or nobody at all is to go on.
        (logged(1, 0, "T0", "ana"), ["ana"]),
        (logged(1, 0, "T0", ""), ["ana", "ben"]),
        (logged(1, 3, "T0", "ana"), ["ana"]),
    ],
)
def test_the_same_as_those_who_did_it(remaining: Progress, ok: list[str]) -> None:
    tasks = (replace(FOUR, id="T0"), replace(FOUR, people=(Pin("same", task="T0"),)))
    portfolio = studio(*tasks, progress=(remaining,))
    rest = {"T0": choice(does("ana", 5))} if remaining.remaining else {}
    passed = [
        name
        for name in ("ana", "ben")
        if not told(plan_of(portfolio, {**rest, "T1": choice(does(name, 6))}), portfolio, "pins")
    ]
    assert passed == ok


def test_rows_that_belong_to_nothing() -> None:
    ways = (work(part(4), part(2)), wait(4))
    done = Task("T2", "P0", work=(work(part(4)),))
    portfolio = studio(replace(FOUR, work=ways), done, progress=(logged(4, 0, "T2"),))
    plan = planned(portfolio, T1=choice(does("ana", 5), does("ben", 5, number=1)))
    ana = plan.assignments[0]

    def caught(row: Assignment) -> list[str]:
        return told(replace(plan, assignments=(row, plan.assignments[1])), portfolio, "parts")[:1]

    assert caught(ana) == []
    assert caught(replace(ana, person="zoe")) == [
        (
            "T1: `zoe`, who is planned for it, is not in the people table\n"
            "Maybe that person left the people table after planning."
        )
    ]
    assert caught(replace(ana, task="T9")) == [
        (
            "T9: ana works on it, but the plan has no such task\n"
            "Maybe the row of the task was deleted, or the task is not to be planned any more."
        )
    ]
    assert caught(replace(ana, task="T2")) == [
        "T2: ana is planned for it from 5 January 2026 09:00, but it is finished\nMaybe delete the row."
    ]
    assert caught(replace(ana, part=2)) == [
        "T1: ana works on part 2, which does not exist\nMaybe 0 to 1, counted from the left."
    ]
    assert caught(replace(ana, part=-1)) == [
        "T1: ana works on part -1, which does not exist\nMaybe 0 to 1, counted from the left."
    ]
    assert caught(replace(ana, share=0.5)) == [
        "T1: ana works at a share of 0.5 instead of 1\nMaybe the share should be 1."
    ]
    assert caught(replace(ana, skill="ux")) == ["T1: ana is there for `ux`, but the part asks for no skill"]
    assert told(retimed(plan, "T1", alternative=1), portfolio, "parts")[:1] == [
        (
            "T1: ana works on it, but it is a wait, at which nobody works\n"
            "Maybe delete the row, or choose another alternative."
        )
    ]


@pytest.mark.parametrize(
    ("fewest", "most", "people", "text"),
    [
        (1, 2, (), "part 0 (anybody) has 0 people instead of 1 to 2"),
        (2, 2, ("ana",), "part 0 (anybody) has 1 person instead of 2"),
        (1, 1, ("ana", "ben"), "part 0 (anybody) has 2 people instead of 1"),
    ],
)
def test_too_many_and_too_few(fewest: int, most: int, people: tuple[str, ...], text: str) -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4, fewest=fewest, most=most)),)))
    plan = planned(portfolio, T1=choice(*(does(person, 5) for person in people)))
    assert told(plan, portfolio, "parts") == [f"T1: {text}\nMaybe a row was deleted or added by hand."]


def test_parts_that_do_not_start_together() -> None:
    apart = (part(1),)
    groups = replace(work(), groups=(apart, (part(2), part(2)), apart))
    people = tuple(Person(name) for name in ("ana", "ben", "cleo", "dora"))
    portfolio = studio(Task("T1", "P0", work=(groups,)), people=people)
    hours = {"ana": 12, "ben": 10, "cleo": 9, "dora": 13}
    starts = [does(name, 5, hour, number) for number, (name, hour) in enumerate(hours.items())]
    assert told(planned(portfolio, T1=choice(*starts)), portfolio, "parts") == [
        (
            "T1: parts joined by `+` have to start together, but start apart: "
            "ben at 5 January 2026 10:00, cleo at 5 January 2026 09:00\nMaybe all can start at 5 January 2026 10:00."
        )
    ]
    starts[2] = does("cleo", 5, 10, 2)
    assert told(planned(portfolio, T1=choice(*starts)), portfolio, "parts") == []


def test_one_person_on_two_parts() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(2), part(2)),)))
    twice = planned(portfolio, T1=choice(does("ana", 5), does("ana", 6, number=1)))
    text = "T1: ana has two rows in it; everybody on a task does one part of it, unbroken\nMaybe somebody else can do one of them."
    assert told(twice, portfolio, "parts") == [text]
    # Ana has begun both, so both are hers; two rows on one part of them are not.
    begun = Schedule(
        "",
        FRIDAY,
        "feasible",
        tasks=(PlannedTask("T1", at(2), at(5)),),
        assignments=tuple(Assignment("T1", "ana", at(2, 9), at(2, 11), 2.0, number) for number in range(2)),
    )
    started = replace(portfolio, baseline=begun, progress=(logged(1, None),))
    both = planned(started, T1=choice(does("ana", 5, 9), does("ana", 5, 12, number=1)))
    assert told(both, started, "parts") == []
    assert told(edited(both, "T1", part=0), started, "parts") == [text]


def test_whoever_began_goes_on_without_the_skill() -> None:
    """Ana was planned for seo, which nobody has, and has begun; somebody else may not."""
    begun = Schedule(
        "",
        FRIDAY,
        "feasible",
        tasks=(PlannedTask("T1", at(2), at(5)),),
        assignments=(Assignment("T1", "ana", at(2, 9), at(2, 13), 4.0),),
    )
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "seo")),)), baseline=begun, progress=(logged(1, None),))
    assert told(planned(portfolio, T1=choice(does("ana", 5))), portfolio, "skills") == []
    assert told(planned(portfolio, T1=choice(does("ben", 5))), portfolio, "skills") == [
        "T1: the work asks for seo:1, but ben does not have it\nMaybe nobody has `seo` yet."
    ]
