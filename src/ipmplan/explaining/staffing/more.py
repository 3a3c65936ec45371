"""What one more person of each skill would bring, and what a project would do that may be won: planned with, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ipmplan.core.edits import AddPerson, apply_all
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.effort import Allowance
from ipmplan.explaining.outcome import Hurt, hours_between, total_cost, worse
from ipmplan.explaining.solving import GAINS, plan_again
from ipmplan.study.dates import late_hours
from ipmplan.study.money import RateCard
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Gain:
    """What a change brings to the whole plan.

    Parameters
    ----------
    name
        The skill of one more person, or the project that is won.
    late_hours
        Working hours less that dated milestones are missed by, in all; below 0 when more.
    sooner_hours
        Working hours that the last finish is sooner; below 0 when later.
    cost
        Money more that projects cost; None without rates.
    hurt
        Dates that are missed by more than before.
    feasible
        Whether a plan was found.
    """

    name: str
    late_hours: float = 0.0
    sooner_hours: float = 0.0
    cost: Decimal | None = None
    hurt: tuple[Hurt, ...] = ()
    feasible: bool = True


def one_more(
    schedule: Schedule, portfolio: Portfolio, effort: Allowance, tell: Callable[[str], None] = lambda _: None
) -> list[Gain]:
    """Plan with one more person of each skill that planned work asks for, from the same plan on; what helps most first."""
    before = Reading(schedule, portfolio)
    base = plan_again(schedule, portfolio, (), effort, order=GAINS) or schedule
    start = Reading(base, portfolio)
    hours: dict[tuple[str, int], float] = {}
    for name, stints in before.stints.items():
        for stint in stints:
            part = before.part(stint)
            if part is not None and part.skill is not None and before.spans[name][1] > portfolio.as_of_tick:
                level = max([part.level, *(known for skill, known in hours if skill == part.skill)])
                hours[part.skill, level] = hours.pop((part.skill, level), 0.0) + stint.row.hours
    levels: dict[str, int] = {}
    for skill, level in hours:
        levels[skill] = max(level, levels.get(skill, 0))
    found = []
    for skill, level in sorted(
        levels.items(), key=lambda one: (-sum(h for (s, _), h in hours.items() if s == one[0]), one[0])
    ):
        tell(f"one more person with {skill}")
        edit = AddPerson(_newcomer(portfolio, before, skill, level), tuple(p.id for p in portfolio.projects if p.team))
        made = plan_again(base, portfolio, (edit,), effort, order=GAINS)
        found.append(_gain(skill, start, made, apply_all(portfolio, [edit])))
    return sorted(found, key=lambda gain: (-gain.late_hours, -gain.sooner_hours, gain.name))


def won(
    schedule: Schedule, portfolio: Portfolio, effort: Allowance, tell: Callable[[str], None] = lambda _: None
) -> list[Gain]:
    """Plan with each tentative project that the plan leaves out, as if it were won."""
    before = Reading(schedule, portfolio)
    found = []
    for project in portfolio.projects:
        if project.status == "tentative" and project.id not in schedule.including:
            tell(f"{project.id} is won")
            made = plan_again(schedule, portfolio, (), effort, (project.id,))
            found.append(_gain(project.id, before, made, portfolio))
    return found


def _gain(name: str, before: Reading, made: Schedule | None, portfolio: Portfolio) -> Gain:
    if made is None:
        return Gain(name, feasible=False)
    after = Reading(made, portfolio)
    late = sum(late_hours(before, due) for due in before.scope.dues) - sum(
        late_hours(after, due) for due in after.scope.dues
    )
    was, now = total_cost(before.schedule), total_cost(made)
    cost = now - was if was is not None and now is not None else None
    return Gain(name, late, hours_between(after, after.last, before.last), cost, tuple(worse(before, after)))


def _newcomer(portfolio: Portfolio, plan: Reading, skill: str, level: int) -> Person:
    """One more person with a skill, who costs what the cheapest of those who have it costs."""
    name = next(name for number in range(1, 10**6) if (name := f"new-{skill}-{number}") not in portfolio.person)
    holders = [one for one in portfolio.people if (known := one.skill(skill)) is not None and known.level >= level]
    rates = [RateCard(portfolio, plan.time, one.id).on(portfolio.as_of_day) for one in holders]
    rate = min(rates) if rates and portfolio.has_money else None
    return replace(Person(name), skills=(Skill(skill, level),), rate=rate)
