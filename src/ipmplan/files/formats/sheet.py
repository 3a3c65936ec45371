"""A sheet of tasks with a map of its columns becomes a portfolio."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from ipmplan.core.calendar import Grid, Moment, Workweek
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.columnmap import MORE, ColumnMap
from ipmplan.files.formats.grid import CellGrid
from ipmplan.files.formats.ids import Ids, slug
from ipmplan.files.formats.imported import Imported, Losses
from ipmplan.files.formats.people import KnownPeople, listed
from ipmplan.files.numbers import parse_amount, parse_share
from ipmplan.files.rows import read_rows
from ipmplan.files.schema import tables
from ipmplan.files.tables import RawTable
from ipmplan.files.values import parse_id

WEEK = Workweek((((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5 + ((), ()))
WITHOUT_WORK = "1d"
_BARE = re.compile(r"[0-9][0-9.,' ]*")
_BEFORE = re.compile(r"\s*(.+?)\s*((?:FS|SS|FF|SF|EA|AA|EE|AE)?\s*(?:[+-]\s*[0-9].*)?)\s*", re.IGNORECASE)
# Types of links as German planners write them.
GERMAN_LINKS = {"EA": "FS", "AA": "SS", "EE": "FF", "AE": "SF"}


def read_sheet(grid: CellGrid, found: ColumnMap, as_of: Moment | None = None, today: date | None = None) -> Imported:
    """Read a sheet as a portfolio.

    Parameters
    ----------
    grid
        Its cells.
    found
        What its columns mean.
    as_of
        Status date; today when not given.
    today
        What today is; the computer's date when not given.

    Raises
    ------
    InputError
        When a column of the map is not there, or cells cannot be read: with every one of them.
    """
    return _Sheet(grid, found, as_of or today or date.today()).result()


class _Sheet:
    """One sheet on its way: its cells become those of our table of tasks, which is read as any other."""

    def __init__(self, grid: CellGrid, found: ColumnMap, as_of: Moment) -> None:
        self.place, self.map, self.as_of = grid.place, found, as_of
        self.issues: list[Issue] = []
        self.losses = Losses(grid.place)
        self.names = KnownPeople()
        self.header, self.rows = grid.table(found.header)
        self.at = self._columns()
        self.ids = self._row_ids()
        self.lines = {name: line for line, name in self.ids.items()}
        # Without ids, sheets name predecessors by the number of the row.
        plain = "id" not in self.at
        self.numbers = {str(n): self.ids[line] for n, (line, _) in enumerate(self.rows, start=1)} if plain else {}
        self.by_name: dict[str, str] = {}
        for line, cells in self.rows:
            self.by_name.setdefault(self._cell(cells, "name").casefold(), self.ids[line])
        self.projects: dict[str, tuple[str, str]] = {}
        self.milestones: dict[tuple[str, str], tuple[str, str]] = {}
        self.taken = Ids()

    def _columns(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for name, title in self.map.columns.items():
            if title in self.header:
                found[name] = self.header.index(title)
            else:
                hint = did_you_mean(title, [one for one in self.header if one])
                self.issues.append(Issue(f"there is no column {quoted(title)}, which the map names", self.place, hint))
        if self.issues:
            raise InputError(self.issues)
        for number, title in enumerate(self.header):
            filled = any(cells[number] for _, cells in self.rows)
            if title and filled and title not in self.map.columns.values():
                self.losses.add("columns that are not carried over", title)
        return found

    def _cell(self, cells: tuple[str, ...], name: str) -> str:
        return cells[self.at[name]] if name in self.at else ""

    def _row_ids(self) -> dict[int, str]:
        """Ids as the sheet has them, or made of the row's line."""
        ids, found = Ids(), {}
        for line, cells in self.rows:
            given = self._cell(cells, "id")
            try:
                wish = parse_id(given) if given else f"T{line}"
            except InputError:
                wish = slug(given, f"T{line}")
            found[line] = ids.new(wish)
        return found

    def result(self) -> Imported:
        """Put everything together."""
        columns = [name for name in self.at if name not in MORE and name not in ("id", "status")]
        columns = ["id", *columns, *(["work"] if "work" not in columns else [])]
        kept = []
        for line, cells in self.rows:
            if not self._cell(cells, "name"):
                self.losses.add("rows without a name are not carried over", f"line {line}")
                continue
            kept.append((line, [self._written(name, line, cells) for name in columns]))
        raw = RawTable(self.place, tuple(columns), tuple(kept), line=self.map.header or 1, titles=tuple(columns))
        described = tables(WEEK.hours_a_day, WEEK.hours_a_week)["tasks"]
        rows = [row for row in read_rows(raw, described, self.issues) if isinstance(row, Task)]
        errors = [issue for issue in self.issues if issue.severity == "error"]
        if errors:
            raise InputError(errors)
        if not rows:
            raise InputError(Issue("the sheet has no rows with a name", self.place))
        known = {row.id for row in rows}
        lines = {self.ids[line]: cells for line, cells in self.rows}
        tasks = [
            self._crewed(
                replace(
                    row,
                    after=tuple(link for link in row.after if link.predecessor in known and link.predecessor != row.id),
                ),
                lines[row.id],
            )
            for row in rows
        ]
        progress = [one for row in tasks for one in self._recorded(row, lines[row.id])]
        amounts = [part.hours for row in tasks for way in row.work for part in way.parts]
        minutes = next((m for m in (60, 30) if all((hours * 60 / m).denominator == 1 for hours in amounts)), 15)
        portfolio = Portfolio(
            name=self.place.partition(":")[0].rpartition(".")[0] or "Imported",
            as_of=self.as_of,
            calendar=CalendarSettings(workweek=WEEK, grid=Grid(minutes)),
            people=self.names.people(),
            projects=tuple(Project(key, name) for key, name in self.projects.values()),
            milestones=tuple(Milestone(key, project, name) for (project, _), (key, name) in self.milestones.items()),
            tasks=tuple(tasks),
            progress=tuple(progress),
        )
        return Imported(portfolio, None, self.losses.issues())

    def _written(self, name: str, line: int, cells: tuple[str, ...]) -> str:
        """The cell of our table."""
        cell = self._cell(cells, name)
        if name == "id":
            return self.ids[line]
        if name == "work":
            return self._work(cell, line)
        if name == "after":
            return self._after(cell, line)
        if name == "people":
            people = [self.names.id_of(one) for one in listed(cell)]
            return "|".join(dict.fromkeys(one for one in people if one))
        if name == "project" and cell:
            return self._project(cell)
        if name == "milestone" and cell:
            project = self._project(self._cell(cells, "project")) if self._cell(cells, "project") else ""
            key = (project, cell.casefold())
            if key not in self.milestones:
                self.milestones[key] = (self.taken.new(slug(cell, "M1")), cell)
            return self.milestones[key][0]
        return cell

    def _project(self, cell: str) -> str:
        if cell.casefold() not in self.projects:
            self.projects[cell.casefold()] = (self.taken.new(slug(cell, "P1")), cell)
        return self.projects[cell.casefold()][0]

    def _work(self, cell: str, line: int) -> str:
        if not cell or cell in {"0", "0h", "0d", "-"}:
            self.losses.add("rows without work are taken for one day", self.ids[line], "Maybe estimate them?")
            return WITHOUT_WORK
        return f"{cell}{self.map.unit}" if _BARE.fullmatch(cell) else cell

    def _after(self, cell: str, line: int) -> str:
        """Predecessors by their ids; sheets name them by id, number of the row, or name."""
        found = []
        for part in re.split(r"[;\n]|,(?!\d)", cell):
            match = _BEFORE.fullmatch(part)
            if match is None or not match[1]:
                continue
            head, rest = match[1], match[2]
            named = head if head in self.lines else self.by_name.get(head.casefold()) or self.numbers.get(head)
            if not named:
                self.losses.add(
                    "predecessors that are no rows of the sheet are not carried over", f"{self.ids[line]} ({head})"
                )
                continue
            kind = rest[:2].upper()
            rest = (
                f"{GERMAN_LINKS.get(kind, kind)}{rest[2:]}"
                if rest and rest[0].isalpha()
                else f"FS{rest}"
                if rest
                else ""
            )
            found.append(f"{named} {rest}".strip())
        return "; ".join(found)

    def _crewed(self, row: Task, cells: tuple[str, ...]) -> Task:
        """Several who are named share the work."""
        crew = len(dict.fromkeys(listed(self._cell(cells, "people"))))
        if crew < 2:
            return row
        self.losses.add("work of several people is shared evenly", row.id)
        ways = []
        for way in row.work:
            parts = way.parts
            shared = len(parts) == 1 and parts[0].most == 1
            ways.append(Alternative(((replace(parts[0], fewest=crew, most=crew),),)) if shared else way)
        return replace(row, work=tuple(ways))

    def _recorded(self, row: Task, cells: tuple[str, ...]) -> list[Progress]:
        """What is done, as an opening row of the day before the status date."""
        today = self.as_of.date() if isinstance(self.as_of, datetime) else self.as_of
        day, where = today - timedelta(days=1), f"{self.place}:{self.lines[row.id]}"
        parts: tuple[Part, ...] = row.work[0].parts if row.work else ()
        total = sum((part.hours for part in parts), Fraction(0))
        try:
            share = self._share(self._cell(cells, "done"))
            spent = (
                parse_amount(self._cell(cells, "spent").removesuffix("h").strip())
                if self._cell(cells, "spent")
                else None
            )
        except InputError as error:
            raise InputError([replace(issue, where=where) for issue in error.issues]) from error
        hours = spent if spent is not None else total * share
        if share >= 1:
            return [_opening(day, row, hours, Fraction(0))]
        if not hours:
            return []
        return [_opening(day, row, hours, total * (1 - share) if share else max(total - hours, Fraction(0)))]

    @staticmethod
    def _share(cell: str) -> Fraction:
        """Per cent done, also as words."""
        if cell.casefold() in {"", "no", "open", "offen", "nein"}:
            return Fraction(0)
        if cell.casefold() in {"yes", "done", "x", "ja", "fertig", "erledigt", "complete", "completed", "closed"}:
            return Fraction(1)
        share = parse_share(cell) if "%" in cell else parse_amount(cell)
        # A bare number above 1 is per cent; 1 itself is all of it, as in sheets whose cells show per cent.
        return min(share / 100 if share > 1 and "%" not in cell else share, Fraction(1))


def _opening(day: date, row: Task, hours: Fraction, remaining: Fraction) -> Progress:
    person = row.people[0].people[0] if row.people and len(row.people[0].people) == 1 else ""
    rest = None if row.work and row.work[0].wait is not None and remaining else remaining
    return Progress(day, row.id, person, hours, rest, ref=f"sheet:{row.id}")


def mapped(columns: Mapping[str, str]) -> str:
    """Say what columns were taken for.

    Examples
    --------
    >>> mapped({"name": "Aufgabe", "work": "Aufwand"})
    '`Aufgabe` is name, `Aufwand` is work'
    """
    return ", ".join(f"{quoted(title)} is {name}" for name, title in columns.items())
