"""One run of pytest inside a copy of the project, in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mutants.sandbox import PACKAGE, TARGETS, Sandbox

# Imported once, before the processes are made, so that each run of tests starts at once.
LIBRARIES = (
    "click.testing",
    "coverage",
    "holidays",
    "hypothesis",
    "networkx",
    "numba",
    "openpyxl",
    "ortools.sat.python.cp_model",
    "pandas",
    "plotly.graph_objects",
    "rich.console",
)
ALLOWANCE = 20.0
"""Seconds of computing that a test may take beyond ten times what it takes in good code."""


def fork(sandbox: Sandbox, run: Callable[[], object], answer: Path) -> int:
    """Start a process that works in the copy and writes what `run` returns as JSON; return its id."""
    answer.unlink(missing_ok=True)
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = 1
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        log = os.open(answer.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(sandbox.root)
        os.environ.update(sandbox.environment())
        sys.path[:0] = [str(sandbox.root), str(sandbox.root / "src")]
        answer.write_text(json.dumps(run()), encoding="utf-8")
        code = 0
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _pytest(targets: Sequence[str], plugin: object) -> int:
    from hypothesis import Phase, settings

    settings.register_profile(
        "mutants", database=None, derandomize=True, deadline=None, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutants")
    off = ["--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:pytest_cov", "-o", "addopts="]
    plain = ["--doctest-modules", "-q", "-x" if isinstance(plugin, Hunt) else "-q", "-m", "not browser"]
    return int(pytest.main([*off, *plain, *targets], plugins=[plugin]))


class TooSlow(Exception):
    """A test takes longer than any mutant gets."""


class Watch:
    """Pytest plugin: which lines of the package each test runs through, and how long it takes."""

    def __init__(self, share: int, shares: int, limit: float) -> None:
        from coverage import Coverage

        self._share, self._shares, self._limit = share, shares, limit
        self._tracer = Coverage(
            data_file=None,
            config_file=False,
            include=[f"{path}{'' if path.endswith('.py') else '/*'}" for path in TARGETS],
            context="import",
        )
        self.tests: dict[str, dict[str, Any]] = {}

    def run(self, targets: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Run the tests of these files and return, by test: seconds, whether it passed, and lines by file."""
        signal.signal(signal.SIGVTALRM, _too_slow)
        self._tracer.start()
        code = _pytest(targets, self)
        self._tracer.stop()
        if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}:
            raise RuntimeError(f"the tests do not run in good code: {pytest.ExitCode(code).name}")
        data = self._tracer.get_data()
        here = Path.cwd()
        for file in data.measured_files():
            name = str(Path(file).relative_to(here))
            for line, contexts in data.contexts_by_lineno(file).items():
                for context in contexts:
                    test = self.tests.get(context.removeprefix("import|"))
                    if test is not None:
                        test["lines"].setdefault(name, []).append(line)
        return self.tests

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = items[self._share :: self._shares]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.tests[item.nodeid] = {"seconds": 0.0, "passed": True, "lines": {}}
        _forget()
        self._tracer.switch_context(item.nodeid)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, self._limit)
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self.tests[item.nodeid]["seconds"] = time.process_time() - begun
            self._tracer.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.tests[report.nodeid]["passed"] = False


def _forget() -> None:
    """Empty what the package's functions remember: each test runs through their lines, not only the first that asks."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == PACKAGE:
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if clear is not None and callable(clear):
                    clear()


def _too_slow(*_: object) -> None:
    raise TooSlow


class Hunt:
    """Pytest plugin: run some tests, fastest first, until one fails or the time is used up."""

    def __init__(self, seconds: Mapping[str, float], limit: float) -> None:
        self._seconds, self._limit = seconds, limit
        self._killer = ""
        self._ran = 0
        self._complete = True

    def run(self, targets: Sequence[str]) -> dict[str, Any]:
        """Return who noticed the mistake (empty = nobody), how many tests ran, and whether that was all of them."""
        code = _pytest(targets, self)
        if not self._killer and code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            self._killer = "import"
        return {"killer": self._killer, "ran": self._ran, "complete": self._complete}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._seconds), key=lambda item: self._seconds[item.nodeid]
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        used = time.process_time()
        if used > self._limit:
            self._complete = False
            pytest.skip("the time for this mutant is used up")
        self._ran += 1
        # A test that never ends is ended by the system.
        allowed = int(used + 10 * self._seconds[item.nodeid] + ALLOWANCE) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self._killer:
            self._killer = report.nodeid
