"""The section of the report that says where the work stands."""

from __future__ import annotations

from ipmplan.reports import words
from ipmplan.reports.figures import progress
from ipmplan.reports.figures.style import Theme
from ipmplan.reports.html.charts import chart
from ipmplan.reports.html.elements import Html, el, join, table
from ipmplan.reports.standing import words as own
from ipmplan.tracking.track import Track

TONES = {"red": "bad", "amber": "watch", "green": ""}


def standing(track: Track | None, theme: Theme) -> Html | None:
    """Return slips, curves, money, people, what can be billed and, last, earned value; None before anything was approved."""
    if track is None:
        return None
    return _joined([_slips(track), *_figures(track, theme), *_tables(track)])


def standing_tables(track: Track) -> Html:
    """Return the same without the curves."""
    return _joined([_slips(track), *_tables(track)])


def _tables(track: Track) -> list[Html | None]:
    return [_causes(track), _money(track), _bills(track), _earned(track)]


def _joined(parts: list[Html | None]) -> Html:
    about = _about("Against the baseline: the first plan that was approved with each project, and accepted changes.")
    return join([about, *(part for part in parts if part is not None)])


def _about(text: str) -> Html:
    return el("p", text, class_="hint")


def _slips(track: Track) -> Html | None:
    if not track.slips:
        return None
    year, a_day = track.portfolio.as_of_day.year, own.hours_a_day(track)
    rows = []
    for row in track.slips:
        ends = (
            words.day(words.last_day(when), year) if when is not None else "–"
            for when in (row.baseline, row.approved, row.now)
        )
        name = el("b", row.name) if row.kind == "project" else row.name
        state = "reached" if row.reached else row.light.colour if row.agreed is not None else ""
        cells = (name, words.day(row.agreed, year), *ends, own.shift(row.hours, a_day), state)
        rows.append(("" if row.reached else TONES[row.light.colour], cells))
    heads = ("Milestone", "Agreed", "Baseline", "Approved last", "Now", "Against the baseline", "")
    return table(heads, rows, fixed=heads[1:], class_="tall" if len(rows) > 25 else "")


def _figures(track: Track, theme: Theme) -> list[Html]:
    found: list[Html] = []
    if any(row.points for row in track.projects):
        found += [el("h3", "How much is done"), chart("burn-up", progress.burn_up(track, theme=theme))]
        found += [el("h3", "Planned, earned, spent"), chart("s-curve", progress.s_curve(track, theme=theme))]
    if progress.has_slips(track.slips):
        found += [el("h3", "Slips"), chart("slips", progress.slips(track, theme=theme))]
    return found


def _causes(track: Track) -> Html | None:
    causes = {row.cause.task: row.cause for row in track.slips if row.cause is not None}
    lines = [f"{own.task(track, cause.task)} {cause.words}" for cause in causes.values()]
    a_day = own.hours_a_day(track)
    for delay in track.delays:
        if delay.late:
            client, ours = (words.late(float(part), a_day) for part in (delay.client, delay.ours))
            lines.append(
                f"{own.project(track, delay.project)}: {client} late because of the client, {ours} because of us"
            )
    return join([el("h3", "Why"), el("ul", *(el("li", line) for line in lines))]) if lines else None


def _money(track: Track) -> Html | None:
    rows = [use for use in track.budgets if use.expected or use.cap]
    if not rows:
        return None
    margins = {row.project: row for row in track.margins}
    body = []
    for use in rows:
        margin = margins.get(use.project)
        cells = [words.money(value) for value in (use.spent, use.committed, use.to_go, use.expected, use.cap, use.left)]
        sold = margin.sold if margin is not None else None
        cells += [words.money(one.margin) if one is not None else "–" for one in (sold, margin.now if margin else None)]
        cells.append(words.money(margin.expected.margin) if margin is not None else "–")
        body.append(("bad" if use.left is not None and use.left < 0 else "", (own.project(track, use.project), *cells)))
    heads = (
        "Project",
        "Spent",
        "Committed",
        "To go",
        "In all",
        "Budget",
        "Left",
        "Margin sold",
        "Margin now",
        "Expected",
    )
    return join([el("h3", f"Budget and margin, {rows[0].unit}"), table(heads, body, numbers=heads[1:])])


def _bills(track: Track) -> Html | None:
    lines = track.billing.lines
    if not lines:
        return None
    rows = [
        (
            "",
            (
                line.client,
                line.project,
                line.what,
                words.number(float(line.hours), 2) if line.hours else "",
                f"{line.amount:,}",
            ),
        )
        for line in lines
    ]
    title = f"Can be billed: {track.billing.total:,} {track.portfolio.currency}"
    return join(
        [el("h3", title), table(("Client", "Project", "For", "Hours", "Amount"), rows, numbers=("Hours", "Amount"))]
    )


def _earned(track: Track) -> Html | None:
    if not track.projects:
        return None
    year, a_day = track.portfolio.as_of_day.year, own.hours_a_day(track)
    money, times = [], []
    for row in track.projects:
        value, schedule = row.value, row.schedule
        amounts = (value.bac, value.pv, value.ev, value.ac, value.cv, value.sv, value.eac, value.etc, value.vac)
        indices = (value.cpi, value.spi, value.tcpi)
        money.append(("", (row.project, *map(words.money, amounts), *map(own.index, indices))))
        if schedule is not None:
            hours = (schedule.planned, schedule.actual, schedule.earned, schedule.sv_t)
            days = [words.number(float(one) / a_day) for one in hours]
            ends = (own.last_day(schedule.finish, year), own.last_day(schedule.finish_by_spi, year))
            done = (words.percent(value.done), words.percent(float(value.weighted)))
            times.append(("", (row.project, *done, *days, own.index(schedule.spi_t), *ends)))
    heads = ("Project", "BAC", "PV", "EV", "AC", "CV", "SV", "EAC", "ETC", "VAC", "CPI", "SPI", "TCPI")
    later = ("Project", "Done", "Weighted", "PD", "AT", "ES", "SV(t)", "SPI(t)", "Ends, PF=1", "Ends, PF=SPI(t)")
    return join(
        [
            el("h3", f"Earned value, {track.projects[0].value.unit}"),
            table(heads, money, numbers=heads[1:]),
            el("h3", "Earned schedule, working days"),
            table(later, times, numbers=later[1:]),
        ]
    )
