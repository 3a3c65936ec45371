"""Microsoft Project refuses elements that do not stand in the order of its schema."""

from xml.etree import ElementTree as ET

import pytest
from tests.interchange.test_mspdi_round_trip import studio  # noqa: F401 - a fixture

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio

# The elements that are written, in the order of mspdi_pj15.xsd.
ORDER = {
    "Project": "SaveVersion Name Title ScheduleFromStart StartDate FinishDate CurrencyDigits CurrencyCode CalendarUID "
    "DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek DaysPerMonth DurationFormat WorkFormat "
    "NewTasksEffortDriven StatusDate CurrentDate NewTasksAreManual ExtendedAttributes Calendars Tasks Resources Assignments",
    "Task": "UID ID Name Active Manual Type IsNull OutlineLevel Priority Start Finish Duration DurationFormat Work "
    "EffortDriven Milestone Summary FixedCost PercentComplete ActualStart ActualFinish ActualWork RemainingWork "
    "ConstraintType CalendarUID ConstraintDate Deadline PredecessorLink ExtendedAttribute Baseline",
    "Resource": "UID ID Name Type IsNull Group EmailAddress MaxUnits StandardRate StandardRateFormat CalendarUID "
    "ExtendedAttribute AvailabilityPeriods",
    "Assignment": "UID TaskUID ResourceUID ActualStart ActualWork Finish RemainingWork Start Units Work WorkContour "
    "ExtendedAttribute Baseline TimephasedData",
    "Calendar": "UID Name IsBaseCalendar BaseCalendarUID WeekDays Exceptions",
    "Exception": "EnteredByOccurrences TimePeriod Occurrences Name Type DayWorking WorkingTimes",
    "PredecessorLink": "PredecessorUID Type CrossProject LinkLag LagFormat",
    "TimephasedData": "Type UID Start Finish Unit Value",
}


@pytest.mark.parametrize("name", sorted(ORDER))
def test_elements_stand_in_the_order_of_the_schema(name: str, studio: tuple[Portfolio, Schedule, str]) -> None:  # noqa: F811
    root = ET.fromstring(studio[2])
    order = ORDER[name].split()
    found = [root] if name == "Project" else list(root.iter(f"{{http://schemas.microsoft.com/project}}{name}"))
    assert found
    for element in found:
        places = [order.index(child.tag.rpartition("}")[2]) for child in element]
        assert places == sorted(places)
