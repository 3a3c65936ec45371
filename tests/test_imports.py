"""What loads when: the command line answers at once, and plans are judged without the solver."""

import subprocess
import sys

HEAVY = ("holidays", "icalendar", "jinja2", "networkx", "numpy", "openpyxl", "ortools", "pandas", "plotly")


def loaded(code: str) -> set[str]:
    """Names of the heavy libraries that `code` loads in a fresh interpreter."""
    probe = f"{code}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import ipmplan") == set()


def test_the_command_line_loads_nothing_heavy_before_it_works() -> None:
    assert loaded("import ipmplan.cli") == set()


def test_plans_are_judged_without_the_solver() -> None:
    code = """
from ipmplan.models.goals import goal, goal_names
from ipmplan.models.rules import all_rules
assert all_rules()
assert [goal(name) for name in goal_names()]
"""
    assert "ortools" not in loaded(code)


def test_a_portfolio_is_read_and_validated_without_the_solver() -> None:
    assert not loaded("import ipmplan\nipmplan.load('data/studio')") & {"ortools", "plotly", "pandas"}
