"""Draws the pictures of the gallery, light and dark, and writes its page: ``python -m docs_site.gallery [plan.json]``.

The plan is one of ``data/studio-after-3-sprints``; without one it is made, which takes a while. Needs the extra `pictures`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipmplan as ipm

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PICTURES = DOCS / "pictures"
STUDIO = ROOT / "data/studio-after-3-sprints"
WIDTH = 1000
# Kept small: dark ones of all figures would be as large again.
DARK = ("gantt", "workload", "odds")
HEAD = """\
# Gallery

What can be drawn of a plan, each with the line that draws it. All are plotly figures: point at something to read more, drag to zoom, double-click to come back.
`theme="dark"` draws it for dark pages, `figure.write_image("plan.svg")` writes it (`pip install ".[pictures]"`, and Chrome or Chromium), `ipmplan export --to plan.png` the Gantt chart. A project has the same
colour in every figure; the colours are told apart with any kind of colour blindness, and red always means late or over.

The pictures are of `data/studio-after-3-sprints` and are made by `python -m docs_site.gallery`.
"""


@dataclass(frozen=True)
class Entry:
    """A figure of the gallery: its name, title, what to look for, the line that draws it, and how that is done here."""

    name: str
    title: str
    says: str
    code: str
    draw: Callable[[Any, Any], Figure]


@cache
def made() -> ipm.Plan:
    """Return the plan that is drawn."""
    studio = ipm.load(STUDIO)
    if len(sys.argv) > 1:
        return ipm.Plan.read(sys.argv[1], studio)
    return ipm.plan(studio, time_limit=None, work_limit=20, workers=1)


@cache
def small() -> ipm.Plan:
    """Return a plan of a small portfolio, for what takes many searches."""
    studio = ipm.portfolio(
        ipm.Person("ana", skills="frontend:3; ux", rate=70),
        ipm.Person("ben", skills="frontend:2; backend:2", rate=60),
        ipm.Person("kim", skills="frontend:1; backend:1; ux*0.8", rate=45),
        ipm.Project("WEB", name="Booking form"),
        ipm.Milestone("live", project="WEB", due="2026-01-15", name="Form is live"),
        ipm.Task("flow", work="ux 16h", project="WEB"),
        ipm.Task("form", work="frontend 40h x1-2", after="flow", milestone="live", project="WEB"),
        ipm.Task("api", work="backend 32h", after="flow", milestone="live", project="WEB"),
        ipm.Task("test", work="frontend 16h", after="form; api", milestone="live", project="WEB"),
        as_of="2026-01-05",
    )
    return ipm.plan(studio, time_limit=None, work_limit=1, workers=1)


@cache
def front() -> Any:
    """Return what haste costs in the small one."""
    with ThreadPoolExecutor(2) as executor:
        return ipm.frontier(small().portfolio, time_limit=None, work_limit=0.3, executor=executor)


ENTRIES = (
    Entry(
        "gantt",
        "Tasks by project",
        "Outlined: critical. Below a bar, thin: where it was in the approved plan. `?`: when the answer is expected that a task waits for, red when it is overdue. A "
        "square: held. Red: late, with the way from the due date. The chart opens at the latest project.",
        "plan.gantt(rows=30)",
        lambda plan, theme: plan.gantt(rows=30, theme=theme),
    ),
    Entry(
        "person",
        "Tasks by person",
        "Hatched: away, also over work that goes on afterwards. Thin bars: work at a share of the time. The line below: bookings.",
        'plan.gantt("person")',
        lambda plan, theme: plan.gantt("person", theme=theme),
    ),
    Entry(
        "roadmap",
        "Projects",
        "A large portfolio on one page, late projects first.",
        "plan.roadmap()",
        lambda plan, theme: plan.roadmap(theme=theme),
    ),
    Entry(
        "workload",
        "Workload",
        "How full each person's weeks are; more than 100 per cent is marked.",
        "plan.workload()",
        lambda plan, theme: plan.workload(theme=theme),
    ),
    Entry(
        "budget",
        "Budgets",
        "What was spent, what is planned, and the budget.",
        "plan.budget()",
        lambda plan, theme: plan.budget(theme=theme),
    ),
    Entry(
        "odds",
        "Odds",
        "The plan as a line, thousands of runs as a fan around it, and the days that hold in five and in eight of ten.",
        "ipm.forecast(plan).figure()",
        lambda plan, theme: ipm.forecast(plan, runs=2000).figure(theme=theme),
    ),
    Entry(
        "burn-up",
        "How much is done",
        "Of everything that was approved, against what was planned.",
        "ipm.track(plan).burn_up()",
        lambda plan, theme: ipm.track(plan).burn_up(theme=theme),
    ),
    Entry(
        "s-curve",
        "Planned, earned, spent",
        "By project.",
        "ipm.track(plan).s_curve()",
        lambda plan, theme: ipm.track(plan).s_curve(theme=theme),
    ),
    Entry(
        "slips",
        "Slips",
        "Each milestone in the baseline, now, and as agreed.",
        "ipm.track(plan).slip_chart()",
        lambda plan, theme: ipm.track(plan).slip_chart(theme=theme),
    ),
    Entry(
        "scorecard",
        "How good our word was",
        "Where outcomes lay in their forecasts: even bars are right.",
        "ipm.scorecard(folder).figure()",
        lambda plan, theme: ipm.scorecard(plan.portfolio).figure(theme=theme),
    ),
    Entry(
        "why",
        "Why it is so late",
        "The chain that keeps a date where it is, back to a fact.",
        'ipm.why(plan, "SHOP-live").figure()',
        lambda plan, theme: ipm.why(plan, "SHOP-live", quick=True).figure(theme=theme),
    ),
    Entry(
        "staffing",
        "Who is needed when",
        "How much of each skill's time is planned, week by week.",
        "ipm.staffing(plan).figure()",
        lambda plan, theme: ipm.staffing(plan, quick=True).figure(theme=theme),
    ),
    Entry(
        "recover",
        "Ways back to a date",
        "When each reaches it, and what it costs more.",
        'ipm.recover(plan, "live", by="2026-01-16").figure()',
        lambda _, theme: ipm.recover(small(), "live", by="2026-01-16", work_limit=0.2, workers=1).figure(theme=theme),
    ),
    Entry(
        "frontier",
        "What haste costs",
        "Plans of which none is better in both goals.",
        'ipm.frontier(portfolio, "cost", "completion").figure()',
        lambda _, theme: front().figure(theme=theme),
    ),
)


def page() -> str:
    """Return the page, in Markdown that also GitHub shows."""
    parts = [HEAD]
    for entry in ENTRIES:
        shown = f"![{entry.title}](pictures/{entry.name}-light.webp)"
        dark = f', `theme="dark"`: [dark](pictures/{entry.name}-dark.webp)' if entry.name in DARK else ""
        parts.append(f"## {entry.title}\n\n{entry.says} `{entry.code}`{dark}.\n\n{shown}\n")
    return "\n".join(parts)


def draw() -> None:
    """Draw all pictures, in one browser."""
    import plotly.io as pio

    PICTURES.mkdir(exist_ok=True)
    places = [(entry, "light") for entry in ENTRIES] + [(entry, "dark") for entry in ENTRIES if entry.name in DARK]
    drawn = [(entry.draw(made(), theme), PICTURES / f"{entry.name}-{theme}.webp") for entry, theme in places]
    figures = [figure for figure, _ in drawn]
    pio.write_images(
        fig=figures,
        file=[str(place) for _, place in drawn],
        format="webp",
        width=WIDTH,
        height=[int(figure.layout.height) for figure in figures],
    )


if __name__ == "__main__":
    draw()
    (DOCS / "gallery.md").write_text(page(), encoding="utf-8")
