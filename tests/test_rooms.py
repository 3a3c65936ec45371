"""Rooms stay small enough to be found one's way in, and the search asks goals, never for their names."""

import ast
from pathlib import Path
from statistics import median

import ipmplan
from ipmplan.core.goal_names import KNOWN_GOALS

SOURCE = Path(ipmplan.__file__).parent
MODELS = SOURCE / "models"
LINES = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCE.rglob("*.py")}


def test_files_are_small() -> None:
    assert [path for path, lines in LINES.items() if lines > 400] == []
    assert median(LINES.values()) < 110


def test_no_room_of_the_search_has_too_many_files() -> None:
    rooms = {path.parent for path in MODELS.rglob("*.py")} - {MODELS / "rules"}
    assert {room.name: len(list(room.glob("*.py"))) for room in rooms if len(list(room.glob("*.py"))) > 15} == {}


def compared(path: Path) -> set[str]:
    """Names of goals that a file compares something with."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Compare)]
    constants = (part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant))
    return {part.value for part in constants if isinstance(part.value, str)} & set(KNOWN_GOALS)


def test_the_search_does_not_know_goals_by_their_names() -> None:
    assert {path.name: found for path in MODELS.rglob("*.py") if (found := compared(path))} == {}
