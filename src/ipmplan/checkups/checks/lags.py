"""Links with a lag: time that passes for a reason which no task names, and which nobody can shorten or own.

A wait (``wait 3d``) is a task of its own, says what is waited for, and is no lag.

Formula::

    100 x links with lag > 0 / links <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "lags"
RULE = "few links have a lag; what takes time is a task or a wait"
SOURCE = "DCMA 14-point assessment, 3"
COUNTS = "links"
LIMIT = Limit(Fraction(5, 100))
ORDER = 3


def look(examined: Examined) -> Looked:
    """Find links with a lag, the longest first."""
    found = [
        Symptom(link.id, f"{link.link.type} with a lag of {float(link.link.lag):g} h", float(link.link.lag))
        for link in examined.links
        if link.link.lag > 0
    ]
    return Looked(len(examined.links), tuple(found))
