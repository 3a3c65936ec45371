"""Writing that a client accepted what they asked for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ipmplan.core.edits import SetValue
from ipmplan.core.words import did_you_mean, on, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.edits import write_edits
from ipmplan.files.folder import tables_place
from ipmplan.files.together import locked
from ipmplan.tracking.record import readable


def accept(place: Path, name: str, day: date | None = None, *, again: bool = False) -> tuple[str, ...]:
    r"""Write the day on which a requirement was accepted.

    Parameters
    ----------
    place
        Folder or workbook of the portfolio.
    name
        The requirement's id.
    day
        When it was accepted; today when not given.
    again
        Whether a day that is there may be replaced.

    Returns
    -------
    tuple of str
        What was written, and what of it is to be looked at.

    Raises
    ------
    InputError
        When there is no such requirement, it is accepted already, or the table cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     for table, text in {
    ...         "portfolio.toml": 'name = "N"\nas_of = 2026-01-05',
    ...         "people.csv": "id\nana",
    ...         "projects.csv": "id\nP0",
    ...         "tasks.csv": "id,project,work\nT1,P0,8h",
    ...         "requirements.csv": "id,project,statement,tasks\nR1,P0,Calm and blue,T1",
    ...     }.items():
    ...         _ = (Path(folder) / table).write_text(text)
    ...     accept(Path(folder), "R1", date(2026, 1, 7))
    ('R1 was accepted on 7 January 2026: Calm and blue', 'T1 is not finished')
    """
    with locked(place.parent if place.is_file() else place):
        portfolio = readable(place)
        known = {one.id: one for one in portfolio.requirements}
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError(Issue(f"requirement {quoted(name)} is not known", "requirements", hint))
        found = known[name]
        if found.accepted_on is not None and not again:
            message = f"requirement {name} was accepted on {on(found.accepted_on)} already"
            raise InputError(Issue(message, found.at, "Maybe add `--again` to replace that day?"))
        when = day or date.today()
        write_edits(tables_place(place), portfolio, [SetValue("requirements", name, "accepted_on", when)])
    said = f": {found.statement}" if found.statement else ""
    lines = [f"{name} was accepted on {on(when)}{said}"]
    finished = {row.task for row in portfolio.progress if row.remaining == 0}
    unfinished = [task for task in found.tasks if task in portfolio.task and task not in finished]
    if unfinished:
        lines.append(f"{', '.join(unfinished)} {'is' if len(unfinished) == 1 else 'are'} not finished")
    if not found.tasks:
        lines.append("no task delivers it")
    return tuple(lines)
