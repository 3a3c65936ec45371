"""Without numba, or with its compiler off, the search is slower and finds the same."""

import os
import subprocess
import sys

import pytest
from tests.amount import deep
from tests.models.test_repeatable import small

from ipmplan.planner import plan

SLOW = "the search is not compiled and much slower"
PLANNED = """
from tests.models.kernel.test_uncompiled import planned
print(planned())
"""
MISSING = "import sys; sys.modules['numba'] = None\n"


def planned() -> str:
    made = plan(small(), work_limit=0.02, workers=1, seed=3, goals="deadline")
    again = plan(small(), work_limit=0.02, workers=1, seed=3, goals="deadline")
    assert made == again
    return repr(made)


def elsewhere(code: str, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    settings = {"PYTHONPATH": ":".join(["src", ".", *sys.path]), **more}
    call = [sys.executable, "-W", "error", *options, "-c", code]
    return subprocess.run(call, env=os.environ | settings, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("code", "disabled", "why"),
    [(PLANNED, "1", "NUMBA_DISABLE_JIT is set"), pytest.param(MISSING + PLANNED, "0", "numba cannot", marks=deep)],
)
def test_the_search_works_without_a_compiler(code: str, disabled: str, why: str) -> None:
    result = elsewhere(code, NUMBA_DISABLE_JIT=disabled)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == planned()
    assert result.stderr.count(SLOW) == 1
    assert why in result.stderr


@deep
def test_the_tests_of_the_kernel_pass_without_a_compiler() -> None:
    tests = "tests/models/local/test_compiled_search.py::test_the_same_seed_makes_the_same_steps"
    code = f"import sys, pytest; sys.exit(pytest.main(['-q', '-n', '0', '-p', 'no:cacheprovider', '{tests}']))"
    result = elsewhere(code, NUMBA_DISABLE_JIT="1")
    assert result.returncode == 0, result.stdout + result.stderr
