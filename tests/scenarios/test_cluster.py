"""Scenarios on a real cluster of Dask: the same plans, in order, also when a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from tests.scenarios.test_compare import STUDIO, WORK

from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult, run_job

# The cluster's own threads and sockets warn when they end; ours do not run there.
pytestmark = [pytest.mark.cluster, pytest.mark.filterwarnings("ignore")]
JOBS = [PlanJob(f"job {number}", STUDIO, work_limit=WORK, seed=number) for number in range(8)]


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, distributed.Client(cluster) as client:
        yield client


def test_a_cluster_plans_what_this_machine_plans(client: Any) -> None:
    assert run_all(JOBS, client.get_executor()) == [run_job(job) for job in JOBS]


def test_a_worker_that_is_killed_loses_nothing(client: Any) -> None:
    pids = list(client.run(os.getpid).values())
    killed: list[int] = []

    def told(_: PlanResult, __: int, ___: int) -> None:
        if not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    jobs = [PlanJob(f"again {number}", STUDIO, work_limit=WORK, seed=number) for number in range(8)]
    found = run_all(jobs, client.get_executor(), on_done=told)
    assert killed
    assert [one.schedule for one in found if one is not None] == [run_job(job).schedule for job in jobs]
