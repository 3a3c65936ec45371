"""Notebooks are kept without what they printed, go on from one to the next, and run on names that exist."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import ipmplan as ipm

ROOM = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(ROOM.glob("*.ipynb"))
NAMES = ["01-first-plan", "02-after-a-sprint", "03-after-a-delay", "04-scenarios", "05-a-new-client-asks", "06-odds"]


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    document = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in document["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_the_morning_is_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == NAMES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_printed_is_kept(path: Path) -> None:
    for cell in cells(path, "code"):
        assert (cell["outputs"], cell["execution_count"], cell["metadata"]) == ([], None, {}), source(cell)
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_lead_somewhere_and_names_exist(path: Path) -> None:
    text = "\n".join(source(cell) for cell in cells(path, "markdown"))
    for link in re.findall(r"\]\(([^)#]+)", text):
        assert (ROOM / link).exists(), link
    tree = ast.parse("\n".join(source(cell) for cell in cells(path, "code")))
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "ipm"
    }
    assert used
    assert used <= set(ipm.__all__)


def test_each_leads_to_the_next() -> None:
    for here, there in pairwise(NOTEBOOKS):
        assert f"({there.name})" in source(cells(here, "markdown")[-1])
