"""Resources of Microsoft Project become people with skills, rates and working weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra, Person, Rate, Skill
from ipmplan.core.portfolio import Pool
from ipmplan.errors import InputError
from ipmplan.files.formats.ids import Ids, slug
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.calendars import CalendarSet, WorkingTimes, differences, workweek
from ipmplan.files.formats.mspdi.data import MsProject, Resource
from ipmplan.files.formats.mspdi.fields import POOL, RESOURCE, own
from ipmplan.files.formats.mspdi.kept import keep
from ipmplan.files.relations import parse_skills
from ipmplan.files.values import parse_id

MOST_ALIKE = 50
NOBODY = "nobody"


@dataclass
class Team:
    """People, and who each resource is.

    Parameters
    ----------
    people
        By id, in the order of the file.
    ids
        People of each resource that works; several where its units say that it is several alike.
    units
        Part of a full-time person that one of them is, at most 1.
    groups
        The skill that the group of a resource stands for.
    materials
        Resources that are no people, by UID.
    rates, absences, extra, pools
        Rows of those tables.
    times
        Working times of each resource.
    """

    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[int, tuple[str, ...]] = field(default_factory=dict)
    units: dict[int, Fraction] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    materials: dict[int, Resource] = field(default_factory=dict)
    rates: list[Rate] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    extra: list[Extra] = field(default_factory=list)
    times: list[WorkingTimes] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)

    def own_skill(self, resource: int) -> str:
        """The skill that nobody else has, for parts that are this resource's; they get it when it is asked for."""
        first = self.ids[resource][0]
        for name in self.ids[resource]:
            person = self.people[name]
            if person.skill(first) is None:
                self.people[name] = replace(person, skills=(*person.skills, Skill(first)))
        return first


def team_of(document: MsProject, calendars: CalendarSet, standard: WorkingTimes, ids: Ids, losses: Losses) -> Team:
    """Make people of the resources that work; material and costs are kept apart.

    Parameters
    ----------
    document
        The file.
    calendars
        Its calendars.
    standard
        Working times of the project.
    ids
        Where people get theirs.
    losses
        What cannot be carried over.
    """
    team = Team()
    week = workweek(standard)
    for resource in document.resources.values():
        kept = own(resource.fields, RESOURCE, document.aliases)
        if kept.get("is") == POOL:
            team.pools.append(keep(Pool(kept.get("id", slug(resource.name, "pool")), resource.name), kept, week))
            continue
        if resource.kind != "work":
            team.materials[resource.uid] = resource
            continue
        if not resource.name and not kept:
            # Row 0 of every file is nobody.
            continue
        count = min(max(-(-resource.max_units // 1), 1), MOST_ALIKE)
        wish = kept.get("id") or _lettered(slug(resource.name, f"R{resource.uid}"))
        names = tuple(ids.new(wish) for _ in range(count))
        part = min(max(resource.max_units / count, Fraction(1, 100)), Fraction(1))
        times = (
            calendars.times(resource.calendar).cut(part)
            if resource.calendar in document.calendars
            else standard.cut(part)
        )
        skills = _skills(kept, resource, losses)
        for number, name in enumerate(names, start=1):
            title = resource.name if count == 1 else f"{resource.name} {number}"
            own_week = None if times.week == standard.week else Workweek(times.week)
            if own_week is not None and not any(times.week):
                losses.add("a calendar without working time is taken for the usual one", resource.name)
                own_week = None
            team.people[name] = Person(
                name,
                title,
                skills,
                workweek=own_week,
                joins=resource.joins,
                leaves=resource.leaves,
                email=resource.email,
            )
            away, more = differences(name, times, standard)
            team.absences += away
            team.extra += more
        team.ids[resource.uid] = names
        team.units[resource.uid] = part
        group = _lettered(slug(resource.group, "")) if slug(resource.group, "") else ""
        if group and not kept:
            team.groups[resource.uid] = group
        team.times.append(times)
        _money(resource, names, team)
        _tell(resource, count, part, losses)
    return team


def everybody(standard: WorkingTimes) -> tuple[tuple[Absence, ...], tuple[Extra, ...]]:
    """Absences and extra time that hold for everybody."""
    return differences(EVERYBODY, standard)


def _lettered(name: str) -> str:
    return name if any(c.isalpha() for c in name) else f"R{name}"


def _skills(kept: Mapping[str, str], resource: Resource, losses: Losses) -> tuple[Skill, ...]:
    if kept.get("skills"):
        try:
            return parse_skills(kept["skills"])
        except InputError:
            losses.add("skills in the custom field cannot be read", resource.name)
    group = slug(resource.group, "")
    if group and not kept:
        parse_id(group)
        return (Skill(_lettered(group)),)
    return ()


def _money(resource: Resource, names: tuple[str, ...], team: Team) -> None:
    rates = [rate for rate in resource.rates if rate.rate >= 0]
    if len(rates) > 1:
        team.rates += [Rate(name, rate.start, rate.rate) for name in names for rate in rates]
        return
    rate = rates[0].rate if rates else resource.rate
    if rate is not None and rate > 0:
        for name in names:
            team.people[name] = replace(team.people[name], rate=_cents(rate))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def _tell(resource: Resource, count: int, part: Fraction, losses: Losses) -> None:
    if count > 1:
        losses.add("a resource of several units becomes so many people", f"{resource.name} ({count})")
    elif part < 1:
        losses.add("units below 100 % become a shorter working day", f"{resource.name} ({round(part * 100)} %)")
    if resource.overtime_rate:
        losses.add("overtime rates are not carried over", resource.name, "Maybe use `premium` in extra.csv?")
    if resource.cost_per_use:
        losses.add("costs per use of people are not carried over", resource.name)
    if resource.availability:
        losses.add("units that change over time are not carried over", resource.name, "Maybe use absences.csv?")
