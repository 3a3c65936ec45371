"""Demand, idle time, one more person, projects to win and leave, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ipmplan.core.words import on
from ipmplan.explaining.names import date_name
from ipmplan.explaining.staffing import Gain, Idle, SkillWeek, Verdict
from ipmplan.explaining.staffing.absent import Hand
from ipmplan.reports import words
from ipmplan.reports.answers.answer import Reply
from ipmplan.reports.answers.page import Listing, Page

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from ipmplan.reports.figures.style import Theme
    from ipmplan.reports.scene import Scene

MOST_WEEKS = 6
MOST_IDLE = 12
MOST_HANDS = 12


@dataclass(frozen=True, repr=False)
class StaffingAnswer(Reply):
    """Who is needed when.

    Parameters
    ----------
    demand
        Hours by skill and week.
    idle
        Weeks in which somebody has much time.
    more
        What one more person of each skill brings; empty when it was not asked.
    won
        What tentative projects do.
    leaves
        Verdict that was asked for.
    hands
        By person with a last day: what others take over.
    """

    demand: tuple[SkillWeek, ...]
    idle: tuple[Idle, ...]
    more: tuple[Gain, ...]
    won: tuple[Gain, ...]
    leaves: tuple[Verdict, ...]
    hands: Mapping[str, tuple[Hand, ...]]
    _scene: Scene = field(compare=False)

    @property
    def weeks(self) -> pd.DataFrame:
        """Hours by `skill` and `week` (its Monday): `planned_hours`, `queued_hours`, `supply_hours`, `free_hours`."""
        import pandas as pd

        kinds = ("planned", "queued", "supply", "free")
        made = pd.DataFrame([asdict(row) for row in self.demand], columns=["skill", "week", *kinds])
        return made.rename(columns={kind: f"{kind}_hours" for kind in kinds})

    @property
    def gains(self) -> pd.DataFrame:
        """What one more person of each skill brings: `skill`, `late_hours` less, `sooner_hours`, `cost_eur` (in the currency) more."""
        import pandas as pd

        rows = [
            (row.name, row.late_hours, row.sooner_hours, float(row.cost) if row.cost is not None else None)
            for row in self.more
        ]
        return pd.DataFrame(
            rows, columns=["skill", "late_hours", "sooner_hours", words.column("cost", self._scene.currency)]
        )

    def figure(self, *, theme: Theme = "light") -> Figure:
        """Draw how much of each skill's time is planned, week by week."""
        from ipmplan.reports.figures.answers import demand_figure

        return demand_figure(self._scene, self.demand, theme)

    @property
    def page(self) -> Page:
        """Sentences and tables, as they are read."""
        return staffing_page(self._scene, self)

    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain values, for programs."""
        return {
            "demand": [{**asdict(row), "week": row.week.isoformat()} for row in self.demand],
            "idle": [{**asdict(row), "week": row.week.isoformat()} for row in self.idle],
            "one_more": [_gain(row) for row in self.more],
            "won": [_gain(row) for row in self.won],
            "absent": [
                {
                    "person": row.request.person,
                    "start": row.request.start.isoformat() if row.request.start is not None else None,
                    "end": row.request.end.isoformat(),
                    "yes": row.yes,
                    "possible": row.possible,
                    "hurts": [{"id": one.id, "kind": one.kind, "hours": one.hours} for one in row.hurt],
                    "hands": [_hand(one) for one in row.hands],
                }
                for row in self.leaves
            ],
            "leaving": {person: [_hand(one) for one in rows] for person, rows in self.hands.items()},
        }


def staffing_page(scene: Scene, answer: StaffingAnswer) -> Page:
    """The answer as it is read: leave that was asked for first."""
    lines = [line for leave in answer.leaves for line in _leave_lines(scene, leave)]
    grids = [
        *(
            _hands(scene, f"If {scene.person_name(one.request.person)} is not there", one.hands)
            for one in answer.leaves
            if one.possible
        ),
        *_tables(scene, answer),
        *(
            _hands(scene, f"{scene.person_name(person)} leaves on {_last(scene, person)}", rows)
            for person, rows in answer.hands.items()
        ),
    ]
    return Page(
        f"{scene.schedule.portfolio}: staffing as of {words.day(scene.schedule.as_of)}", tuple(lines), tuple(grids)
    )


def demand_grids(scene: Scene, rows: tuple[SkillWeek, ...]) -> Listing:
    """Planned hours against supply by skill, the next weeks; what waits for people behind a plus."""
    weeks = sorted({row.week for row in rows})[:MOST_WEEKS]
    skills = sorted({row.skill for row in rows})
    cells = {(row.skill, row.week): row for row in rows}
    body = []
    for skill in skills:
        own = [cells[skill, week] for week in weeks if (skill, week) in cells]
        body.append((skill or "(any)", *(_cell(row) for row in own)))
    heads = ("skill", *(words.day(week, scene.year) for week in weeks))
    notes = (
        "Hours planned of hours there are, bookings left out; +n = hours that could have begun and wait for somebody who is busy.",
        "Who has several skills is counted in each.",
    )
    return Listing("Demand against supply, by week", heads, tuple(body), fixed=heads, notes=notes)


def _cell(row: SkillWeek) -> str:
    queue = f" +{words.number(row.queued, 0)}" if row.queued >= 1 else ""
    return f"{words.number(row.planned, 0)}/{words.number(row.supply, 0)}{queue}"


def _tables(scene: Scene, answer: StaffingAnswer) -> Iterator[Listing]:
    need, queue, free = need_listings(scene, answer.demand, answer.idle)
    yield need
    yield queue
    if answer.more:
        yield Listing(
            "One more person with this skill, planned with",
            ("skill", "late days", "last finish", "costs"),
            tuple((row.name, *_gain_cells(scene, row)) for row in answer.more),
        )
    if answer.won:
        yield Listing(
            "If it is won, planned with",
            ("project", "late days", "last finish", "costs", "hurts"),
            tuple(
                (date_name(scene.portfolio, row.name), *_gain_cells(scene, row), _hurts(scene, row.hurt))
                for row in answer.won
            ),
            wraps=("hurts",),
        )
    yield free


def need_listings(scene: Scene, need: tuple[SkillWeek, ...], free: tuple[Idle, ...]) -> tuple[Listing, ...]:
    """Demand against supply, where the queue is, and who has time: what is read off a plan without planning again."""
    return demand_grids(scene, need), _queue(scene, need), _free(scene, free)


def _free(scene: Scene, rows: tuple[Idle, ...]) -> Listing:
    return Listing(
        "Who has time, and what could be pulled forward",
        ("person", "week of", "free", "could begin"),
        tuple(
            (
                scene.person_name(row.person),
                words.day(row.week, scene.year),
                words.hours(row.hours),
                ", ".join(scene.work_name(task) for task in row.tasks) or "nothing that is ready",
            )
            for row in rows[:MOST_IDLE]
        ),
        fixed=("week of", "free"),
        wraps=("could begin",),
        empty="Nobody has a quarter of a week free.",
        notes=(f"and {len(rows) - MOST_IDLE} more",) if len(rows) > MOST_IDLE else (),
    )


def _queue(scene: Scene, rows: tuple[SkillWeek, ...]) -> Listing:
    """Where work waits for people most."""
    most: dict[str, SkillWeek] = {}
    for row in rows:
        if row.queued >= 1 and row.queued > (most[row.skill].queued if row.skill in most else 0):
            most[row.skill] = row
    ordered = sorted(most.values(), key=lambda row: -row.queued)
    return Listing(
        "Where the queue is",
        ("skill", "waits most", "in the week of"),
        tuple((row.skill or "(any)", words.hours(row.queued), words.day(row.week, scene.year)) for row in ordered),
        empty="No work waits for people.",
    )


def _gain_cells(scene: Scene, row: Gain) -> tuple[str, str, str]:
    if not row.feasible:
        return "no plan", "–", "–"
    late = words.late(abs(row.late_hours), scene.hours_a_day)
    late = f"{late} {'less' if row.late_hours > 0 else 'more'}" if row.late_hours else "the same"
    last = words.late(abs(row.sooner_hours), scene.hours_a_day)
    last = f"{last} {'sooner' if row.sooner_hours > 0 else 'later'}" if row.sooner_hours else "the same"
    if row.cost is None:
        return late, last, "–"
    money = words.money(abs(row.cost), scene.currency)
    return late, last, f"{money} {'more' if row.cost > 0 else 'less'}" if row.cost else "the same"


def _leave_lines(scene: Scene, leave: Verdict) -> Iterator[str]:
    request = leave.request
    who = scene.person_name(request.person)
    when = (
        f"leaves after {on(request.end)}" if request.start is None else f"away {on(request.start)} to {on(request.end)}"
    )
    if not leave.possible:
        yield f"NO: {who} {when}: no plan was found; search longer (--time-limit), or else none exists."
    elif leave.yes:
        yield f"YES: {who} {when}: no date is missed by more."
    else:
        yield f"NO: {who} {when}: {_hurts(scene, leave.hurt)}."


def _hurts(scene: Scene, rows: tuple[Any, ...]) -> str:
    said = [
        f"{date_name(scene.portfolio, row.id)} {words.late(row.hours, scene.hours_a_day)} later" for row in rows[:4]
    ]
    rest = len(rows) - len(said)
    return "; ".join([*said, *([f"and {rest} more"] if rest else [])]) or "no date"


def _hands(scene: Scene, title: str, rows: tuple[Hand, ...]) -> Listing:
    return Listing(
        f"{title}: who takes over",
        ("task", "", "by", "who"),
        tuple(
            (
                scene.work_name(row.task),
                "handed over" if row.begun else "",
                words.day(row.by, scene.year),
                ", ".join(scene.person_name(person) for person in row.people),
            )
            for row in rows[:MOST_HANDS]
        ),
        fixed=("", "by"),
        empty="Nothing has to be taken over.",
        notes=(f"and {len(rows) - MOST_HANDS} more",) if len(rows) > MOST_HANDS else (),
    )


def _last(scene: Scene, person: str) -> str:
    return words.day(scene.portfolio.person[person].leaves, scene.year)


def _gain(row: Gain) -> dict[str, Any]:
    return {
        "name": row.name,
        "late_hours": row.late_hours,
        "sooner_hours": row.sooner_hours,
        "cost": str(row.cost) if row.cost is not None else None,
        "hurts": [{"id": one.id, "kind": one.kind, "hours": one.hours} for one in row.hurt],
        "feasible": row.feasible,
    }


def _hand(row: Hand) -> dict[str, Any]:
    return {"task": row.task, "people": list(row.people), "begun": row.begun, "by": row.by.isoformat()}
