"""What changed between two plans: dates, people, hours and money by task, milestone, project and person, each with its reason."""

from ipmplan.explaining.changes.data import DateChange, PersonChange, PlanChanges, ProjectChange, Reason, TaskChange
from ipmplan.explaining.changes.diff import diff, diff_read

__all__ = ["DateChange", "PersonChange", "PlanChanges", "ProjectChange", "Reason", "TaskChange", "diff", "diff_read"]
