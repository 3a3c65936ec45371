"""One word, one thing: the glossary is true, no class has another one's name, and docstrings say all or nothing."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from tests.models.pinned import constructed

import ipmplan
from ipmplan.instance.seats import Seats, seats_of
from ipmplan.loading import load
from ipmplan.models.kernel.arrays import Arrays, arrays
from ipmplan.models.kernel.disturb import Plans
from ipmplan.models.kernel.timelines import State, new_state
from ipmplan.models.kernel.worth import Aim
from ipmplan.models.local.compiled_search import CompiledSearch
from ipmplan.models.local.stage_arrays import aim_of
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.written import written
from ipmplan.network.build import plan_network
from ipmplan.network.calendars import Calendars
from ipmplan.network.data import PlanNetwork
from ipmplan.study.reading import Reading

SOURCE = Path(ipmplan.__file__).parent
ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs/glossary.md"
ROW = re.compile(r"^\| ([^|`]+?) \| (?:`([\w.]+)`)? ?\| (.+) \|$", re.MULTILINE)
ARRAY = re.compile(r"^(int64|int32|bool), ((?:\([^()]+\)(?:, | and |(?=\.)))+)")


@cache
def trees() -> dict[str, ast.Module]:
    """Every file of the package, by its place without suffix."""
    files = sorted(SOURCE.rglob("*.py"))
    return {str(f.relative_to(SOURCE).with_suffix("")): ast.parse(f.read_text(encoding="utf-8")) for f in files}


def documented() -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef, str]]:
    """Place, class or function, and docstring of all that have one."""
    for place, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and (text := ast.get_docstring(node)):
                yield place, node, text


def names() -> set[str]:
    """Names that the code gives to something: modules, classes, functions, fields and parameters."""
    found = {Path(place).name for place in trees()}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return found


def section(text: str) -> dict[str, str] | None:
    """Parameters of a docstring with what is said of them; None without such a section."""
    found = re.search(r"^Parameters\n-+\n(.*?)(?=\n\n\S[^\n]*\n-{3,}|\Z)", text, re.DOTALL | re.MULTILINE)
    if found is None:
        return None
    said: dict[str, str] = {}
    heads: list[str] = []
    for line in found[1].splitlines():
        if line and not line.startswith(" "):
            heads = [head.strip() for head in line.split(",")]
            said |= dict.fromkeys(heads, "")
        else:
            said |= {head: f"{said[head]} {line.strip()}".strip() for head in heads}
    return said


def parameters(node: ast.ClassDef | ast.FunctionDef) -> list[str]:
    """Parameters of a function, or of what makes an object."""
    if isinstance(node, ast.ClassDef):
        made = [row for row in node.body if isinstance(row, ast.FunctionDef) and row.name == "__init__"]
        if not made:
            fields = (row for row in node.body if isinstance(row, ast.AnnAssign) and isinstance(row.target, ast.Name))
            said = {ast.unparse(row.target): ast.unparse(row) for row in fields}
            return [name for name, row in said.items() if name[0] != "_" and not re.search("ClassVar|init=False", row)]
        node = made[0]
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
    return [row.arg for row in every if row is not None and row.arg not in {"self", "cls"} and row.arg[0] != "_"]


def test_glossary_has_each_word_once_and_calls_it_as_the_code_does() -> None:
    rows = ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    words = [word for word, _, _ in rows if word not in {"word", "---"}]
    assert len(words) > 60
    assert [word for word, times in Counter(map(str.casefold, words)).items() if times > 1] == []
    called = [name for _, name, _ in rows if name]
    assert [name for name, times in Counter(called).items() if times > 1] == []
    meant = {*called, *(name for _, _, text in rows for name in re.findall(r"`(\w+Column|\w+Model)`", text))}
    assert sorted(meant - names()) == []


@pytest.mark.parametrize("place", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_glossary_is_found(place: str) -> None:
    assert "glossary.md)" in (ROOT / place).read_text(encoding="utf-8")


def test_no_two_classes_have_one_name() -> None:
    found = Counter(node.name for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    # Each way of improving has its own numbers, described in its file.
    assert [name for name, times in found.items() if times > 1 and name[0] != "_"] == ["Parameters"]


def test_parameters_are_described_all_or_not_at_all() -> None:
    odd = {}
    for place, node, text in documented():
        said = section(text)
        if said is None:
            continue
        there = parameters(node)
        if set(said) != set(there):
            odd[f"{place}: {node.name}"] = sorted(set(said) ^ set(there))
    assert odd == {}


@pytest.mark.parametrize("room", ["rules", "goals"])
def test_rules_and_goals_have_their_formula(room: str) -> None:
    without = []
    for place, tree in trees().items():
        if place.startswith(f"models/{room}/") and not place.endswith("__init__"):
            first, _, rest = (ast.get_docstring(tree) or "").partition("\n\nFormula::\n\n")
            if "\n" in first or not rest.startswith("    "):
                without.append(place)
    assert without == []


@cache
def arrays_of_studio() -> tuple[object, ...]:
    """One object of each class that is made of arrays."""
    start = constructed(load(ROOT / "data/studio"))
    assert start is not None
    stage = Stage(start.instance, "lateness")
    aim = aim_of(stage)
    assert aim is not None
    instance = arrays(start.instance)
    plans = CompiledSearch(stage, aim, start, Random(1))._plans
    network = plan_network(Reading(written(start), start.instance.portfolio))
    return start, seats_of(start.instance), instance, new_state(instance), aim, plans, network, network.calendars


@pytest.mark.parametrize("kind", [Solution, Seats, Arrays, State, Aim, Plans, PlanNetwork, Calendars])
def test_arrays_say_type_and_shape(kind: type) -> None:
    (made,) = (made for made in arrays_of_studio() if type(made) is kind)
    said = section(next(text for _, node, text in documented() if node.name == kind.__name__))
    assert said is not None
    fields = {name: value for name in said if isinstance(value := getattr(made, name), np.ndarray)}
    assert fields
    for name, array in fields.items():
        found = ARRAY.match(said[name])
        assert found is not None, f"{name}: {said[name]}"
        shapes = re.findall(r"\(([^()]+)\)", found[2])
        together = [other for other in said if said[other] == said[name]]
        sizes = [size.strip() for size in shapes[together.index(name) % len(shapes)].split(",") if size.strip()]
        assert array.dtype == found[1], name
        assert array.ndim == len(sizes), name
        known = {k: int(size) for k, size in enumerate(sizes) if size.isdigit()}
        assert {k: array.shape[k] for k in known} == known, name
