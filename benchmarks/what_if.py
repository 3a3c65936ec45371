"""How long questions of "what if" take, beside what they would take at the least.

    python -m benchmarks.what_if scenarios FOLDER --plans 20 --seconds 10
    python -m benchmarks.what_if cluster FOLDER --plans 8 --seconds 5
    python -m benchmarks.what_if frontier FOLDER --points 8
    python -m benchmarks.what_if quote FOLDER PROJECT

Beside the wall time stands what the processors did: on a machine that does something else as well, seconds of processor time tell more.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from os import cpu_count, getloadavg
from time import monotonic

import ipmplan as ipm
from ipmplan.core.edits import SetValue
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob

SEEDS = 2


@dataclass
class Spent:
    """Seconds on the wall, of the processors (children included once they have ended), and the load before."""

    wall: float = 0.0
    processors: float = 0.0
    load: float = 0.0

    def __str__(self) -> str:
        used = self.processors / self.wall if self.wall else 0.0
        return (
            f"{self.wall:.1f} s, {self.processors:.1f} s of processors ({used:.2f} busy), load before {self.load:.1f}"
        )


@contextmanager
def spent() -> Iterator[Spent]:
    """Measure a block."""
    found, began, used = Spent(load=getloadavg()[0]), monotonic(), _used()
    yield found
    found.wall, found.processors = monotonic() - began, _used() - used


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def scenarios(portfolio: Portfolio, plans: int, seconds: float) -> None:
    """Compare scenarios, each of which makes one person dearer."""
    start = ipm.plan(portfolio, time_limit=seconds).schedule
    people = portfolio.people
    asked = [
        Scenario(f"s{number}", [SetValue("people", people[number % len(people)].id, "rate", 60 + number)])
        for number in range(plans)
    ]
    with spent() as found:
        ipm.compare(portfolio, asked, start=start, time_limit=seconds, seeds=SEEDS)
    workers = cpu_count() or 1
    least, every = plans * seconds / workers, ceil((plans + SEEDS) / workers) * seconds
    print(f"{plans} scenarios, {seconds:g} s each, {workers} processors: {found}")
    print(f"{found.wall / least:.2f} x the scenarios alone ({least:.0f} s)")
    print(f"{found.wall / every:.2f} x with the plans that chance is read from ({every:.0f} s)")


def cluster(portfolio: Portfolio, plans: int, seconds: float) -> None:
    """Plan with two processes of this machine, and with two workers of Dask."""
    from distributed import Client, LocalCluster

    start = ipm.plan(portfolio, time_limit=seconds).schedule
    jobs = _jobs(portfolio, start, plans, seconds)
    with spent() as here:
        run_all(jobs)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as client,
        spent() as there,
    ):
        run_all(jobs, client.get_executor())
    print(f"processes: {here.wall:.1f} s; Dask: {there.wall:.1f} s; {there.wall / here.wall:.2f} x")
    print(f"load before: {here.load:.1f} and {there.load:.1f}")


def _jobs(portfolio: Portfolio, start: Schedule, plans: int, seconds: float) -> list[PlanJob]:
    return [PlanJob(f"{seed}", portfolio, start, time_limit=seconds, seed=seed) for seed in range(plans)]


def frontier(portfolio: Portfolio, points: int) -> None:
    """Trade cost for completion, and look for a point that another one dominates."""
    with spent() as found:
        made = ipm.frontier(portfolio, "cost", "completion", points=points)
    print(made.points.to_string(index=False))
    values = [tuple(row) for row in made.points[["cost", "completion"]].to_numpy().tolist()]
    worse = [a for a in values for b in values if b != a and b[0] <= a[0] and b[1] <= a[1]]
    print(f"{len(values)} points, {len(worse)} dominated: {found}")


def quote(portfolio: Portfolio, project: str) -> None:
    """Quote a tentative project, the plan of everything else included."""
    with spent() as found:
        made = ipm.quote(portfolio, project)
    print(made)
    print(f"{found}")


def main() -> None:
    """Run one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["scenarios", "cluster", "frontier", "quote"])
    parser.add_argument("folder")
    parser.add_argument("project", nargs="?", default="")
    parser.add_argument("--plans", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--points", type=int, default=8)
    given = parser.parse_args()
    portfolio = ipm.load(given.folder)
    if given.what == "scenarios":
        scenarios(portfolio, given.plans, given.seconds)
    elif given.what == "cluster":
        cluster(portfolio, given.plans, given.seconds)
    elif given.what == "frontier":
        frontier(portfolio, given.points)
    else:
        quote(portfolio, given.project)


if __name__ == "__main__":
    main()
