"""Plans the sprints of a web studio: who does what and when, under skills, availability and budgets.

Examples
--------
>>> import ipmplan as ipm
>>> ipm.Issue("unknown skill `fronted`", "tasks.csv:7").severity
'error'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipmplan.api import check, decisions, explain_goals, forecast, plan, scorecard, track
    from ipmplan.building.build import from_frames, portfolio
    from ipmplan.building.frames import frames
    from ipmplan.building.people_rows import Absence, Booking, Extra, Finished, Hold, Invoiced, Person, Progress, Rate
    from ipmplan.building.project_rows import Change, Decision, Milestone, Pool, Project, Requirement, Task
    from ipmplan.building.row import TableRow
    from ipmplan.building.scenario import print_scenarios, read_scenarios, scenario
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.core.scenario import Scenario
    from ipmplan.delays import diff, replan
    from ipmplan.errors import (
        Conflict,
        Infeasible,
        InputError,
        InternalError,
        IpmplanError,
        Issue,
        NoPlanError,
        OutOfTime,
        Relaxation,
    )
    from ipmplan.explain import health, recover, staffing, why
    from ipmplan.exploring import explore
    from ipmplan.exporting import export
    from ipmplan.loading import load
    from ipmplan.quoting import plan_many, quote
    from ipmplan.reports.comparison import ScenarioComparison
    from ipmplan.reports.result import Plan
    from ipmplan.reports.standing.result import Standing
    from ipmplan.what_if import alternatives, compare, frontier, sweep

__version__ = "1.0.0"
__all__ = [
    "Absence",
    "Booking",
    "Change",
    "Conflict",
    "Decision",
    "Extra",
    "Finished",
    "Hold",
    "Infeasible",
    "InputError",
    "InternalError",
    "Invoiced",
    "IpmplanError",
    "Issue",
    "Milestone",
    "NoPlanError",
    "OutOfTime",
    "Person",
    "Plan",
    "Pool",
    "Portfolio",
    "Progress",
    "Project",
    "Rate",
    "Relaxation",
    "Requirement",
    "Scenario",
    "ScenarioComparison",
    "Schedule",
    "Standing",
    "TableRow",
    "Task",
    "__version__",
    "alternatives",
    "check",
    "compare",
    "decisions",
    "diff",
    "explain_goals",
    "explore",
    "export",
    "forecast",
    "frames",
    "from_frames",
    "frontier",
    "health",
    "load",
    "plan",
    "plan_many",
    "portfolio",
    "print_scenarios",
    "quote",
    "read_scenarios",
    "recover",
    "replan",
    "scenario",
    "scorecard",
    "staffing",
    "sweep",
    "track",
    "why",
]
# Where each public name lives; loaded when it is first used, so that importing stays fast.
_HOMES = {
    "ipmplan.api": ("check", "decisions", "explain_goals", "forecast", "plan", "scorecard", "track"),
    "ipmplan.building.build": ("from_frames", "portfolio"),
    "ipmplan.building.frames": ("frames",),
    "ipmplan.building.row": ("TableRow",),
    "ipmplan.building.people_rows": (
        "Absence",
        "Booking",
        "Extra",
        "Finished",
        "Hold",
        "Invoiced",
        "Person",
        "Progress",
        "Rate",
    ),
    "ipmplan.building.project_rows": ("Change", "Decision", "Milestone", "Pool", "Project", "Requirement", "Task"),
    "ipmplan.building.scenario": ("print_scenarios", "read_scenarios", "scenario"),
    "ipmplan.delays": ("diff", "replan"),
    "ipmplan.core.plan": ("Schedule",),
    "ipmplan.core.portfolio": ("Portfolio",),
    "ipmplan.core.scenario": ("Scenario",),
    "ipmplan.errors": (
        "Conflict",
        "Infeasible",
        "InputError",
        "InternalError",
        "IpmplanError",
        "Issue",
        "NoPlanError",
        "OutOfTime",
        "Relaxation",
    ),
    "ipmplan.explain": ("health", "recover", "staffing", "why"),
    "ipmplan.exploring": ("explore",),
    "ipmplan.exporting": ("export",),
    "ipmplan.loading": ("load",),
    "ipmplan.reports.comparison": ("ScenarioComparison",),
    "ipmplan.reports.result": ("Plan",),
    "ipmplan.reports.standing.result": ("Standing",),
    "ipmplan.what_if": ("alternatives", "compare", "frontier", "sweep"),
    "ipmplan.quoting": ("plan_many", "quote"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'ipmplan' has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
