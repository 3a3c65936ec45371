"""Links with a negative lag: work that begins before what it waits for has ended, on somebody's guess of when that will be.

Formula::

    links with lag < 0 = 0
"""

from __future__ import annotations

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "leads"
RULE = "no link has a negative lag"
SOURCE = "DCMA 14-point assessment, 2"
COUNTS = "links"
LIMIT = Limit()
ORDER = 2


def look(examined: Examined) -> Looked:
    """Find links that let work overlap, the longest overlap first."""
    found = [
        Symptom(link.id, f"{link.link.type} with a lead of {float(-link.link.lag):g} h", float(-link.link.lag))
        for link in examined.links
        if link.link.lag < 0
    ]
    return Looked(len(examined.links), tuple(found))
