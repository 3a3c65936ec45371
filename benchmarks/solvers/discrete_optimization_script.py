"""Runs in the Python that has Airbus' discrete-optimization, and imports nothing of ours: a statement as JSON in, an answer as JSON out."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any

from discrete_optimization.generic_tools.cp_tools import ParametersCp
from discrete_optimization.rcpsp.problem import RcpspProblem
from discrete_optimization.rcpsp.solution import RcpspSolution
from discrete_optimization.rcpsp.solvers.cpsat import CpSatRcpspSolver
from discrete_optimization.rcpsp_multiskill.problem import (
    Employee,
    MultiskillRcpspProblem,
    MultiskillRcpspSolution,
    SkillDetail,
)
from discrete_optimization.rcpsp_multiskill.solvers.cpsat import CpSatMultiskillRcpspSolver

_SOURCE, _SINK = -1, -2
Said = dict[str, Any]


def main() -> None:
    """Read, solve, and say starts, modes (from 0), people, and the seconds without those of the imports; `done` is null without a solution."""
    began = time.monotonic()
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):
        said = _solve(asked)
    json.dump(said | {"seconds": time.monotonic() - began}, sys.stdout)


def _solve(asked: Said) -> Said:
    statement = asked["statement"]
    solver = _staffed(statement) if statement["people"] else _plain(statement)
    solver.init_model()
    found = solver.solve(
        parameters_cp=ParametersCp(
            intermediate_solution=True, multiprocess=asked["workers"] > 1, nb_process=asked["workers"]
        ),
        time_limit=asked["time"],
        ortools_cpsat_solver_kwargs={"random_seed": asked["seed"]},
    )
    if len(found) == 0:
        return {"done": None, "bound": None, "status": str(solver.status_solver)}
    best = found.get_best_solution()
    done = [
        _done_staffed(statement, best, number) if statement["people"] else _done_plain(best, number)
        for number in range(len(statement["steps"]))
    ]
    return {"done": done, "bound": solver.get_current_best_internal_objective_bound(), "status": ""}


def _ways(statement: Said) -> tuple[dict[int, Any], dict[int, list[int]]]:
    """Modes, from 1, without resources; and successors. A release is a step of that length after the source."""
    steps = statement["steps"]
    ways: dict[int, Any] = {_SOURCE: {1: {"duration": 0}}, _SINK: {1: {"duration": 0}}}
    after: dict[int, list[int]] = {_SOURCE: [], _SINK: []}
    for number, step in enumerate(steps):
        ways[number] = {m: {"duration": mode["duration"]} for m, mode in enumerate(step["modes"], 1)}
        after[number] = [_SINK]
    for number, step in enumerate(steps):
        for before in step["after"]:
            after[before].append(number)
        if step["release"]:
            wait = len(steps) + number
            ways[wait], after[wait] = {1: {"duration": step["release"]}}, [number]
            after[_SOURCE].append(wait)
        after[_SOURCE].append(number)
    return ways, after


def _plain(statement: Said) -> CpSatRcpspSolver:
    ways, after = _ways(statement)
    for number, modes in ways.items():
        steps = statement["steps"]
        for m, mode in modes.items():
            demands = steps[number]["modes"][m - 1]["demands"] if 0 <= number < len(steps) else []
            for r in range(len(statement["resources"])):
                mode[f"r{r}"] = demands[r] if demands else 0
    resources = statement["resources"]
    problem = RcpspProblem(
        resources={f"r{r}": resource["capacity"] for r, resource in enumerate(resources)},
        non_renewable_resources=[f"r{r}" for r, resource in enumerate(resources) if not resource["renewable"]],
        mode_details=ways,
        successors=after,
        horizon=statement["horizon"],
        tasks_list=list(ways),
        source_task=_SOURCE,
        sink_task=_SINK,
    )
    return CpSatRcpspSolver(problem)


def _skill(seats: Said) -> str:
    """Name what those who are able have in common: it is a skill of its own."""
    return f"{seats['skill']}:{','.join(map(str, seats['able']))}"


def _staffed(statement: Said) -> CpSatMultiskillRcpspSolver:
    ways, after = _ways(statement)
    skills: dict[str, list[int]] = {}
    for number, step in enumerate(statement["steps"]):
        for seats in step["seats"]:
            skills[_skill(seats)] = seats["able"]
            ways[number][1][_skill(seats)] = seats["heads"]
    free = [True] * (statement["horizon"] + 1)
    employees = {
        person: Employee({name: SkillDetail(1, 1.0, 1.0) for name, able in skills.items() if person in able}, free)
        for person in range(len(statement["people"]))
    }
    problem = MultiskillRcpspProblem(
        skills_set=set(skills),
        resources_set=set(),
        non_renewable_resources=set(),
        resources_availability={},
        employees=employees,
        mode_details=ways,
        successors=after,
        horizon=statement["horizon"],
        tasks_list=list(ways),
        employees_list=list(employees),
        source_task=_SOURCE,
        sink_task=_SINK,
        only_one_skill_per_task=True,
    )
    return CpSatMultiskillRcpspSolver(problem)


def _done_plain(best: RcpspSolution, number: int) -> list[Any]:
    place = best.problem.index_task_non_dummy[number]
    return [best.rcpsp_schedule[number]["start_time"], best.rcpsp_modes[place] - 1, []]


def _done_staffed(statement: Said, best: MultiskillRcpspSolution, number: int) -> list[Any]:
    """Read who has which seat; it may send more people than there are seats, who stay away then."""
    people = []
    for seat, seats in enumerate(statement["steps"][number]["seats"]):
        sent = [p for p, used in best.employee_usage[number].items() if _skill(seats) in used]
        people += [[seat, person] for person in sorted(sent)[: seats["heads"]]]
    return [best.schedule[number]["start_time"], 0, people]


if __name__ == "__main__":
    main()
