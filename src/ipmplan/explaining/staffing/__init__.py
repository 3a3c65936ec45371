"""Who is needed when: demand against supply, idle time, one more person, a project that may be won, leave, and leaving."""

from ipmplan.explaining.staffing.absent import Request, Verdict, absent, hands_over
from ipmplan.explaining.staffing.demand import SkillWeek, demand
from ipmplan.explaining.staffing.idle import Idle, idle
from ipmplan.explaining.staffing.more import Gain, one_more, won

__all__ = [
    "Gain",
    "Idle",
    "Request",
    "SkillWeek",
    "Verdict",
    "absent",
    "demand",
    "hands_over",
    "idle",
    "one_more",
    "won",
]
