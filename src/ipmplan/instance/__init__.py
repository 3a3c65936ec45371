"""Dates, money and names become grid units, cents and indexes; the last stop before the solver."""

from ipmplan.instance.build import Translator, build_instance
from ipmplan.instance.data import (
    DueModel,
    FinishGroup,
    Instance,
    LinkModel,
    Mode,
    PartModel,
    PoolModel,
    ProjectModel,
    Relation,
    TaskGroups,
    TaskModel,
    TimeAxis,
)

__all__ = [
    "DueModel",
    "FinishGroup",
    "Instance",
    "LinkModel",
    "Mode",
    "PartModel",
    "PoolModel",
    "ProjectModel",
    "Relation",
    "TaskGroups",
    "TaskModel",
    "TimeAxis",
    "Translator",
    "build_instance",
]
