"""``.xml``: Microsoft Project's XML."""

from __future__ import annotations

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.exporting import Exported, Options
from ipmplan.files.formats.mspdi.export import print_mspdi


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write a plan as MSPDI."""
    text, lost = print_mspdi(portfolio, schedule, options.place, with_cost=options.with_cost)
    return Exported(text.encode("utf-8"), lost)
