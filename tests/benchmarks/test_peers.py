"""Other solvers get the same problems, and their plans the same judge; what is not installed is told."""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from benchmarks.__main__ import main
from benchmarks.formats import read
from benchmarks.problems.network import Activity, Mode, Network, Resource
from benchmarks.problems.problem import Problem, moment
from benchmarks.solvers import discrete_optimization_peer, peers
from benchmarks.solvers.outcome import Outcome, none
from benchmarks.solvers.peers import PEERS, Peer, peer
from benchmarks.solvers.statement import Seats, state
from benchmarks.solvers.stopwatch import Stopwatch
from benchmarks.suite import Run
from tests.benchmarks import sequential_peer, tiny_instances

from ipmplan.errors import InputError

LEAST = {
    "tiny.sm": 9,
    "tiny.mm": 6,
    "tiny.rcp": 7,
    "tiny.rcmp": 5,
    "tiny.msrcp": 5,
    "tiny.dzn": 5,
    "tiny.def": 8,
}
PYTHON = discrete_optimization_peer.PYTHON
# What stands in for the other Python: it has the package, and does all steps one after the other.
OTHER = """#!{python}
import json, sys
if sys.argv[1] == "-c":
    sys.exit(0)
now, done = 0, []
for step in json.load(sys.stdin)["statement"]["steps"]:
    done.append([now, 0, []])
    now += step["modes"][0]["duration"]
json.dump({{"done": done, "bound": 4.0, "status": "", "seconds": 2.5}}, sys.stdout)
"""


def solve_too_large(_: Problem, __: Run) -> Outcome:
    return none(Stopwatch(), "too large for it", skipped=True)


def solve_and_crash(_: Problem, __: Run) -> Outcome:
    raise RuntimeError("it fell over")


def _search(folder: Path, capsys: pytest.CaptureFixture[str], *names: str) -> list[str]:
    tiny_instances.write(folder, "tiny.sm")
    (folder / "index.csv").write_text(
        "instance,family,n_tasks,bks_lb,bks_ub,source\ntiny.sm,psplib-J30,3,9,9,made up\n", encoding="utf-8"
    )
    asked = [word for name in names for word in ("--peer", name)]
    assert main(["search", str(folder), "--time", "2", "--workers", "1", *asked]) == 0
    return capsys.readouterr().out.strip().splitlines()


@pytest.mark.parametrize("name", tiny_instances.ALL)
def test_what_all_peers_are_told_is_the_problem(tmp_path: Path, name: str) -> None:
    problem = read(tiny_instances.write(tmp_path, name))
    outcome = sequential_peer.solve(problem, Run(tmp_path))
    assert outcome.schedule is not None
    judgement = problem.judge(outcome.schedule)
    assert judgement.breaches == ()
    assert judgement.makespan is not None
    assert LEAST[name] <= judgement.makespan <= state(problem).horizon


def test_levels_make_who_is_able_and_a_release_is_told(tmp_path: Path) -> None:
    staffing = state(read(tiny_instances.write(tmp_path, "tiny.def")))
    assert staffing.people == ("w1", "w2")
    assert [step.seats for step in staffing.steps] == [
        (Seats(1, (0, 1), "Q0"),),
        (Seats(1, (0,), "Q1"),),
        (Seats(1, (1,), "Q0"),),
    ]
    later = Network("later", (Resource(1),), (Activity((Mode(2, (1,)),), (1,), release=5), Activity((Mode(1, (1,)),))))
    told = state(later)
    assert (told.steps[0].release, told.steps[1].after, told.horizon) == (5, (0,), 8)


def test_peers_are_judged_and_counted_beside_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"in-turn": sequential_peer.solve, "large": solve_too_large, "crash": solve_and_crash}
    for name, solve in found.items():
        monkeypatch.setitem(sys.modules, f"made_up_{name}", SimpleNamespace(solve=solve))
    monkeypatch.setattr(peers, "PEERS", {name: Peer(f"made_up_{name}") for name in found})
    lines = _search(tmp_path, capsys, "in-turn", "large", "crash")
    assert "    large: skipped: too large for it" in lines
    assert "    crash: RuntimeError: it fell over" in lines
    assert any(line.startswith("tiny") and "in-turn" in line for line in lines)
    assert any(line.startswith("total, in-turn: 1 instances, gap 0.00 %") and "0 failed" in line for line in lines)
    assert any(line.startswith("total, large: 1 instances") and "0 failed, 1 skipped" in line for line in lines)
    assert any(line.startswith("total, crash: 1 instances") and "1 failed" in line for line in lines)
    assert any(line.startswith("ipmplan where large has a plan: 0 instances") for line in lines)
    assert not any(line.startswith("ipmplan where in-turn") for line in lines)


@pytest.mark.parametrize("name", [name for name, one in PEERS.items() if one.modules])
def test_a_package_that_is_missing_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PEERS", {name: replace(PEERS[name], modules=("not_installed_anywhere",))})
    with pytest.raises(InputError, match=f"`pip install {PEERS[name].packages}`"):
        peer(name)


def test_a_package_that_lacks_another_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PEERS", {"half": Peer("not_installed_anywhere", (), "half")})
    with pytest.raises(InputError, match="`half` cannot be imported: No module named"):
        peer("half")


def test_the_other_python_has_to_be_named_and_to_have_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PYTHON, raising=False)
    with pytest.raises(InputError, match=f"{PYTHON} is not set\nMaybe .*pip install discrete-optimization"):
        peer("discrete-optimization")
    monkeypatch.setenv(PYTHON, str(tmp_path / "none"))
    with pytest.raises(InputError, match="No such file"):
        peer("discrete-optimization")
    monkeypatch.setenv(PYTHON, sys.executable)
    with pytest.raises(InputError, match="which has no discrete-optimization"):
        peer("discrete-optimization")


def test_the_other_python_is_told_the_problem_and_its_answer_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(OTHER.format(python=sys.executable), encoding="utf-8")
    python.chmod(0o755)
    monkeypatch.setenv(PYTHON, str(python))
    problem = read(tiny_instances.write(tmp_path, "tiny.sm"))
    outcome = peer("discrete-optimization")(problem, Run(tmp_path))
    assert outcome.schedule is not None
    assert (outcome.bound, outcome.seconds) == (4, 2.5)
    assert problem.judge(outcome.schedule).makespan == 9
    assert [task.start for task in outcome.schedule.tasks] == [moment(0), moment(3), moment(7)]
    python.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('it has no heart')\n", encoding="utf-8")
    outcome = discrete_optimization_peer.solve(problem, Run(tmp_path))
    assert (outcome.schedule, outcome.trouble) == (None, "it has no heart")


@pytest.mark.parametrize("file", tiny_instances.ALL)
@pytest.mark.parametrize("name", PEERS)
def test_peers_that_are_installed_find_the_least(tmp_path: Path, name: str, file: str) -> None:
    missing = any(importlib.util.find_spec(module) is None for module in PEERS[name].modules)
    if missing or (name == "discrete-optimization" and PYTHON not in os.environ):
        pytest.skip(f"{name} is not installed")
    problem = read(tiny_instances.write(tmp_path, file))
    outcome = peer(name)(problem, Run(tmp_path, time=10, workers=1))
    if outcome.skipped:
        assert name == "pyjobshop"
        return
    assert outcome.schedule is not None, outcome.trouble
    judgement = problem.judge(outcome.schedule)
    assert judgement.breaches == ()
    assert judgement.makespan == LEAST[file] == outcome.bound
