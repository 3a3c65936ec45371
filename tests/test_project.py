"""What the project says about itself is true: README, version, commands, and no traces of one machine."""

import re
import shlex
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import ipmplan
from ipmplan.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def readme_calls() -> list[list[str]]:
    """Calls of the command line in README's shell blocks, without comments."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", README, flags=re.DOTALL)
    lines = [line.removeprefix("$ ").strip() for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if "ipmplan " in line and not line.startswith("#")]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 120
    assert "![" in README


def test_every_call_in_the_readme_names_a_command_and_options_that_exist() -> None:
    calls = readme_calls()
    assert calls
    for call in calls:
        words = call[next(i for i, word in enumerate(call) if word.endswith("ipmplan")) + 1 :]
        if words[:1] == ["-C"]:
            words = words[2:]
        if words[0].startswith("--"):
            continue
        assert words[0] in commands(), call
        known = {
            opt for parameter in commands()[words[0]].params for opt in (*parameter.opts, *parameter.secondary_opts)
        }
        used = {word.split("=")[0] for word in words[1:] if word.startswith("-")}
        assert used <= known | {"--help"}, call


def test_every_make_target_in_the_readme_exists() -> None:
    named = set(re.findall(r"`?make ([a-z]+)`?$", README, flags=re.MULTILINE)) | set(
        re.findall(r"`make ([a-z]+)", README)
    )
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    assert {"demo", "test"} <= named
    assert named <= targets


@pytest.mark.parametrize("name", sorted(commands()))
def test_help_of_every_command_shows_an_example(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert "ipmplan" in result.output.split("Usage:")[1].split("\n", 1)[1]


def test_the_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", changelog, flags=re.MULTILINE)
    assert newest is not None
    assert ipmplan.__version__ == PROJECT["version"] == newest.group(1) == version("ipmplan")


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git clone")
    pattern = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/\w")
    guilty = []
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".csv", ".yaml", ".yml", ".html", ".json", ""}:
            text = path.read_text(encoding="utf-8", errors="replace")
            guilty += [f"{name}: {hit.group(0)}" for hit in pattern.finditer(text)]
    assert not guilty


def test_the_python_in_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    block = re.search(r"```python\n(.*?)```", README, flags=re.DOTALL)
    assert block is not None
    names: dict[str, Any] = {}
    exec(block.group(1), names)
    plan, studio = names["plan"], names["studio"]
    assert len(plan.tasks) > 60
    assert {"assignments", "milestones", "projects", "people"} <= {
        name for name in dir(plan) if f"plan.{name}" in README
    }
    assert all(getattr(plan, name)().data for name in ("gantt", "workload", "budget"))
    assert not ipmplan.check(plan, studio)
