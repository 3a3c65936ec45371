"""Values of XML elements, each problem told with its place; a document is walked once and never held as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST_NUMBER = 30
MOST_ELEMENTS = 5_000_000
DEEPEST = 64
FIRST_YEAR, LAST_YEAR = 1900, 2199
# What stands for "no date" in files of Microsoft Project.
NO_YEARS = (1984, 2049)
_DURATION = re.compile(
    r"(-)?P(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]+)?"
)


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def walk(data: bytes, place: str, kinds: frozenset[str]) -> Iterator[tuple[str, Element]]:
    """Walk over a document and give each element of some kinds when it is complete; the root comes last.

    Parameters
    ----------
    data
        The file.
    place
        Its name, for messages.
    kinds
        Names of elements that are asked for; they do not lie within each other. Each is emptied after it was given.

    Raises
    ------
    InputError
        When it is no XML, declares entities, or is deeper or larger than any plan.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    depth = count = 0
    inside = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth, count = depth + 1, count + 1
                root = element if root is None else root
                inside += local(element) in kinds
                if depth > DEEPEST or count > MOST_ELEMENTS:
                    raise InputError(Issue("the XML is deeper or longer than that of a plan", place))
                continue
            depth -= 1
            if local(element) in kinds:
                inside -= 1
                if not inside:
                    yield local(element), element
                    element.clear()
    except DefusedXmlException as error:
        message = "the XML declares entities or a document type, which is not read"
        raise InputError(Issue(message, place, "Maybe export it again from the program that it comes from?")) from error
    except (ParseError, ValueError, LookupError) as error:
        hint = "Maybe save it as XML in Microsoft Project?"
        raise InputError(Issue(f"the file is not XML: {str(error)[:100]}", place, hint)) from error
    if root is None:
        raise InputError(Issue("the file is empty", place))
    yield local(root), root


class Values:
    """Reads the values below one element.

    Parameters
    ----------
    element
        The element.
    where
        What messages call it.
    issues
        Where problems are added.
    """

    def __init__(self, element: Element, where: str, issues: list[Issue]) -> None:
        self.where = where
        self._issues = issues
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(local(child), []).append(child)

    def all(self, name: str) -> list[Values]:
        """Elements of that name below this one."""
        return [Values(child, self.where, self._issues) for child in self._children.get(name, ())]

    def inner(self, group: str, name: str) -> list[Values]:
        """Elements of that name below the ones called `group`."""
        return [one for outer in self.all(group) for one in outer.all(name)]

    def text(self, name: str) -> str:
        """Text of the first element of that name, spaces taken together; empty when there is none."""
        found = self._children.get(name)
        return " ".join((found[0].text or "").split()) if found else ""

    def yes(self, name: str) -> bool:
        """Whether it is 1 or true."""
        return self.text(name).casefold() in {"1", "true"}

    def whole(self, name: str, otherwise: int = 0) -> int:
        """Read a whole number."""
        found = self.number(name)
        if found is None:
            return otherwise
        return int(found)

    def number(self, name: str) -> Decimal | None:
        """Read a number; None when there is none."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = Decimal(text) if len(text) <= LONGEST_NUMBER else None
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not -(10**15) < found < 10**15:
            self._wrong(name, text, "a number")
            return None
        return found

    def moment(self, name: str) -> datetime | None:
        """Read a moment; None when there is none."""
        text = self.text(name)
        if not text or text == "NA":
            return None
        found = _MOMENT.fullmatch(text)
        try:
            day = date.fromisoformat(found[1]) if found else None
            clock = time.fromisoformat(found[2]) if found and found[2] else time()
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self._wrong(name, text, "a date")
            return None
        return datetime.combine(day, clock.replace(second=0))

    def minute(self, name: str) -> int | None:
        """Read a time of day, in minutes from midnight."""
        text = self.text(name)
        try:
            found = time.fromisoformat(text)
        except ValueError:
            self._wrong(name, text, "a time of day")
            return None
        return found.hour * 60 + found.minute

    def hours(self, name: str) -> Fraction | None:
        """Read a duration such as ``PT8H30M0S`` in hours; None when there is none. Days in it have 24 hours."""
        text = self.text(name)
        if not text:
            return None
        found = _DURATION.fullmatch(text)
        if found is None:
            self._wrong(name, text, "a duration")
            return None
        years, months, days, hours, minutes = (int(one or 0) for one in found.groups()[1:6])
        whole = Fraction((years * 365 + months * 30 + days) * 24 + hours) + Fraction(minutes, 60)
        whole += Fraction(found[7] or 0) / 3600
        if whole > 10**6:
            self._wrong(name, text, "a duration of sensible size")
            return None
        return -whole if found[1] else whole

    def _wrong(self, name: str, text: str, what: str) -> None:
        self._issues.append(Issue(f"{name} {quoted(text)} is not {what}", self.where))
