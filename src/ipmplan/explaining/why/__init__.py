"""Why a task, a milestone or a project of a plan is where it is, and what would make it sooner."""

from ipmplan.explaining.why.causes import Cause
from ipmplan.explaining.why.chain import Chains, Step
from ipmplan.explaining.why.explain import Explainer, Weighed, Why
from ipmplan.explaining.why.target import Target, find_target

__all__ = ["Cause", "Chains", "Explainer", "Step", "Target", "Weighed", "Why", "find_target"]
