"""What may be different, said in Python: rows that are added, ids that go, values that are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ipmplan.building.cells import written
from ipmplan.building.row import Fact, TableRow, row_of
from ipmplan.core.edits import Edit
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.scenarioedits import PORTFOLIO, EditReader
from ipmplan.given import portfolio_of


def scenario(
    portfolio: Portfolio | str | Path,
    name: str,
    *,
    add: Iterable[TableRow | Fact] = (),
    drop: Iterable[str] = (),
    set: Mapping[str, object] | None = None,  # noqa: A002
) -> Scenario:
    """Say what may be different, as scenarios.toml and ``plan --set`` say it.

    Parameters
    ----------
    portfolio
        What is changed, or the folder or workbook to read it from: lengths in days and amounts are read as its tables are.
    name
        What the scenario is called.
    add
        New rows: `ipm.Person(...)`, `ipm.Task(...)` and so on.
    drop
        What goes, by table and id, such as ``tasks.P0-blog``: a task is cancelled, a person's last day is yesterday, a project
        is lost.
    set
        Values by table, id and column, such as ``{"milestones.P0-beta.due": "2026-03-20"}``, and settings, such as
        ``{"portfolio.goals.order": "cheap"}``.

    Raises
    ------
    InputError
        When something cannot be read; it carries every problem. Ids that are unknown are told when it is applied.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(ipm.Person("ana", skills="ux"), ipm.Task("T0", work="ux 1d"), as_of="2026-01-05")
    >>> hire = ipm.scenario(studio, "hire", add=[ipm.Person("kim", skills="ux:2")], set={"tasks.T0.due": "2026-01-09"})
    >>> hire.words(studio)
    ('kim joins with ux:2', 'T0 is due on 9 January 2026')
    """
    known = portfolio_of(portfolio, "scenario(portfolio, name)")
    issues: list[Issue] = []
    reader = EditReader(known, issues)
    edits: list[Edit] = []
    for where in drop:
        table, dot, row = where.partition(".")
        if dot and row:
            edits += reader.dropped(table, [row], "drop")
        else:
            issues.append(Issue(f"{quoted(where)} is no table and id", "drop", "Maybe `tasks.P0-blog`?"))
    for given in add:
        one = row_of(given)
        cells = {column: written(value, column).text for column, value in one.cells.items()}
        edits += reader.added(one.table, [cells], one.place)
    for where, value in (set or {}).items():
        table, _, rest = where.partition(".")
        row, _, column = rest.rpartition(".")
        if table == PORTFOLIO and rest:
            setting = list(value) if isinstance(value, tuple | list) else written(value).text
            edits += reader.settings({rest: setting}, f"set {where}")
        elif row and column:
            edits += reader.changed(table, row, {column: written(value, column).text}, f"set {where}")
        else:
            hint = 'Maybe `{"milestones.P0-beta.due": "2026-03-20"}`?'
            issues.append(Issue(f"{quoted(where)} is no table, id and column", "set", hint))
    if issues:
        raise InputError(issues)
    return Scenario(name, edits)


def read_scenarios(path: str | Path, portfolio: Portfolio | str | Path) -> tuple[Scenario, ...]:
    r"""Read a scenarios.toml.

    Parameters
    ----------
    path
        The file.
    portfolio
        What the scenarios change, or the folder or workbook to read it from.

    Raises
    ------
    InputError
        When it cannot be read, or names what is unknown, with the nearest name.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(ipm.Milestone("beta"), as_of="2026-01-05")
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "scenarios.toml")
    ...     _ = path.write_text('[[scenario]]\nname = "later"\nset."milestones.beta".due = 2026-03-20\n')
    ...     ipm.read_scenarios(path, studio)[0].words(studio)
    ('beta is due on 20 March 2026',)
    """
    from ipmplan.files.scenariofile import read_scenarios as read

    return read(Path(path), portfolio_of(portfolio, "read_scenarios(path, portfolio)"))


def print_scenarios(scenarios: Iterable[Scenario], portfolio: Portfolio | str | Path) -> str:
    """Write scenarios as the text of a scenarios.toml; what is read from it plans the same.

    Parameters
    ----------
    scenarios
        What to write.
    portfolio
        What they change, or the folder or workbook to read it from.

    Raises
    ------
    InputError
        When one names what is unknown, or does what text cannot say.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(ipm.Milestone("beta"), as_of="2026-01-05")
    >>> later = ipm.scenario(studio, "later", set={"milestones.beta.due": "2026-03-20"})
    >>> print(ipm.print_scenarios([later], studio))
    [[scenario]]
    name = "later"
    set."milestones.beta".due = 2026-03-20
    <BLANKLINE>
    """
    from ipmplan.files.scenariofile import print_scenarios as write

    return write(scenarios, portfolio_of(portfolio, "print_scenarios(scenarios, portfolio)"))
