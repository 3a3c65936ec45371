"""One set of facts that cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["date", "budget", "consumable", "pool", "people"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Facts that cannot hold together, found without the solver.

    Parameters
    ----------
    kind
        What sort of fact would have to give way.
    ids
        Firm milestones, the project, the pool or the task.
    facts
        One sentence each, without a full stop.
    where
        ``file:line`` or id of the row to look at.
    hint
        What may help, as a sentence that starts with "Maybe".
    """

    kind: FindingKind
    ids: tuple[str, ...]
    facts: tuple[str, ...]
    where: str
    hint: str
