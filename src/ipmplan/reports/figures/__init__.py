"""Figures: each is a function from a plan and its portfolio to a plotly `Figure`, usable alone."""

from ipmplan.reports.figures.budget import budget
from ipmplan.reports.figures.gantt import gantt
from ipmplan.reports.figures.roadmap import roadmap
from ipmplan.reports.figures.workload import workload

__all__ = ["budget", "gantt", "roadmap", "workload"]
