"""Dates, money and names become grid units, cents and indexes; the last stop before the solver."""

from ipmplan.instance.axis import TimeAxis
from ipmplan.instance.build import Translator, build_instance
from ipmplan.instance.finishes import FinishGroup, TaskGroups
from ipmplan.instance.instance import Instance
from ipmplan.instance.parts import DueModel, LinkModel, Mode, PartModel, PoolModel, ProjectModel, Relation, TaskModel

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
