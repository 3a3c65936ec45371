"""The dependency graph, and a plan's own network as data: what slack, the critical path and forecasts are read from."""

from ipmplan.network.build import plan_network, together
from ipmplan.network.columns import ArcKind
from ipmplan.network.data import PlanNetwork
from ipmplan.network.dependencies import dependency_graph, heads, work_order
from ipmplan.network.rebuild import Times, rebuild
from ipmplan.network.slack import Slack, free_floats, slack_hours, slacks
from ipmplan.network.what_if import WhatIf

__all__ = [
    "ArcKind",
    "PlanNetwork",
    "Slack",
    "Times",
    "WhatIf",
    "dependency_graph",
    "free_floats",
    "heads",
    "plan_network",
    "rebuild",
    "slack_hours",
    "slacks",
    "together",
    "work_order",
]
