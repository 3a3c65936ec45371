"""Where the work stands as pandas tables; units stand in the column names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ipmplan.reports.words import column, last_moment
from ipmplan.tracking.track import Track

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


def slips(track: Track) -> pd.DataFrame:
    """One row for each project, milestone and task with a date; hours are portfolio working hours, later above 0."""
    rows = (
        {
            "id": row.id,
            "kind": row.kind,
            "project": row.project,
            "name": row.name,
            "agreed": last_moment(row.agreed) if row.agreed is not None else None,
            "baseline": row.baseline,
            "approved": row.approved,
            "now": row.now,
            "reached": row.reached,
            "later_hours": row.hours,
            "later_than_approved_hours": row.hours_since,
            "light": row.light.colour,
            "reason": row.light.reason,
            "cause": row.cause.task if row.cause is not None else "",
            "because": row.cause.words if row.cause is not None else "",
        }
        for row in track.slips
    )
    names = ("id", "kind", "project", "name", "agreed", "baseline", "approved", "now", "reached", "later_hours")
    return _frame(rows, (*names, "later_than_approved_hours", "light", "reason", "cause", "because"), DATES)


DATES = ("agreed", "baseline", "approved", "now", "finish", "finish_by_spi", "when")


def earned_value(track: Track) -> pd.DataFrame:
    """One row for each project with a baseline; money in the currency, or hours where there are no rates (`unit`)."""
    rows = []
    for row in track.projects:
        value, schedule = row.value, row.schedule
        rows.append(
            {
                "project": row.project,
                "unit": value.unit,
                "bac": value.bac,
                "pv": value.pv,
                "ev": value.ev,
                "ac": value.ac,
                "cv": value.cv,
                "sv": value.sv,
                "cpi": value.cpi,
                "spi": value.spi,
                "eac": value.eac,
                "etc": value.etc,
                "vac": value.vac,
                "tcpi": value.tcpi,
                "done": value.done,
                "done_weighted": value.weighted,
                "pd_hours": schedule.planned if schedule is not None else None,
                "at_hours": schedule.actual if schedule is not None else None,
                "es_hours": schedule.earned if schedule is not None else None,
                "sv_t_hours": schedule.sv_t if schedule is not None else None,
                "spi_t": schedule.spi_t if schedule is not None else None,
                "finish": schedule.finish if schedule is not None else None,
                "finish_by_spi": schedule.finish_by_spi if schedule is not None else None,
            }
        )
    names = ("project", "unit", "bac", "pv", "ev", "ac", "cv", "sv", "cpi", "spi", "eac", "etc", "vac", "tcpi", "done")
    times = ("done_weighted", "pd_hours", "at_hours", "es_hours", "sv_t_hours", "spi_t", "finish", "finish_by_spi")
    return _frame(rows, (*names, *times), DATES)


def budget(track: Track) -> pd.DataFrame:
    """One row for each project: `spent`, `committed`, `to_go`, `expected` and `cap`, in `unit`; then its margins."""
    margins = {row.project: row for row in track.margins}
    rows = []
    for use in track.budgets:
        margin = margins.get(use.project)
        rows.append(
            {
                "project": use.project,
                "unit": use.unit,
                "spent": use.spent,
                "committed": use.committed,
                "to_go": use.to_go,
                "expected": use.expected,
                "cap": use.cap,
                "left": use.left,
                "price": margin.expected.revenue if margin is not None else None,
                "margin_sold": margin.sold.margin if margin is not None and margin.sold is not None else None,
                "margin_now": margin.now.margin if margin is not None else None,
                "margin_expected": margin.expected.margin if margin is not None else None,
            }
        )
    names = ("project", "unit", "spent", "committed", "to_go", "expected", "cap", "left", "price")
    return _frame(rows, (*names, "margin_sold", "margin_now", "margin_expected"))


def tasks(track: Track) -> pd.DataFrame:
    """One row for each planned task: hours estimated, spent, left and in all, and the share that is done."""
    rows = (
        {
            "task": row.id,
            "name": row.name,
            "project": row.project,
            "milestone": row.milestone,
            "kind": row.kind,
            "estimate_hours": row.estimate,
            "spent_hours": row.spent,
            "left_hours": row.left,
            "total_hours": row.total,
            "done": row.done,
            "finished": row.finished,
            "used_up": row.used_up,
            "in_baseline": row.approved,
        }
        for row in track.tasks
    )
    names = ("task", "name", "project", "milestone", "kind", "estimate_hours", "spent_hours", "left_hours")
    return _frame(rows, (*names, "total_hours", "done", "finished", "used_up", "in_baseline"))


def people(track: Track) -> pd.DataFrame:
    """Hours on tasks by person since the plan that was worked by."""
    rows = (
        {
            "person": row.id,
            "name": row.name,
            "planned_hours": row.planned,
            "recorded_hours": row.logged,
            "nothing_recorded": row.silent,
        }
        for row in track.people
    )
    return _frame(rows, ("person", "name", "planned_hours", "recorded_hours", "nothing_recorded"))


def billable(track: Track) -> pd.DataFrame:
    """One row for each line that can be billed; `amount_eur` in the portfolio's currency."""
    amount = column("amount", track.portfolio.currency)
    rows = (
        {
            "client": row.client,
            "project": row.project,
            "kind": row.kind,
            "what": row.what,
            "hours": row.hours,
            amount: row.amount,
            "ref": row.ref,
        }
        for row in track.billing.lines
    )
    return _frame(rows, ("client", "project", "kind", "what", "hours", amount, "ref"))


def delays(track: Track) -> pd.DataFrame:
    """How late each project is, in portfolio working hours, and because of whom."""
    rows = (
        {
            "project": row.project,
            "late_hours": row.late,
            "client_hours": row.client,
            "our_hours": row.ours,
            "waited_for": ", ".join(one.what for one in row.waited),
        }
        for row in track.delays
    )
    return _frame(rows, ("project", "late_hours", "client_hours", "our_hours", "waited_for"))


def curve(track: Track) -> pd.DataFrame:
    """PV, EV and AC of every project over time; EV and AC are empty after the status date."""
    rows = (
        {
            "project": row.project,
            "unit": row.value.unit,
            "when": point.when,
            "pv": point.pv,
            "ev": point.ev,
            "ac": point.ac,
        }
        for row in track.projects
        for point in row.points
    )
    return _frame(rows, ("project", "unit", "when", "pv", "ev", "ac"), DATES)


def _frame(rows: Iterable[Row], names: tuple[str, ...], dates: tuple[str, ...] = ()) -> pd.DataFrame:
    import pandas as pd

    made = pd.DataFrame([{key: _plain(value) for key, value in row.items()} for row in rows], columns=list(names))
    for name in dates:
        if name in made:
            made[name] = pd.to_datetime(made[name])
    return made


def _plain(value: object) -> object:
    if isinstance(value, Fraction | Decimal):
        return float(value)
    return value.replace(microsecond=0) if isinstance(value, datetime) else value
