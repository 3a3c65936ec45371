"""Why no plan exists, in facts and changes; the smallest set of facts that cannot hold together, found by re-solving."""

from ipmplan.models.conflict.explain import explain_findings, placed_or_explained, repair_or_explain
from ipmplan.models.conflict.placed import placed

__all__ = ["explain_findings", "placed", "placed_or_explained", "repair_or_explain"]
