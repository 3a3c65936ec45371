"""Results in a notebook: light HTML that any front end shows, without scripts, in the colours of its theme."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.html import lists
from ipmplan.reports.html.elements import Html, el, join
from ipmplan.reports.html.summary import summary
from ipmplan.reports.scene import scene

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 15


def notebook(schedule: Schedule, portfolio: Portfolio, before: Schedule | None = None) -> Html:
    """Show a plan: the first screen, then milestones and goals to be unfolded. Its chart is a figure of its own."""
    view = scene(schedule, portfolio, before)
    return framed(
        el("p", el("b", schedule.portfolio), f", plan of {words.day(schedule.as_of)}"),
        summary(view),
        _folded("Milestones", lists.milestones(view)),
        _folded("Goals in figures", lists.goals(view)),
    )


def framed(*parts: str) -> Html:
    """Put parts into the box whose style they share."""
    style = Html(f"<style>{_style()}</style>")
    return el("div", style, *parts, class_="ipmplan")


def frames_in_html(title: str, tables: Iterable[tuple[str, pd.DataFrame]], lines: Iterable[str] = ()) -> Html:
    """Show sentences and tables of data, each under its name; of long ones the first rows.

    Parameters
    ----------
    title
        What it is.
    tables
        Names and frames, those that are read first first.
    lines
        Sentences before them.
    """
    parts = [el("p", el("b", title)), *(el("p", line) for line in lines)]
    for name, frame in tables:
        if not len(frame):
            continue
        shown = frame.head(MOST_ROWS)
        more = f", the first {MOST_ROWS} of {len(frame)} rows" if len(frame) > MOST_ROWS else ""
        listed = Html(
            shown.to_html(
                border=0,
                na_rep="–",
                float_format=lambda value: f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}",
            )
        )
        parts += [el("h4", f"{name}{more}"), el("div", listed, class_="table")]
    return framed(*parts)


def _folded(name: str, content: Html) -> Html:
    return el("details", el("summary", name), content)


@cache
def _style() -> str:
    return join([Html(files(__package__).joinpath("notebook.css").read_text(encoding="utf-8").replace("\n", ""))])
