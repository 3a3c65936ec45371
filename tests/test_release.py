"""What a release says of itself: versions, citation, completion, workflows that run what everybody runs."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import ipmplan
from ipmplan.cli import main
from ipmplan.cli.version import kernel
from ipmplan.models.kernel.compiled import _folder

ROOT = Path(__file__).parents[1]


def test_the_version_names_solver_and_kernel() -> None:
    said = CliRunner().invoke(main, ["--version"]).output.splitlines()
    assert said[0] == f"ipmplan {ipmplan.__version__}"
    assert re.match(r"solver: CP-SAT of ortools \d+\.\d+", said[1])
    assert kernel() in said[2]
    assert _folder().name == f"kernel-{kernel()}"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert done.exit_code == 0
    assert "_IPMPLAN_COMPLETE" in done.output
    monkeypatch.setenv("COMP_WORDS", "ipmplan imp")
    monkeypatch.setenv("COMP_CWORD", "1")
    offered = CliRunner().invoke(main, [], prog_name="ipmplan", env={"_IPMPLAN_COMPLETE": "bash_complete"})
    assert "import" in offered.output


def test_the_citation_has_this_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"version: {ipmplan.__version__}\n" in text


def test_workflows_call_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = {
        name
        for path in (ROOT / ".github/workflows").glob("*.yml")
        for name in re.findall(r"run: make ([a-z]+)", path.read_text(encoding="utf-8"))
    }
    assert {"test", "browser", "fuzz", "kills", "smoke"} <= called <= targets


def test_the_source_distribution_has_what_the_tests_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"/src", "/tests", "/data", "/docs", "/robustness"} <= set(included)
