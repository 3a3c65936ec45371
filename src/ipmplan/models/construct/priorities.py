"""Priority rules for the constructor: which task comes first.

Sources: latest start time and longest remaining chain (Davis & Patterson 1975, Management Science 21(8), 944-955);
due dates as in the modified due date rule (Baker & Bertrand 1982, JORS 33, 477-478).
"""

from __future__ import annotations

from random import Random

from ipmplan.instance.network import Network

FOREMOST = 1 << 20
"""Grid slots by which keys are lowered of tasks that come before all others."""


def priorities(network: Network) -> list[list[float]]:
    """Keys of the plain priority rules, smaller first."""
    tasks = range(len(network.instance.tasks))
    most = max(network.tail, default=0)
    longest = [float(-tail) for tail in network.tail]
    by_date = list(network.latest)
    mixed = [min(network.latest[task], float(most + network.head[task])) - network.tail[task] * 0.5 for task in tasks]
    slack = [float(most - network.tail[task] - network.head[task]) for task in tasks]
    by_head = [network.head[task] - 0.5 * network.tail[task] for task in tasks]
    return [by_date, longest, mixed, slack, by_head]


def shuffled(keys: list[float], random: Random, strength: float) -> list[float]:
    """Keys with noise: `strength` is the width of the noise as a part of the keys' range."""
    finite = [key for key in keys if abs(key) < 10**8]
    width = (max(finite, default=0.0) - min(finite, default=0.0)) * strength
    return [key + random.uniform(-width, width) for key in keys]
