"""Why a task, a milestone or a project of a plan is where it is, and what would make it sooner."""

from ipmplan.explaining.subject import Subject, find_subject
from ipmplan.explaining.why.causes import Hindrance
from ipmplan.explaining.why.chain import Chains, Step
from ipmplan.explaining.why.counterfactual import Counterfactual, Tried, counterfactuals
from ipmplan.explaining.why.explain import Explainer, Weighed, Why

__all__ = [
    "Chains",
    "Counterfactual",
    "Explainer",
    "Hindrance",
    "Step",
    "Subject",
    "Tried",
    "Weighed",
    "Why",
    "counterfactuals",
    "find_subject",
]
