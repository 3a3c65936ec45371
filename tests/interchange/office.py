"""Files as Microsoft Project writes them, made of a few words."""

from __future__ import annotations

from ipmplan.files.formats.imported import Imported
from ipmplan.files.formats.mspdi.convert import Choices, read_mspdi

NAMESPACE = "http://schemas.microsoft.com/project"
DAYS = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
    + (
        "<WorkingTimes><WorkingTime><FromTime>09:00:00</FromTime><ToTime>13:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>14:00:00</FromTime><ToTime>18:00:00</ToTime></WorkingTime></WorkingTimes>"
        if 1 < day < 7
        else ""
    )
    + "</WeekDay>"
    for day in range(1, 8)
)
ANA = "<UID>1</UID><Name>Ana Ferreira</Name><Type>1</Type><MaxUnits>1</MaxUnits><StandardRate>70</StandardRate>"
BEN = "<UID>2</UID><Name>Ben</Name><Type>1</Type><MaxUnits>1</MaxUnits>"


def task(uid: int, name: str, hours: int = 8, more: str = "", level: int = 1) -> str:
    """A task; `more` is what else its element holds."""
    head = f"<UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel><Duration>PT{hours}H0M0S</Duration>"
    return f"<Task>{head}{more}</Task>"


def assigned(task_uid: int, resource: int, hours: int, units: str = "1", more: str = "") -> str:
    """An assignment."""
    head = f"<TaskUID>{task_uid}</TaskUID><ResourceUID>{resource}</ResourceUID><Units>{units}</Units>"
    return f"<Assignment>{head}<Work>PT{hours}H0M0S</Work>{more}</Assignment>"


def link(uid: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    """A link to a predecessor; the lag in tenths of a minute."""
    head = f"<PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
    return f"<PredecessorLink>{head}<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"


def office(
    tasks: str, resources: str = "", assignments: str = "", *, exceptions: str = "", calendars: str = "", head: str = ""
) -> bytes:
    """A whole file: its calendar 1 works Mon-Fri 9-13 and 14-18, its status date is 5 January 2026."""
    people = "".join(f"<Resource>{one}</Resource>" for one in resources.split("|") if one)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Project xmlns="{NAMESPACE}"><Title>Office</Title>'
        "<StartDate>2026-01-05T09:00:00</StartDate><StatusDate>2026-01-05T00:00:00</StatusDate>"
        f"<CurrencyCode>EUR</CurrencyCode><CalendarUID>1</CalendarUID>{head}<Calendars><Calendar><UID>1</UID>"
        f"<Name>Standard</Name><WeekDays>{DAYS}</WeekDays><Exceptions>{exceptions}</Exceptions></Calendar>{calendars}"
        f"</Calendars><Tasks>{tasks}</Tasks><Resources>{people}</Resources>"
        f"<Assignments>{assignments}</Assignments></Project>"
    ).encode()


def read(data: bytes, choices: Choices | None = None) -> Imported:
    """Read such a file."""
    return read_mspdi(data, "office.xml", choices)


def lost(found: Imported) -> list[str]:
    """What was not carried over, in words."""
    return [issue.message for issue in found.lost]
