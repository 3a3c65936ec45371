"""Links that are not from an end to a start: they are hard to read, and tasks that overlap can often be cut in two.

Formula::

    100 x links of type SS, FF or SF / links <= 10, SF counting worst
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "link types"
RULE = "at least 90 % of links are finish-to-start"
SOURCE = "DCMA 14-point assessment, 4"
COUNTS = "links"
LIMIT = Limit(Fraction(10, 100))
ORDER = 4
WEIGHT = {"SS": 1.0, "FF": 1.0, "SF": 2.0}
WORDS = {"SS": "start-to-start", "FF": "finish-to-finish", "SF": "start-to-finish"}


def look(examined: Examined) -> Looked:
    """Find links of the other types."""
    found = [
        Symptom(link.id, WORDS[link.link.type], WEIGHT[link.link.type])
        for link in examined.links
        if link.link.type != "FS"
    ]
    return Looked(len(examined.links), tuple(found))
