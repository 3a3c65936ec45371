"""Forecasts as documents: each is kept in `forecasts/` with its day, and never changed again."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from ipmplan.core.forecast import CostOdds, DateOdds, Driver, Forecast, Odds, TaskOdds
from ipmplan.core.working_days import day_of
from ipmplan.errors import InputError, Issue
from ipmplan.files import kinds
from ipmplan.files.dated import dated_files, keep_dated
from ipmplan.files.documents import Document, Key
from ipmplan.files.tables import read_text

FORECASTS = "forecasts"
_PLAIN, _OMIT = Key(), Key(omit=True)

FORECAST = Document(
    "ipmplan-forecast/1",
    "forecast",
    {
        Forecast: {
            "portfolio": _PLAIN,
            "as_of": _PLAIN,
            "planned_as_of": _PLAIN,
            "currency": _OMIT,
            "runs": Key(read=kinds.index),
            "seed": _PLAIN,
            "learned_from": Key(read=kinds.index),
            "notes": _OMIT,
            "known": _PLAIN,
            "arrivals": _OMIT,
            "tasks": _PLAIN,
        },
        Odds: {"dates": _PLAIN, "costs": _PLAIN},
        DateOdds: {
            "id": _PLAIN,
            "kind": _PLAIN,
            "project": _PLAIN,
            "due": _OMIT,
            "agreed": _OMIT,
            "planned": _PLAIN,
            "p50": _PLAIN,
            "p80": _PLAIN,
            "p95": _PLAIN,
            "chance": _OMIT,
            "chance_agreed": _OMIT,
            "quantiles": _PLAIN,
            "drivers": _PLAIN,
        },
        CostOdds: {
            "id": _PLAIN,
            "budget": _OMIT,
            "planned": _PLAIN,
            "p50": _PLAIN,
            "p80": _PLAIN,
            "p95": _PLAIN,
            "chance": _OMIT,
            "quantiles": _PLAIN,
        },
        TaskOdds: {
            "id": _PLAIN,
            "spent": Key(read=kinds.amount),
            "planned": Key(read=kinds.amount),
            "criticality": _PLAIN,
            "cruciality": _PLAIN,
            "quantiles": _OMIT,
        },
        Driver: {"id": _PLAIN, "kind": _PLAIN, "criticality": _PLAIN, "cruciality": _PLAIN},
    },
)


def print_forecast(forecast: Forecast) -> str:
    """Write a forecast as JSON.

    Examples
    --------
    >>> from datetime import date
    >>> made = Forecast("Northlight", date(2026, 1, 5), date(2026, 1, 5), 1000, 0, 12)
    >>> print(print_forecast(made).splitlines()[1])
     "format": "ipmplan-forecast/1",
    """
    return FORECAST.print(forecast)


def keep_forecast(folder: Path, forecast: Forecast) -> Path:
    """Keep a forecast in the folder's `forecasts/`; nothing that is there is changed.

    Returns
    -------
    Path
        The new file, ``forecasts/2026-01-05.json``; a second one of a day is ``2026-01-05-2.json``. One that says the same as the
        last of its day is not kept again.

    Raises
    ------
    InputError
        When the place cannot be written.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> made = Forecast("Northlight", date(2026, 1, 5), date(2026, 1, 5), 1000, 0, 12)
    >>> with TemporaryDirectory() as name:
    ...     kept = [keep_forecast(Path(name), made).name for _ in range(2)]
    ...     kept, stored_forecasts(Path(name)) == (made,)
    (['2026-01-05.json', '2026-01-05.json'], True)
    """
    text, place = print_forecast(forecast), folder / FORECASTS
    try:
        return keep_dated(place, day_of(forecast.as_of), text, repeated=False)
    except OSError as error:
        raise InputError(Issue(f"the forecast cannot be kept: {error.strerror or error}", str(place))) from error


def stored_forecasts(folder: Path) -> tuple[Forecast, ...]:
    """Read all forecasts of a folder, oldest first.

    Raises
    ------
    InputError
        With every place of a file that is no forecast.

    Examples
    --------
    >>> stored_forecasts(Path("no-such-folder"))
    ()
    """
    return tuple(read_forecast(path) for path in dated_files(folder / FORECASTS))


def latest_promises(folder: Path, on: date) -> dict[str, tuple[datetime, datetime]]:
    """P50 and P80 of each date, by id, as the last forecast said that was kept by a day: what red, amber and green go by.

    Raises
    ------
    InputError
        With every place of a file that is no forecast.

    Examples
    --------
    >>> latest_promises(Path("no-such-folder"), date(2026, 1, 5))
    {}
    """
    known = [one for one in stored_forecasts(folder) if day_of(one.as_of) <= on]
    return known[-1].promises if known else {}


def read_forecast(path: Path) -> Forecast:
    """Read a forecast.

    Raises
    ------
    InputError
        With every place of the file that is no forecast.
    """
    place = f"{FORECASTS}/{path.name}"
    text = read_text(path, place)
    return FORECAST.read(Forecast, FORECAST.load(text, place), text, place)
