"""One check, made on a small studio."""

from collections.abc import Sequence

from ipmplan.checkups import Checkup, Examined, examine
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio


def checkup(
    name: str, portfolio: Portfolio, plan: Schedule | None = None, approved: Sequence[Schedule] = ()
) -> Checkup:
    """What one check says."""
    return next(one for one in examine(Examined(portfolio, plan, approved)) if one.name == name)


def found(
    name: str, portfolio: Portfolio, plan: Schedule | None = None, approved: Sequence[Schedule] = ()
) -> list[str]:
    """Ids that one check does not like, the worst first."""
    return [symptom.id for symptom in checkup(name, portfolio, plan, approved).symptoms]


def said(name: str, portfolio: Portfolio, plan: Schedule | None = None, approved: Sequence[Schedule] = ()) -> list[str]:
    """What one check says of each, the worst first."""
    return [symptom.what for symptom in checkup(name, portfolio, plan, approved).symptoms]
