"""What the `psplib` package has parsed, as our own frozen objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.problems.network import Activity, Mode, Network, Resource

if TYPE_CHECKING:
    from psplib import ProjectInstance


def network(name: str, parsed: ProjectInstance) -> Network:
    """Take over resources, modes, successors, and each project's release date."""
    project = {number: p for p, one in enumerate(parsed.projects) for number in one.activities}
    return Network(
        name,
        tuple(Resource(resource.capacity, resource.renewable) for resource in parsed.resources),
        tuple(
            Activity(
                tuple(Mode(mode.duration, tuple(mode.demands)) for mode in activity.modes),
                tuple(activity.successors),
                project[number],
                parsed.projects[project[number]].release_date,
            )
            for number, activity in enumerate(parsed.activities)
        ),
    )
