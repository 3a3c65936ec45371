"""Files that are kept with their day and never changed: ``2026-01-05.json``, and ``2026-01-05-2.json`` for a second one of a day."""

from __future__ import annotations

import re
from datetime import date
from itertools import count
from pathlib import Path

from ipmplan.files.atomic import write_text

_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([0-9]+))?\.json")


def dated_files(place: Path) -> list[Path]:
    """Files of a folder that have such names, by day and number; none where there is no such folder.

    Examples
    --------
    >>> dated_files(Path("no-such-folder"))
    []
    """
    if not place.is_dir():
        return []
    found = [(match[1], int(match[2] or 1), path) for path in place.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, _, path in sorted(found)]


def keep_dated(place: Path, day: date, text: str, *, repeated: bool = True) -> Path:
    """Keep a text as the next file of its day.

    Parameters
    ----------
    place
        The folder; is made when it is not there.
    day, text
        What is kept, and for when.
    repeated
        Whether it is kept also when the last one of the day says the same; else that one is returned.

    Raises
    ------
    OSError
        When it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     [keep_dated(Path(name), date(2026, 1, 5), "{}", repeated=again).name for again in (True, True, False)]
    ['2026-01-05.json', '2026-01-05-2.json', '2026-01-05-2.json']
    """
    place.mkdir(exist_ok=True)
    last: Path | None = None
    for number in count(1):
        path = place / (f"{day}.json" if number == 1 else f"{day}-{number}.json")
        if path.exists():
            last = path
            continue
        if not repeated and last is not None and last.read_text(encoding="utf-8") == text:
            return last
        try:
            write_text(path, text, new=True)
        except FileExistsError:
            continue
        return path
    raise AssertionError("unreachable: there is always a next number")
