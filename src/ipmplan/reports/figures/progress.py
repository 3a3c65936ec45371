"""Where the work stands, drawn: S-curves by project, the burn-up of all, and slips."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ipmplan.errors import InputError, Issue
from ipmplan.reports import words
from ipmplan.reports.figures import style
from ipmplan.tracking.history import Point
from ipmplan.tracking.slips import Slip
from ipmplan.tracking.track import ProjectTrack, Track

if TYPE_CHECKING:
    from plotly.graph_objects import Figure, Scatter

MOST_PROJECTS = 12
MOST_SLIPS = 40
PANEL = 190
GAP = 84
BASELINE, DONE, SPENT = "#8A97A3", "#2A9D7F", "#E0A030"
LIGHTS = {"green": "#2A9D7F", "amber": "#E0A030", "red": "#B3261E"}


def s_curve(track: Track, projects: Sequence[str] | None = None, *, theme: style.Theme = "light") -> Figure:
    """Draw planned value, earned value and actual cost of each project over time.

    Parameters
    ----------
    track
        Where the work stands.
    projects
        Ids of the projects to draw; by default the first twelve that have a baseline.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    InputError
        When a project has no baseline, or none has one.
    """
    rows = _chosen(track, projects)
    made, count = style.panels(theme, [_title(track, row) for row in rows], PANEL, GAP)
    columns = min(3, len(rows))
    for number, row in enumerate(rows):
        place = {"row": number // columns + 1, "col": number % columns + 1}
        unit = row.value.unit
        for name, key, colour, dash in (
            ("planned value", "pv", BASELINE, "dot"),
            ("earned value", "ev", DONE, "solid"),
            ("actual cost", "ac", SPENT, "solid"),
        ):
            points = [(point.when, getattr(point, key)) for point in row.points if getattr(point, key) is not None]
            made.add_trace(_line(points, name, colour, dash, unit, show=number == 0), **place)
        made.add_hline(float(row.value.bac), line={"color": BASELINE, "width": 1}, **place)
        made.add_vline(track_now(track), line={"color": style.THEMES[theme].ink, "width": 1, "dash": "dot"}, **place)
    made.update_layout(height=count * (PANEL + GAP) + 60 + style.BUTTONS)
    made.update_layout(legend={"y": 1 + 46 / (count * (PANEL + GAP))}, margin={"t": 74 + style.BUTTONS})
    made.update_xaxes(tickformat="%-d %b", nticks=5)
    made.update_yaxes(rangemode="tozero")
    return made


def burn_up(track: Track, *, theme: style.Theme = "light") -> Figure:
    """Draw how much of everything that was approved is done, against what was planned, in per cent.

    Parameters
    ----------
    track
        Where the work stands.
    theme
        ``light`` or ``dark``.

    Raises
    ------
    InputError
        When no project has a baseline.
    """
    rows = _chosen(track, None, most=None)
    scope = sum(float(row.value.bac) for row in rows) or 1.0
    moments = sorted({point.when for row in rows for point in row.points})
    now = track_now(track)
    planned = [(when, 100 * sum(_at(row.points, when, "pv") for row in rows) / scope) for when in moments]
    done = [(when, 100 * sum(_at(row.points, when, "ev") for row in rows) / scope) for when in moments if when <= now]
    made = style.figure(theme, 320)
    made.add_trace(_line(planned, "planned", BASELINE, "dot", "%"))
    made.add_trace(_line(done, "done", DONE, "solid", "%"))
    made.add_hline(100, line={"color": BASELINE, "width": 1})
    made.add_vline(now, line={"color": style.THEMES[theme].ink, "width": 1, "dash": "dot"})
    made.update_xaxes(tickformat="%-d %b")
    made.update_yaxes(range=[0, 106], ticksuffix=" %")
    return made


def slips(track: Track, *, theme: style.Theme = "light", rows: int = MOST_SLIPS) -> Figure:
    """Draw each milestone's date in the baseline and now, and the agreed day.

    Parameters
    ----------
    track
        Where the work stands.
    theme
        ``light`` or ``dark``.
    rows
        How many milestones at most; the latest against their baselines.

    Raises
    ------
    InputError
        When nothing has a date in a baseline.
    """
    from plotly import graph_objects as go

    dated = [row for row in track.slips if row.baseline is not None and row.now is not None]
    if not dated:
        raise InputError(Issue("no milestone has a baseline", "slips", "Maybe approve a plan with `ipmplan approve`?"))
    kept = sorted(dated, key=lambda row: -(row.hours or 0))[:rows]
    shown = [row for row in dated if row in kept]
    labels = [style.label(f"{row.project}: {row.name}" if row.kind != "project" else row.name, 44) for row in shown]
    places = list(range(len(shown)))
    made = style.figure(theme, 70 + style.ROW * len(shown))
    for place, row in zip(places, shown, strict=True):
        made.add_shape(
            type="line",
            x0=row.baseline,
            x1=row.now,
            y0=place,
            y1=place,
            line={"color": LIGHTS[row.light.colour], "width": 3},
        )
    year = track.portfolio.as_of_day.year
    kinds = (
        ("baseline", [row.baseline for row in shown], "circle-open", [BASELINE] * len(shown)),
        ("now", [row.now for row in shown], "circle", [LIGHTS[row.light.colour] for row in shown]),
        (
            "agreed",
            [words.last_moment(row.agreed) if row.agreed is not None else None for row in shown],
            "line-ns",
            [style.THEMES[theme].ink] * len(shown),
        ),
    )
    for name, dates, symbol, colours in kinds:
        made.add_trace(
            go.Scatter(
                x=dates,
                y=places,
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 11, "color": colours, "line": {"width": 2, "color": colours}},
                hovertext=[
                    f"{label}<br>{name}: {words.day(when, year)}" for label, when in zip(labels, dates, strict=True)
                ],
                hoverinfo="text",
            )
        )
    made.update_yaxes(tickvals=places, ticktext=labels, range=[len(shown) - 0.4, -0.6], autorange=False)
    made.update_xaxes(tickformat="%-d %b", showgrid=True)
    made.add_vline(track_now(track), line={"color": style.THEMES[theme].ink, "width": 1, "dash": "dot"})
    return made


def track_now(track: Track) -> datetime:
    """The status date as a moment."""
    return track.portfolio.grid.moment(track.portfolio.as_of_tick)


def has_slips(rows: Sequence[Slip]) -> bool:
    """Whether there is a slip to draw."""
    return any(row.baseline is not None and row.now is not None for row in rows)


def _chosen(track: Track, projects: Sequence[str] | None, most: int | None = MOST_PROJECTS) -> list[ProjectTrack]:
    known = {row.project: row for row in track.projects if row.points}
    if not known:
        raise InputError(Issue("no project has a baseline", "track", "Maybe approve a plan with `ipmplan approve`?"))
    wanted = list(projects) if projects is not None else list(known)[:most]
    for name in wanted:
        if name not in known:
            message = f"there is no baseline of a project `{name}`"
            raise InputError(Issue(message, "track", f"Maybe one of {', '.join(known)}?"))
    return [known[name] for name in wanted]


def _title(track: Track, row: ProjectTrack) -> str:
    project = track.portfolio.project.get(row.project)
    name = project.name if project is not None and project.name else row.project
    return f"{style.label(name, 30)}: {words.percent(row.value.done)} done"


def _line(
    points: Sequence[tuple[datetime, float]], name: str, colour: str, dash: str, unit: str, *, show: bool = True
) -> Scatter:
    from plotly import graph_objects as go

    return go.Scatter(
        x=[when for when, _ in points],
        y=[value for _, value in points],
        mode="lines",
        name=name,
        line={"color": colour, "dash": dash, "width": 2},
        hovertext=[f"{words.day(when)}: {name} {words.number(value, 0)} {unit}" for when, value in points],
        hoverinfo="text",
        showlegend=show,
    )


def _at(points: Sequence[Point], when: datetime, key: str) -> float:
    """A value at a moment, between the points around it."""
    known = [(point.when, getattr(point, key)) for point in points if getattr(point, key) is not None]
    after = bisect_right(known, when, key=lambda point: point[0])
    if after == 0:
        return 0.0
    if after == len(known):
        return float(known[-1][1])
    (t0, v0), (t1, v1) = known[after - 1 : after + 1]
    return float(v0 + (v1 - v0) * ((when - t0) / (t1 - t0)))
