"""Jira's CSV export: issues become tasks, epics milestones, estimates hours, "blocks" predecessors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from ipmplan.core.calendar import Grid, Moment, Workweek
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Link, Part, Pin
from ipmplan.errors import InputError, Issue
from ipmplan.files.dates import MONTHS, parse_moment
from ipmplan.files.formats.grid import CellGrid
from ipmplan.files.formats.imported import Imported, Losses
from ipmplan.files.formats.people import KnownPeople
from ipmplan.files.values import parse_id

KEY = "issue key"
SECONDS_AN_HOUR = 3600
MOST_SECONDS = 10**9
WITHOUT_ESTIMATE = Fraction(8)
# Words for the column of a value, the first that is there.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("summary",),
    "type": ("issue type",),
    "status": ("status",),
    "category": ("status category",),
    "resolution": ("resolution",),
    "project": ("project key",),
    "project_name": ("project name",),
    "assignee": ("assignee",),
    "estimate": ("original estimate",),
    "remaining": ("remaining estimate",),
    "spent": ("time spent",),
    "due": ("due date",),
    "start": ("custom field (start date)", "start date", "custom field (target start)"),
    "resolved": ("resolved",),
    "updated": ("updated",),
    "created": ("created",),
    "id": ("issue id",),
    "epic": ("custom field (epic link)", "epic link"),
    "parent_key": ("parent key",),
    "parent": ("parent id", "parent"),
    "sprint": ("sprint",),
    "labels": ("labels",),
    "priority": ("priority",),
}
BLOCKS, BLOCKED = "outward issue link (blocks)", "inward issue link (blocks)"
LOG = "log work"
DONE = frozenset({"done", "closed", "resolved", "fertig", "erledigt", "geschlossen", "abgeschlossen"})
DROPPED = frozenset({"won't do", "won't fix", "duplicate", "cannot reproduce", "declined", "cancelled", "canceled"})
_JIRA_DATE = re.compile(
    r"([0-9]{1,2})[/.-]([^\W\d_]{3,9})\.?[/.-]([0-9]{2}|[0-9]{4})(?:[ ,]+([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?: ?([AP])M)?)?",
    re.IGNORECASE,
)


def is_jira(header: Iterable[str]) -> bool:
    """Whether a header is that of Jira's export.

    Examples
    --------
    >>> is_jira(["Summary", "Issue key"]), is_jira(["Task"])
    (True, False)
    """
    names = {name.casefold() for name in header}
    return KEY in names and "summary" in names


@dataclass(frozen=True)
class JiraIssue:
    """One row: its values by our word, and what comes several times."""

    key: str
    line: int
    values: Mapping[str, str]
    blocks: tuple[str, ...]
    blocked: tuple[str, ...]
    logged: tuple[str, ...]
    sprints: tuple[str, ...]
    labels: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        """The first value of a column; empty when there is none."""
        return self.values.get(name, "")


def read_jira(grid: CellGrid, as_of: Moment | None = None) -> Imported:
    """Read an export as a portfolio.

    Parameters
    ----------
    grid
        Its cells.
    as_of
        Status date; the day after the last change of an issue when not given.

    Raises
    ------
    InputError
        When values cannot be read, with every one of them.
    """
    return _Export(grid, as_of).result()


class _Export:
    """One export on its way."""

    def __init__(self, grid: CellGrid, as_of: Moment | None) -> None:
        self.place = grid.place
        self.problems: list[Issue] = []
        self.losses = Losses(grid.place)
        header, rows = grid.table()
        self.issues = self._issues([name.casefold() for name in header], rows)
        self._tell_columns([name for number, name in enumerate(header) if any(cells[number] for _, cells in rows)])
        self.by_id = {one["id"]: one.key for one in self.issues.values() if one["id"]}
        self.blocking = self._blocking()
        self.names = KnownPeople()
        days = [self._day(one, name) for one in self.issues.values() for name in ("updated", "created", "resolved")]
        last = max((day for day in days if day is not None), default=None)
        self.as_of = as_of or (last + timedelta(days=1) if last is not None else date.today())

    def _issues(self, header: list[str], rows: tuple[tuple[int, tuple[str, ...]], ...]) -> dict[str, JiraIssue]:
        at: dict[str, list[int]] = {}
        for number, name in enumerate(header):
            at.setdefault(name, []).append(number)
        found: dict[str, JiraIssue] = {}

        def several(cells: tuple[str, ...], name: str) -> tuple[str, ...]:
            return tuple(cells[number] for number in at.get(name, ()) if cells[number])

        for line, cells in rows:
            key = several(cells, KEY)[0] if several(cells, KEY) else ""
            try:
                parse_id(key)
            except InputError as error:
                self.problems += [
                    replace(one, where=f"{self.place}:{line}", message=f"issue key {one.message}")
                    for one in error.issues
                ]
                continue
            if key in found:
                self.problems.append(Issue(f"issue `{key}` comes twice", f"{self.place}:{line}"))
                continue
            values = {
                word: next((text for name in columns for text in several(cells, name)), "")
                for word, columns in COLUMNS.items()
            }
            found[key] = JiraIssue(
                key,
                line,
                values,
                several(cells, BLOCKS),
                several(cells, BLOCKED),
                several(cells, LOG),
                several(cells, "sprint"),
                several(cells, "labels"),
            )
        return found

    def result(self) -> Imported:
        """Put everything together."""
        parents = {key: parent for key in self.issues if (parent := self._parent(key))}
        epics = {key for key, one in self.issues.items() if one["type"].casefold() == "epic"}
        children: dict[str, list[str]] = {}
        for key, parent in parents.items():
            children.setdefault(parent, []).append(key)
        # A story without an estimate of its own is what its sub-tasks are.
        grouped = {
            key for key in self.issues if key not in epics and children.get(key) and not self._hours(key, "estimate")
        }
        tasks, progress, beside = [], [], {}
        for key, one in self.issues.items():
            if key in epics or key in grouped:
                continue
            tasks.append(self._task(one, self._epic(key, parents, epics), children, grouped, epics))
            progress += self._recorded(one, tasks[-1])
            beside[key] = {
                "source_status": one["status"],
                "source_priority": one["priority"],
                "source_sprint": one.sprints[-1] if one.sprints else "",
                "source_labels": ", ".join(one.labels),
            }
        milestones = [
            self._milestone(self.issues[key])
            for key in self.issues
            if key in epics and any(task.milestone == key for task in tasks)
        ]
        for key in epics:
            if not any(row.id == key for row in milestones):
                self.losses.add("an epic that no issue belongs to is not carried over", key)
        if self.problems:
            raise InputError(self.problems)
        projects = {self._project(one): one["project_name"] for one in self.issues.values()}
        amounts = [part.hours for task in tasks for way in task.work for part in way.parts]
        minutes = next((m for m in (60, 30) if all((hours * 60 / m).denominator == 1 for hours in amounts)), 15)
        portfolio = Portfolio(
            name=next(iter(projects.values()), "") or "Jira",
            as_of=self.as_of,
            calendar=CalendarSettings(
                workweek=Workweek((((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5 + ((), ())), grid=Grid(minutes)
            ),
            people=self.names.people(),
            projects=tuple(Project(key, name) for key, name in projects.items()),
            milestones=tuple(milestones),
            tasks=tuple(tasks),
            progress=tuple(sorted(progress, key=lambda row: row.date)),
        )
        return Imported(portfolio, None, self.losses.issues(), {"tasks": beside})

    def _task(
        self, one: JiraIssue, epic: str, children: Mapping[str, list[str]], grouped: set[str], epics: set[str]
    ) -> Task:
        hours = self._hours(one.key, "estimate")
        if not hours:
            hours = (self._hours(one.key, "spent") or Fraction(0)) + (self._hours(one.key, "remaining") or Fraction(0))
        if not hours:
            hours = WITHOUT_ESTIMATE
            self.losses.add("issues without an estimate are taken for one day", one.key, "Maybe estimate them?")
        before: dict[str, None] = {}
        for key in (*one.blocked, *self.blocking.get(one.key, ())):
            for name in self._leaves(key, children, grouped, epics):
                if name != one.key:
                    before[name] = None
        started = self._hours(one.key, "spent") or self._finished(one)
        start = self._day(one, "start")
        person = self.names.id_of(one["assignee"])
        return Task(
            id=one.key,
            project=self._project(one),
            milestone=epic,
            name=one["name"],
            work=(Alternative(((Part(hours),),)),),
            after=tuple(Link(name) for name in before),
            people=(Pin("only", (person,)),) if person else (),
            not_before=start if start is not None and not started else None,
            due=self._day(one, "due"),
            kind=one["type"].casefold(),
            cancelled=one["resolution"].casefold() in DROPPED,
        )

    def _blocking(self) -> dict[str, list[str]]:
        """What blocks each issue, as the blocking ones say it."""
        found: dict[str, list[str]] = {}
        for one in self.issues.values():
            for other in one.blocks:
                found.setdefault(other, []).append(one.key)
                if other not in self.issues:
                    self.losses.add("links to issues that are not in the export are not carried over", other)
        return found

    def _leaves(self, key: str, children: Mapping[str, list[str]], grouped: set[str], epics: set[str]) -> list[str]:
        """The tasks that an issue stands for."""
        found: list[str] = []
        stack, seen = [key], {key}
        while stack:
            name = stack.pop(0)
            if name not in self.issues:
                self.losses.add("links to issues that are not in the export are not carried over", name)
            elif name in grouped or name in epics:
                more = [child for child in children.get(name, ()) if child not in seen]
                seen.update(more)
                stack += more
            else:
                found.append(name)
        return found

    def _parent(self, key: str) -> str:
        one = self.issues[key]
        for word in (one["epic"], one["parent_key"], one["parent"]):
            found = self.by_id.get(word, word)
            if found in self.issues and found != key:
                return found
            if word:
                self.losses.add("parents that are not in the export are not carried over", f"{key} ({word})")
        return ""

    def _epic(self, key: str, parents: Mapping[str, str], epics: set[str]) -> str:
        seen = {key}
        while key in parents and parents[key] not in seen:
            key = parents[key]
            seen.add(key)
            if key in epics:
                return key
        return ""

    def _milestone(self, one: JiraIssue) -> Milestone:
        return Milestone(one.key, self._project(one), one["name"], self._day(one, "due"))

    def _project(self, one: JiraIssue) -> str:
        return one["project"] or one.key.rpartition("-")[0] or one.key

    def _finished(self, one: JiraIssue) -> bool:
        return one["category"].casefold() in DONE or one["status"].casefold() in DONE or bool(one["resolved"])

    def _recorded(self, one: JiraIssue, task: Task) -> list[Progress]:
        """Work as it was logged, what of the time spent is in no log, and what remains."""
        rows: list[Progress] = []
        for number, entry in enumerate(one.logged, start=1):
            parts = entry.rsplit(";", 3)
            seconds = _seconds(parts[-1]) if len(parts) == 4 else None
            day = _date(parts[1]) if len(parts) == 4 else None
            if seconds is None or day is None:
                self.losses.add("an entry of logged work cannot be read", f"{one.key} ({entry[:30]})")
                continue
            person = self.names.id_of(parts[2])
            rows.append(
                Progress(
                    day,
                    one.key,
                    person,
                    Fraction(seconds, SECONDS_AN_HOUR),
                    ref=f"jira:{one.key}:{number}",
                    note=parts[0],
                )
            )
        rows.sort(key=lambda row: row.date)
        last = self._day(one, "resolved") or self._day(one, "updated") or self._day(one, "created")
        rest = (self._hours(one.key, "spent") or Fraction(0)) - sum(row.hours for row in rows)
        if rest > 0 and last is not None:
            person = task.people[0].people[0] if task.people else ""
            rows.append(Progress(last, one.key, person, rest, ref=f"jira:{one.key}:spent"))
        if self._finished(one) and not task.cancelled:
            day = max([row.date for row in rows] + ([last] if last is not None else []), default=None)
            if day is not None:
                rows.append(Progress(day, one.key, remaining=Fraction(0), ref=f"jira:{one.key}:end"))
        elif rows and (remaining := self._hours(one.key, "remaining")) is not None and remaining > 0:
            rows.append(Progress(rows[-1].date, one.key, remaining=remaining, ref=f"jira:{one.key}:remaining"))
        return rows

    def _hours(self, key: str, name: str) -> Fraction | None:
        text = self.issues[key][name]
        if not text:
            return None
        seconds = _seconds(text)
        if seconds is None:
            message = f"{name} `{text[:40]}` is not a number of seconds"
            issue = Issue(message, f"{self.place}:{self.issues[key].line}")
            if issue not in self.problems:
                self.problems.append(issue)
            return None
        return Fraction(seconds, SECONDS_AN_HOUR)

    def _day(self, one: JiraIssue, name: str) -> date | None:
        text = one[name]
        if not text:
            return None
        found = _date(text)
        if found is None:
            issue = Issue(f"{name} `{text[:40]}` is not a date", f"{self.place}:{one.line}")
            if issue not in self.problems:
                self.problems.append(issue)
        return found

    def _tell_columns(self, header: list[str]) -> None:
        """Note columns that hold something and are not read."""
        known = {name for names in COLUMNS.values() for name in names} | {KEY, BLOCKS, BLOCKED, LOG}
        for name in dict.fromkeys(header):
            plain = name.casefold()
            if plain.startswith(("outward issue link", "inward issue link")) and plain not in known:
                self.losses.add("links of other kinds are not carried over", name)
            elif plain and plain not in known:
                self.losses.add("columns that are not carried over", name)


def _seconds(text: str) -> int | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return int(found) if found.is_finite() and 0 <= found < MOST_SECONDS else None


def _date(text: str) -> date | None:
    """Read `02/Mar/26 9:14 AM`, or what any table may hold."""
    found = _JIRA_DATE.fullmatch(text.strip())
    try:
        if found is not None:
            year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
            return date(year, MONTHS.get(found[2][:3].casefold(), 0), int(found[1]))
        moment = parse_moment(text.strip())
    except (ValueError, InputError):
        return None
    return moment.date() if isinstance(moment, datetime) else moment
