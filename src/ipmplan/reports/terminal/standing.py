"""Where the work stands, on a terminal: the first screen, then milestones, money, hours, and the alphabet of earned value."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console, Group, RenderableType
from rich.text import Text

from ipmplan.reports import words
from ipmplan.reports.standing import words as own
from ipmplan.reports.standing.first import first_screen
from ipmplan.reports.terminal import first
from ipmplan.reports.terminal.tables import add, heading, more, table
from ipmplan.tracking.track import Track

MOST = 20
STYLE = {"red": "bold red", "amber": "yellow", "green": ""}


def page(track: Track) -> Group:
    """Everything that `ipmplan track` shows."""
    title = f"{track.portfolio.name}: where it stands on {words.day(track.portfolio.as_of)}"
    return Group(
        Text(title, style="bold"),
        *first.sections(first_screen(track)),
        *_slips(track),
        *_budget(track),
        *_margin(track),
        *_work(track),
        *_people(track),
        *_delays(track),
        *_retainers(track),
        *_earned(track),
    )


def brief(track: Track) -> Group:
    """The first screen."""
    title = f"{track.portfolio.name}: where it stands on {words.day(track.portfolio.as_of)}"
    return Group(Text(title, style="bold"), *first.sections(first_screen(track)))


def show(track: Track) -> None:
    """Print the page on stdout: in colour on a terminal, as plain text when piped."""
    from ipmplan.reports.terminal import as_text

    console = Console()
    if console.is_terminal:
        console.print(page(track))
    else:
        sys.stdout.write(f"{as_text(page(track), console.width)}\n")


def _slips(track: Track) -> Iterator[RenderableType]:
    if not track.slips:
        return
    a_day = own.hours_a_day(track)
    yield from heading("Milestones: agreed, in the baseline, as approved last, and now")
    dates = ("agreed", "baseline", "approved", "now")
    made = table("milestone", *dates, "is", "", numbers=dates, fixed=("is", ""))
    for row in track.slips[: MOST * 2]:
        name = row.name if row.kind == "project" else f"  {row.name}"
        marks = "reached" if row.reached else row.light.colour if row.agreed is not None else ""
        ends = (own.short(moment, end=True) for moment in (row.baseline, row.approved, row.now))
        style = "" if row.reached else STYLE[row.light.colour]
        add(made, name, own.short(row.agreed), *ends, own.shift(row.hours, a_day), marks, style=style)
    yield made
    yield from more(MOST * 2, len(track.slips), "milestones")
    causes = {row.cause.task: row.cause for row in track.slips if row.cause is not None}
    for cause in list(causes.values())[:MOST]:
        yield Text(f"{own.task(track, cause.task)} {cause.words}", style="dim")


def _budget(track: Track) -> Iterator[RenderableType]:
    rows = [use for use in track.budgets if use.expected or use.cap]
    if not rows:
        return
    unit = rows[0].unit
    yield from heading(f"Budget by project, {unit}")
    numbers = ("spent", "committed", "to go", "in all", "budget", "left")
    made = table("project", *numbers, numbers=numbers)
    for use in rows[:MOST]:
        cells = (use.spent, use.committed, use.to_go, use.expected, use.cap, use.left)
        over = use.left is not None and use.left < 0
        add(made, own.project(track, use.project), *map(_whole, cells), style="bold red" if over else "")
    yield made
    yield from more(MOST, len(rows), "projects")


def _margin(track: Track) -> Iterator[RenderableType]:
    if not track.margins:
        return
    yield from heading(f"Margin by project, {track.portfolio.currency}")
    numbers = ("price", "as sold", "now", "expected", "of price")
    made = table("project", *numbers, numbers=numbers)
    for row in track.margins[:MOST]:
        sold = _whole(row.sold.margin) if row.sold is not None else "–"
        share = words.percent(row.expected.share) if row.expected.share is not None else "–"
        cells = (_whole(row.expected.revenue), sold, _whole(row.now.margin), _whole(row.expected.margin), share)
        add(made, own.project(track, row.project), *cells, style="bold red" if row.expected.margin < 0 else "")
    yield made


def _work(track: Track) -> Iterator[RenderableType]:
    """Estimates and what became of them: by kind, and the tasks that differ most."""
    rows = [row for row in track.tasks if row.begun or row.estimate]
    if not rows:
        return
    yield from heading("Hours: estimated, spent, to go")
    numbers = ("estimate", "spent", "to go", "in all", "differs")
    made = table("kind or task", *numbers, numbers=numbers)
    for kind in sorted({row.kind for row in rows}):
        own_rows = [row for row in rows if row.kind == kind]
        sums = [float(sum(getattr(row, name) for row in own_rows)) for name in ("estimate", "spent", "left", "total")]
        add(made, kind or "(no kind)", *map(words.number, sums), _signed(sums[3] - sums[0]))
    made.add_section()
    differ = sorted((row for row in rows if row.total != row.estimate), key=lambda row: -abs(row.total - row.estimate))
    for row in differ[:MOST]:
        cells = [float(value) for value in (row.estimate, row.spent, row.left, row.total)]
        mark = " (estimate used up)" if row.used_up else ""
        add(made, f"{row.name}{mark}", *map(words.number, cells), _signed(cells[3] - cells[0]))
    yield made
    yield from more(MOST, len(differ), "tasks")


def _people(track: Track) -> Iterator[RenderableType]:
    if not track.people or track.worked_by is None:
        return
    since = words.day(track.worked_by, track.portfolio.as_of_day.year)
    yield from heading(f"People since {since}: hours on tasks")
    numbers = ("planned", "recorded", "differs")
    made = table("person", *numbers, "", numbers=numbers, names=("person",))
    for row in track.people[: MOST * 2]:
        cells = (words.number(float(row.planned)), words.number(float(row.logged)), _signed(float(row.over)))
        add(made, row.name, *cells, "nothing recorded" if row.silent else "", style="yellow" if row.silent else "")
    yield made
    yield from more(MOST * 2, len(track.people), "people")


def _delays(track: Track) -> Iterator[RenderableType]:
    if not track.delays:
        return
    a_day = own.hours_a_day(track)
    yield from heading("Late because of whom")
    numbers = ("late", "client", "ours")
    made = table("project", *numbers, "waited for", numbers=numbers, wraps=("waited for",))
    for delay in track.delays:
        cells = [words.late(float(value), a_day) for value in (delay.late, delay.client, delay.ours)]
        waited = [f"{row.what} {words.late(float(row.hours), a_day)} ({row.owner})" for row in delay.waited]
        add(made, own.project(track, delay.project), *cells, "; ".join(waited))
    yield made


def _retainers(track: Track) -> Iterator[RenderableType]:
    rows = track.billing.retainers
    if not rows:
        return
    yield from heading("Retainers, hours by month")
    numbers = ("agreed", "used", "left", "beyond")
    made = table("project", "month", *numbers, numbers=numbers, fixed=("month",))
    for row in rows[-MOST:]:
        hours = [float(value) for value in (row.agreed, row.used, row.left, row.beyond)]
        add(made, own.project(track, row.project), str(row.month), *map(words.number, hours))
    yield made


def _earned(track: Track) -> Iterator[RenderableType]:
    rows = track.projects
    if not rows:
        return
    yield from heading(f"Earned value, {rows[0].value.unit}")
    numbers = ("BAC", "PV", "EV", "AC", "CPI", "SPI")
    made = table("project", *numbers, numbers=numbers)
    for row in rows[:MOST]:
        value = row.value
        cells = [_whole(amount) for amount in (value.bac, value.pv, value.ev, value.ac)]
        add(made, row.project, *cells, own.index(value.cpi), own.index(value.spi))
    yield made
    numbers = ("CV", "SV", "EAC", "ETC", "VAC", "TCPI")
    made = table("project", *numbers, numbers=numbers)
    for row in rows[:MOST]:
        value = row.value
        cells = [_whole(amount) for amount in (value.cv, value.sv, value.eac, value.etc, value.vac)]
        add(made, row.project, *cells, own.index(value.tcpi))
    yield made
    yield from _earned_schedule(track)


def _earned_schedule(track: Track) -> Iterator[RenderableType]:
    rows = [(row, row.schedule) for row in track.projects if row.schedule is not None]
    if not rows:
        return
    a_day = own.hours_a_day(track)
    yield from heading("Earned schedule, working days since each baseline began")
    numbers = ("done", "PD", "AT", "ES", "SV(t)", "SPI(t)", "PF=1", "PF=SPI(t)")
    made = table("project", *numbers, numbers=numbers)
    for row, schedule in rows[:MOST]:
        hours = (schedule.planned, schedule.actual, schedule.earned, schedule.sv_t)
        cells = [words.percent(row.value.done), *(words.number(float(value) / a_day) for value in hours)]
        ends = (own.short(schedule.finish, end=True), own.short(schedule.finish_by_spi, end=True))
        add(made, row.project, *cells, own.index(schedule.spi_t), *ends)
    yield made
    yield Text("PF=1: the rest as planned. PF=SPI(t): at the pace so far, once a third is earned.", style="dim")


def _whole(value: Decimal | None) -> str:
    return words.money(value)


def _signed(value: float) -> str:
    text = words.number(value)
    return f"+{text}" if value > 0 and text != "0" else text
