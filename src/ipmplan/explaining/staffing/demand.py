"""Demand against supply by skill and week, and where work waits for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ipmplan.explaining.why import Chains
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class SkillWeek:
    """Hours of one skill in one week.

    Parameters
    ----------
    skill
        Empty = work that anybody may do.
    week
        Its Monday.
    planned
        Hours of planned work that asks for it.
    queued
        Hours of work that asks for it, could have begun by the end of the week, and waits for somebody who is busy.
    supply
        Hours of those who have it that bookings leave; somebody with several skills is counted in each.
    free
        Hours of them that no work fills at all.
    """

    skill: str
    week: date
    planned: float
    queued: float
    supply: float
    free: float


def demand(plan: Reading) -> list[SkillWeek]:
    """A row for each skill that planned work asks for and each week up to the last finish, by skill and week."""
    weeks = list(_weeks(plan))
    skills = sorted({stint.row.skill for stints in plan.stints.values() for stint in stints})
    waiting = list(_waiting(plan, Chains(plan)))
    found = []
    for skill in skills:
        able = [one.id for one in plan.portfolio.people if not skill or one.skill(skill) is not None]
        for monday, start, end in weeks:
            planned = sum(
                _worked(plan, stint.row.person, stint.start, stint.end, start, end) * stint.row.share
                for stints in plan.stints.values()
                for stint in stints
                if stint.row.skill == skill
            )
            supply = sum(plan.time.free(person).count(start, end) for person in able)
            taken = sum(
                _worked(plan, person, stint.start, stint.end, start, end) * stint.row.share
                for person in able
                for stint in plan.by_person.get(person, ())
            )
            queued = sum(
                hours for asked, since, until, hours in waiting if asked == skill and since < end and until >= end
            )
            step = float(plan.grid.hours)
            found.append(
                SkillWeek(skill, monday, planned * step, queued, supply * step, max(0.0, (supply - taken) * step))
            )
    return found


def _weeks(plan: Reading) -> Iterator[tuple[date, int, int]]:
    """Mondays with the ticks of their weeks, from the status date to the last finish."""
    grid = plan.grid
    day = grid.day(plan.portfolio.as_of_tick)
    monday = day - timedelta(days=day.weekday())
    while grid.start_of(monday) < plan.last:
        start = max(grid.start_of(monday), plan.portfolio.as_of_tick)
        yield monday, start, min(grid.start_of(monday + timedelta(days=7)), plan.time.until)
        monday += timedelta(days=7)


def _worked(plan: Reading, person: str, start: int, end: int, first: int, last: int) -> int:
    start, end = max(start, first), min(end, last)
    return plan.time.free(person).count(start, end) if start < end else 0


def _waiting(plan: Reading, chains: Chains) -> Iterator[tuple[str, int, int, float]]:
    """Rows that begin when their person has done other work: skill, since when and until when they wait, and their hours."""
    for name in plan.spans:
        for stretch in chains.works(name):
            step = chains.step(stretch)
            if not step.ties or step.ties[0].bound.kind != "person":
                continue
            others = [bound.moment for bound in chains.bounds(name) if bound.kind not in {"person", "away"}]
            since = max([plan.portfolio.as_of_tick, *others])
            for stint in stretch.stints:
                if since < stint.start:
                    yield stint.row.skill, since, stint.start, stint.row.hours
