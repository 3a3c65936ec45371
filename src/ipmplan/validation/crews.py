"""Work that nobody, or too few, can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ipmplan.core.matching import seat
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.words import quoted
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import Issue, Severity
from ipmplan.study.eligibility import candidates, has_skill
from ipmplan.study.scope import Scope
from ipmplan.validation.names import Names, place
from ipmplan.validation.timesheets import finished_tasks

WAIT = "wait"
MOST_NAMED = 3
MOST_PLACES = 300
FEWER = "Maybe fewer people, or tasks one after the other?"


class Crews:
    """Who may do which part, looked up once for each kind of part.

    Parameters
    ----------
    portfolio
        Skills, teams and pins are read from it.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._found: dict[object, tuple[str, ...]] = {}
        self.levels: dict[str, dict[int, str]] = {}
        for person in portfolio.people:
            for skill in person.skills:
                self.levels.setdefault(skill.name, {}).setdefault(skill.level, person.id)
        self.skills = Names(self.levels, plus=[WAIT])

    def able(self, task: Task, part: Part) -> tuple[str, ...]:
        """Ids of those whom skills, team and pins let do a part of a task."""
        project = self._portfolio.project.get(task.project)
        key = (part.skill, part.level, project.team if project is not None else (), task.people)
        if key not in self._found:
            self._found[key] = candidates(self._portfolio, task, part)
        return self._found[key]

    def unknown(self, task: Task) -> bool:
        """Whether a task names people that nobody knows, so that who may do it is not known either."""
        return any(person not in self._portfolio.person for pin in task.people for person in pin.people)

    def skilled(self, part: Part) -> tuple[str, ...]:
        """Ids of those who have the skill of a part at its level."""
        key = (part.skill, part.level)
        if key not in self._found:
            self._found[key] = tuple(person.id for person in self._portfolio.people if has_skill(person, part))
        return self._found[key]


def work(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks without work, and work for which there are not enough people."""
    crews = Crews(portfolio)
    planned = Scope(portfolio).ids
    finished = finished_tasks(portfolio)
    for task in portfolio.tasks:
        if task.cancelled or task.id in finished:
            continue
        if not task.work:
            yield Issue("work is empty", place(task), "Maybe you meant something like `24h` or `wait 3d`?")
        severity: Severity = "error" if task.id in planned else "warning"
        lacking = [_lacking(crews, task, alternative) for alternative in task.work]
        found = [lack for lack in lacking if lack is not None and (lack[1] or not crews.unknown(task))]
        for issue, unknown in found:
            # One way that can be gone is enough; a skill that nobody has at all is more likely a slip of the pen.
            kind = severity if unknown or len(found) == len(task.work) else "warning"
            yield Issue(issue.message, place(task), issue.hint, kind)


def _lacking(crews: Crews, task: Task, alternative: Alternative) -> tuple[Issue, bool] | None:
    """What an alternative lacks, and whether its skill is unknown altogether."""
    for part in alternative.parts:
        if part.skill is not None and part.skill not in crews.levels:
            message = f"work asks for the skill {quoted(part.skill)}, which nobody has"
            return Issue(message, hint=crews.skills.hint(part.skill)), True
        if not crews.skilled(part):
            return _too_high(crews, part), False
        if not crews.able(task, part):
            asked = f"{_named(part)} " if part.skill is not None else ""
            why = "the project's team and the task's `people` leave nobody for it"
            return Issue(f"work {asked}has no candidate: {why}"), False
    short = _short(crews, task, alternative)
    return (short, False) if short is not None else None


def _too_high(crews: Crews, part: Part) -> Issue:
    levels = crews.levels.get(part.skill or "")
    if not levels:
        return Issue("work needs people, and there are none")
    best = max(levels)
    message = f"work asks for {_named(part)}, the highest level is {best} ({levels[best]})"
    return Issue(message, hint=f"Maybe you meant `{part.skill}:{best}`?")


def _named(part: Part) -> str:
    return quoted(f"{part.skill}:{part.level}")


def _short(crews: Crews, task: Task, alternative: Alternative) -> Issue | None:
    """Whether there are different people for all places: each place is given away, moving others where that helps."""
    places = [(part, crews.able(task, part)) for part in alternative.parts for _ in range(part.fewest)]
    everybody = dict.fromkeys(person for _, able in places for person in able)
    if len(places) > min(len(everybody), MOST_PLACES):
        return None if len(places) <= len(everybody) else _too_many(len(places), list(everybody))
    holder: dict[str, int] = {}

    options = [able for _, able in places]
    for number, (part, able) in enumerate(places):
        if len(able) < len(places) and not seat(number, options, holder, set()):
            asked = quoted(part.skill) if part.skill is not None else "the work"
            message = f"work needs {len(places)} different people; for {asked} there are only {_few(able)}, too few"
            return Issue(message, hint=FEWER)
    return None


def _too_many(places: int, everybody: Sequence[str]) -> Issue:
    return Issue(f"work needs {places} different people, only {_few(everybody)} can do it", hint=FEWER)


def _few(people: Sequence[str]) -> str:
    return ", ".join(people[:MOST_NAMED]) + (" ..." if len(people) > MOST_NAMED else "")
