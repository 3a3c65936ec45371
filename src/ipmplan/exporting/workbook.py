"""``.xlsx``: a workbook with a Gantt chart that is drawn with cells; every text is text, so that no formula runs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.working_days import is_working_day
from ipmplan.errors import Issue
from ipmplan.exporting import Exported, Options
from ipmplan.exporting.rows import TaskRow, plain, task_rows
from ipmplan.reports import words
from ipmplan.reports.dues import dues
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.sprint import people_in, sprint_days

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | date | datetime | None
MOST_DAYS = 400
LONGEST = 32_000
COLOURS = ("#4c78a8", "#54a24b", "#e0913a", "#7b5ea7", "#3aa6a0", "#b6587a", "#8a8d3f", "#6b7f99")


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write tasks, the Gantt chart, the sprint by person, milestones, assignments and open questions as sheets."""
    import xlsxwriter

    view = scene(schedule, portfolio)
    rows = [
        row for row in task_rows(view)
        if not options.people or any(view.person_name(one) in row.people for one in options.people)
    ]  # fmt: skip
    target = io.BytesIO()
    plain_texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **plain_texts}) as book:
        # The same plan is the same file.
        book.set_properties({"title": plain(schedule.portfolio), "created": view.now})
        sheets = _Sheets(book, view)
        cut = sheets.gantt(rows)
        sheets.tasks(rows)
        sheets.sprint()
        sheets.milestones()
        sheets.assignments(options.people)
        sheets.questions()
    lost = (Issue(f"the Gantt sheet ends after {MOST_DAYS} days", options.place, severity="note"),) if cut else ()
    return Exported(target.getvalue(), lost)


class _Sheets:
    def __init__(self, book: Workbook, view: Scene) -> None:
        self._book, self._view = book, view
        self._head = book.add_format(
            {"bold": True, "bg_color": "#eef1f5", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._day = book.add_format({"num_format": "ddd d mmm yyyy", "align": "left"})
        self._moment = book.add_format({"num_format": "ddd d mmm yyyy hh:mm", "align": "left"})
        self._number = book.add_format({"num_format": "#,##0.0#"})
        self._bold = book.add_format({"bold": True})
        self._red = book.add_format({"font_color": "#a8201a", "bold": True})

    def _table(self, name: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Cell]]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self._head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._write(sheet, number, column, value)
        sheet.freeze_panes(1, 1)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _write(self, sheet: Worksheet, row: int, column: int, value: Cell, form: Format | None = None) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, plain(value)[:LONGEST], form)
        elif isinstance(value, datetime):
            sheet.write_datetime(row, column, value, form or self._moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, form or self._day)
        else:
            sheet.write_number(row, column, value, form or self._number)

    def tasks(self, rows: Sequence[TaskRow]) -> None:
        heads = (("Task", 36), ("Id", 16), ("Project", 28), ("Milestone", 24), ("People", 28), ("Starts", 22), ("Ends", 22),
                 ("Hours", 9), ("Slack h", 9), ("State", 12))  # fmt: skip
        cells = [
            (row.name, row.id, row.project, row.milestone, ", ".join(row.people), row.start, row.end, row.hours, row.slack_hours,
             "done" if row.done else "critical" if row.critical else "begun" if row.begun else "")
            for row in rows
        ]  # fmt: skip
        self._table("Tasks", heads, cells)

    def gantt(self, rows: Sequence[TaskRow]) -> bool:
        """Draw the chart; whether it had to be cut."""
        view, sheet = self._view, self._book.add_worksheet("Gantt")
        first = min((row.start.date() for row in rows), default=view.portfolio.as_of_day)
        first -= timedelta(days=first.weekday())
        last = max((row.last for row in rows), default=first)
        days = min((last - first).days + 1, MOST_DAYS)
        colours = self._colours(rows)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 22)
        sheet.set_column(2, 1 + days, 2.4)
        sheet.write_string(1, 0, "Task", self._head)
        sheet.write_string(1, 1, "People", self._head)
        free = self._book.add_format({"bg_color": "#f0f0f0"})
        small = self._book.add_format(
            {"bold": True, "bg_color": "#eef1f5", "font_size": 8, "align": "center", "bottom": 1}
        )
        now = self._book.add_format(
            {"bold": True, "bg_color": "#ffe08a", "font_size": 8, "align": "center", "bottom": 1}
        )
        for number in range(days):
            day = first + timedelta(days=number)
            sheet.write_number(1, 2 + number, day.day, now if day == view.portfolio.as_of_day else small)
            if day.weekday() == 0:
                sheet.write_string(0, 2 + number, words.day(day, view.year)[4:], self._bold)
        worked = [is_working_day(view.portfolio, first + timedelta(days=number)) for number in range(days)]
        line, before = 2, None
        for row in rows:
            if row.project != before:
                self._write(sheet, line, 0, row.project, self._bold)
                line, before = line + 1, row.project
            self._write(sheet, line, 0, f"  {row.name}", self._red if row.critical and not row.done else None)
            self._write(sheet, line, 1, ", ".join(row.people))
            for number in range(days):
                day = first + timedelta(days=number)
                if row.start.date() <= day <= row.last and (worked[number] or row.start.date() == row.last):
                    sheet.write_blank(line, 2 + number, None, colours[row.project, row.done])
                elif not worked[number]:
                    sheet.write_blank(line, 2 + number, None, free)
            line += 1
        sheet.freeze_panes(2, 2)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        return days < (last - first).days + 1

    def _colours(self, rows: Sequence[TaskRow]) -> dict[tuple[str, bool], Format]:
        names = dict.fromkeys(row.project for row in rows)
        found = {}
        for number, name in enumerate(names):
            colour = COLOURS[number % len(COLOURS)]
            found[name, False] = self._book.add_format({"bg_color": colour})
            found[name, True] = self._book.add_format({"bg_color": "#c9ced6"})
        return found

    def sprint(self) -> None:
        """Who does what in the sprint, and how much time everybody has."""
        view, when = self._view, sprint_days(self._view)
        rows: list[Sequence[Cell]] = []
        for one in people_in(view, when):
            rows.append((one.name, "all", "", None, None, one.booked + one.planned, one.available, one.free))
            for row in view.by_person.get(one.id, ()):
                hours = view.hours_between(row, when.start, when.end)
                if hours > 0 and row.kind == "planned":
                    project = view.project_name(view.project_of(row.task))
                    rows.append((one.name, view.work_name(row.task), project, row.start, row.end, hours, None, None))
        heads = (("Person", 24), ("Task", 36), ("Project", 28), ("Starts", 22), ("Ends", 22), ("Hours", 9), ("Available h", 11),
                 ("Free h", 9))  # fmt: skip
        self._table("Sprint by person", heads, rows)

    def milestones(self) -> None:
        view = self._view
        rows = [
            (row.name, row.project, row.due, words.last_day(row.finish) if row.finish is not None else None,
             row.verdict(view.hours_a_day))
            for row in dues(view)
        ]  # fmt: skip
        self._table("Milestones", (("Milestone", 36), ("Project", 16), ("Due", 18), ("Reached", 18), ("", 24)), rows)

    def assignments(self, people: Sequence[str]) -> None:
        view = self._view
        rows = [
            (view.person_name(row.person), view.work_name(row.task), view.project_name(view.project_of(row.task)), row.kind,
             row.start, row.end, row.hours)
            for person in view.by_person
            for row in view.by_person[person]
            if not people or person in people
        ]  # fmt: skip
        heads = (
            ("Person", 24),
            ("Work", 36),
            ("Project", 28),
            ("Kind", 10),
            ("Starts", 22),
            ("Ends", 22),
            ("Hours", 9),
        )
        self._table("Assignments", heads, rows)

    def questions(self) -> None:
        rows = [
            (
                one.decision.question or one.decision.id,
                one.decision.project,
                one.decision.owner,
                one.needed_by,
                one.taken.date(),
            )
            for one in self._view.questions
        ]
        if rows:
            heads = (("Question", 60), ("Project", 12), ("From", 10), ("Needed by", 18), ("Taken as answered", 18))
            self._table("Open questions", heads, rows)
