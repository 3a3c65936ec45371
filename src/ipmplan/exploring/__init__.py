"""The explorer: a plan that one changes by hand in a notebook, and that is planned again behind every change.

`session` and `state` know nothing of widgets; `widgets` is a thin layer over them, and `gantt.js` draws what `chart` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.errors import InputError, Issue
from ipmplan.given import portfolio_of
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.exploring.panel import ExplorerPanel


def explore(
    portfolio: Portfolio | str | Path | Plan,
    *,
    plan: Plan | None = None,
    scenarios: Iterable[Scenario] = (),
    quick: float = 2.5,
    patient: float = 15.0,
    workers: int | None = None,
    seed: int = 0,
) -> ExplorerPanel:
    """Open a portfolio in Jupyter to change it by hand: drag a bar, ask it why, plan again, keep or write what came out.

    Parameters
    ----------
    portfolio
        What to explore, the folder or workbook to read it from, or a plan with its portfolio.
    plan
        The plan to begin from; by default the one that lies beside the tables, where it keeps the rules, else one is made.
    scenarios
        Those that can be switched on and off, beside each tentative project.
    quick
        Seconds of search for the answer to a change; a second comes on top for reading and judging.
    patient
        Seconds of search for a first plan, for planning again, and where a quick answer finds no plan.
    workers, seed
        As `plan` takes them.

    Returns
    -------
    ExplorerPanel
        Shows itself in JupyterLab and VS Code; its `session` can be driven from cells, too.

    Raises
    ------
    InputError
        When the portfolio cannot be read, or the extra ``jupyter`` is not installed.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> ipm.explore("data/studio")  # doctest: +SKIP
    >>> ipm.explore("no-such-folder")
    Traceback (most recent call last):
    ipmplan.errors.InputError: ...
    """
    _ensure_installed()
    from ipmplan.exploring.answering import ExplorerLimits
    from ipmplan.exploring.panel import ExplorerPanel
    from ipmplan.exploring.session import ExplorerSession, begin_from

    if isinstance(portfolio, Plan):
        plan = plan or portfolio
        portfolio = portfolio.portfolio
    known = portfolio_of(portfolio, "explore(portfolio)")
    limits = ExplorerLimits(quick, patient, None, workers, seed)
    return ExplorerPanel(ExplorerSession(known, plan or begin_from(known), scenarios=scenarios, limits=limits))


def _ensure_installed() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("ipywidgets", "anywidget") if find_spec(name) is None]
    if missing:
        message = f"the explorer is made of {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed"
        raise InputError(
            Issue(message, "explore", 'Maybe `pip install "ipmplan[jupyter]"`, then start the kernel again?')
        )
