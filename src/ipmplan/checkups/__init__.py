"""How healthy tables and plan are: what experience says goes wrong later, though no rule is broken today."""

from ipmplan.checkups.checks import all_checks, examine
from ipmplan.checkups.checkup import Checkup, Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

__all__ = ["Checkup", "Examined", "Limit", "Looked", "Symptom", "all_checks", "examine"]
