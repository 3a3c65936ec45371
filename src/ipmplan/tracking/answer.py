"""Writing an answer into the decisions."""

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


def answer(place: Path, name: str, text: str, day: date | None = None, *, again: bool = False) -> tuple[str, ...]:
    """Write an answer, and the day on which it came, into the table of decisions.

    Parameters
    ----------
    place
        Folder or workbook of the portfolio.
    name
        The decision's id.
    text
        The answer.
    day
        When it came; today when not given.
    again
        Whether an answer that is there may be replaced.

    Returns
    -------
    tuple of str
        What was written and which tasks waited for it, in words.

    Raises
    ------
    InputError
        When there is no such decision, it is answered already, or the table cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder), start=date(2026, 1, 5))
    ...     answer(Path(folder), "D1", "German and English", date(2026, 1, 7))
    ('D1 was answered on 7 January 2026: German and English', 'WEB-texts may begin')
    """
    if not text.strip():
        raise InputError(Issue("the answer is empty", name, 'Maybe `ipmplan answer D2 "Yes, two lists"`?'))
    with locked(place.parent if place.is_file() else place):
        portfolio = readable(place)
        known = {one.id: one for one in portfolio.decisions}
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError(Issue(f"decision {quoted(name)} is not known", "decisions", hint))
        found = known[name]
        if found.answered_on is not None and not again:
            said = f": {found.answer}" if found.answer else ""
            message = f"decision {name} was answered on {on(found.answered_on)} already{said}"
            raise InputError(Issue(message, found.at, "Maybe add `--again` to replace that answer?"))
        when = day or date.today()
        edits = [SetValue("decisions", name, "answered_on", when), SetValue("decisions", name, "answer", text.strip())]
        write_edits(tables_place(place), portfolio, edits)
    words = [f"{name} was answered on {on(when)}: {text.strip()}"]
    if found.tasks:
        words.append(f"{', '.join(found.tasks)} may begin")
    return tuple(words)
