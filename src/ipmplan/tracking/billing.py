"""What can be billed: milestones, hours, retainers, accepted changes and expenses that no invoice has yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Milestone, Project
from ipmplan.study.money import cents
from ipmplan.study.study import Study
from ipmplan.tracking.bill_rates import BillRates
from ipmplan.tracking.bills import BillLine, Kind, Ledger
from ipmplan.tracking.months import Month
from ipmplan.tracking.retainers import RetainerMonth, retainer_months

# What was worked on these was never ordered.
NEVER = ("lost", "tentative")


@dataclass(frozen=True, slots=True)
class Billing:
    """What can be billed.

    Parameters
    ----------
    lines
        By client and project.
    retainers
        Hours of every retainer by month, the running month included.
    notes
        What is left out, and why.
    unpriced
        Hours by project that would be billed, had who worked them a billing rate on that day.
    """

    lines: tuple[BillLine, ...]
    retainers: tuple[RetainerMonth, ...] = ()
    notes: tuple[str, ...] = ()
    unpriced: tuple[tuple[str, Fraction], ...] = ()

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum((line.amount for line in self.lines), Decimal(0))


def billing(study: Study, month: Month | None = None) -> Billing:
    """Find what was earned and not billed until the status date.

    Parameters
    ----------
    study
        Of the portfolio.
    month
        Only what was reached, worked or agreed in it; None = all.
    """
    return _Biller(study, month).bill()


class _Biller:
    def __init__(self, study: Study, month: Month | None) -> None:
        self._study, self._month = study, month
        self._portfolio = study.portfolio
        self._rates = BillRates(study.portfolio)
        self._ledger = Ledger(study.portfolio.invoices)
        self._notes: list[str] = []
        self._retainers: list[RetainerMonth] = []
        self._unpriced: dict[str, Fraction] = {}

    def bill(self) -> Billing:
        lines: list[BillLine] = []
        for project in self._portfolio.projects:
            if project.billing != "internal" and project.status not in NEVER:
                lines += self._project(project)
        lines.sort(key=lambda line: (line.client, line.project))
        return Billing(tuple(lines), tuple(self._retainers), tuple(self._notes), tuple(self._unpriced.items()))

    def _project(self, project: Project) -> Iterator[BillLine]:
        yield from self._milestones(project)
        if project.billing != "time":
            yield from self._changes(project)
        if project.billing == "retainer":
            yield from self._retainer(project)
        yield from self._hours(project)
        yield from self._expenses(project)

    def _line(
        self, project: Project, kind: Kind, what: str, ref: str, amount: Decimal, hours: Fraction | None = None
    ) -> BillLine:
        return BillLine(project.client or project.name or project.id, project.id, kind, what, hours, amount, ref)

    def _wanted(self, day: date) -> bool:
        return self._month is None or Month.of(day) == self._month

    def _milestones(self, project: Project) -> Iterator[BillLine]:
        for milestone in self._portfolio.milestones:
            if milestone.project != project.id or not milestone.payment or milestone.invoiced_on is not None:
                continue
            reached, ref = self._reached(project, milestone), f"milestone:{milestone.id}"
            if reached is None or self._ledger.has(ref) or not self._wanted(reached):
                continue
            what = f"{milestone.name or milestone.id}, reached on {reached}"
            yield self._line(project, "milestone", what, ref, cents(milestone.payment))

    def _reached(self, project: Project, milestone: Milestone) -> date | None:
        """Day on which a milestone was reached: its last task's, or, without tasks, its due day once that is over."""
        names = [name for name in self._portfolio.milestone_tasks[milestone.id] if self._counts(name)]
        if not names:
            due = milestone.due.date() if isinstance(milestone.due, datetime) else milestone.due
            return due if due is not None and due < self._portfolio.as_of_day else None
        days = []
        for name in names:
            rows = self._study.sheet.rows.get(name, ())
            written = [row for row in rows if row.remaining is not None]
            if written and written[-1].remaining == 0:
                days.append(written[-1].date)
            elif project.status == "done":
                days.append(rows[-1].date if rows else self._portfolio.as_of_day)
            else:
                return None
        return max(days)

    def _counts(self, name: str) -> bool:
        task = self._portfolio.task[name]
        accepted = {change.id for change in self._portfolio.changes if change.status == "accepted"}
        return not task.cancelled and (not task.change or task.change in accepted)

    def _changes(self, project: Project) -> Iterator[BillLine]:
        for change in self._portfolio.changes:
            if change.project != project.id or change.status != "accepted" or not change.price:
                continue
            day = change.decided_on or self._portfolio.as_of_day
            ref = f"change:{change.id}"
            if not self._ledger.has(ref) and self._wanted(day):
                what = f"Change {change.id}: {change.statement}" if change.statement else f"Change {change.id}"
                yield self._line(project, "change", what, ref, cents(change.price))

    def _hours(self, project: Project) -> Iterator[BillLine]:
        """Hours by month: all of a project by the hour, tasks of a retainer, of others those of billable bookings."""
        found: dict[Month, list[tuple[str, date, Fraction]]] = {}
        for person, day, hours in self._worked(project):
            found.setdefault(Month.of(day), []).append((person, day, hours))
        room = self._room(project) if project.billing == "time" else None
        free: dict[str, Fraction] = {}
        beyond = Decimal(0)
        for month, rows in sorted(found.items()):
            priced = [row for row in rows if self._rates.at(row[0], row[1]) is not None]
            for person, day, hours in rows if len(priced) < len(rows) else ():
                if self._rates.at(person, day) is None:
                    free[person] = free.get(person, Fraction(0)) + hours
            if self._month is not None and month != self._month:
                continue
            ref = f"hours:{project.id}:{month}"
            hours = sum((row[2] for row in priced), Fraction(0)) - self._ledger.hours(ref)
            worth = cents(sum((self._rates.worth(*row) for row in priced), Decimal(0))) - self._ledger.amount(ref)
            if hours < 0:
                self._note(f"{ref}: {_number(-hours)} h more were billed than are recorded")
            if hours <= 0 or worth <= 0:
                continue
            amount = min(worth, room) if room is not None else worth
            beyond += worth - amount
            room = room - amount if room is not None else None
            if amount:
                people = dict.fromkeys(self._name(person) for person, _, _ in priced)
                what = f"Hours in {month}: {', '.join(people)}"
                yield self._line(project, "hours", what, ref, amount, hours * Fraction(amount) / Fraction(worth))
        if free:
            self._unpriced[project.id] = sum(free.values(), Fraction(0))
        for person, hours in free.items():
            self._note(f"{project.id}: {_number(hours)} h of {person or 'nobody in particular'} have no billing rate")
        if beyond:
            self._note(f"{project.id}: hours worth {beyond:,} {self._portfolio.currency} are over the price")

    def _worked(self, project: Project) -> Iterator[tuple[str, date, Fraction]]:
        sheet = self._study.sheet
        if project.billing in ("time", "retainer"):
            for task in self._portfolio.tasks:
                if task.project == project.id:
                    for row in sheet.rows.get(task.id, ()):
                        if row.hours:
                            yield row.person, row.date, row.hours
        elif project.billing is None and project.price is None:
            self._unsaid(project)
        if project.billing == "retainer":
            return
        for booking in self._portfolio.bookings:
            if booking.project == project.id and booking.billable:
                owner = "" if booking.person == EVERYBODY else booking.person
                for row in sheet.rows.get(booking.id, ()):
                    if row.hours:
                        yield row.person or owner, row.date, row.hours

    def _unsaid(self, project: Project) -> None:
        """Say that hours are not billed since nobody said how the project is paid."""
        paid = any(row.payment for row in self._portfolio.milestones if row.project == project.id)
        rows = (self._study.sheet.rows.get(task.id, ()) for task in self._portfolio.tasks if task.project == project.id)
        hours = sum((row.hours for found in rows for row in found), Fraction(0))
        if hours and not paid and self._rates.any:
            self._note(f"{project.id}: {_number(hours)} h are not billed, as `billing` is empty; maybe it is `time`?")

    def _room(self, project: Project) -> Decimal | None:
        """Money that hours may still bring: the price, raised by accepted changes, less what was billed for hours."""
        if project.price is None:
            return None
        changes = (row for row in self._portfolio.changes if row.project == project.id and row.status == "accepted")
        price = project.price + sum((row.price or Decimal(0) for row in changes), Decimal(0))
        return max(price - self._ledger.for_hours(project.id), Decimal(0))

    def _retainer(self, project: Project) -> Iterator[BillLine]:
        for row in retainer_months(self._study, self._rates, project):
            if self._month is not None and row.month != self._month:
                continue
            self._retainers.append(row)
            ref = f"retainer:{project.id}:{row.month}"
            more = row.amount - self._ledger.amount(ref)
            if row.over and more > 0:
                used = f"{_number(row.used)} of {_number(row.agreed)} h used, {_number(row.left)} h left"
                if row.beyond:
                    used = (
                        f"{_number(row.used)} h used, {_number(row.beyond)} h beyond the agreed {_number(row.agreed)}"
                    )
                hours = row.used - self._ledger.hours(ref)
                what = f"Retainer {row.month}: {used}"
                yield self._line(project, "retainer", what, ref, more, hours if hours > 0 else None)

    def _expenses(self, project: Project) -> Iterator[BillLine]:
        found: dict[Month, Decimal] = {}
        works: Sequence[str] = [row.id for row in self._portfolio.tasks if row.project == project.id]
        works = [*works, *(row.id for row in self._portfolio.bookings if row.project == project.id)]
        for work in works:
            for row in self._study.sheet.rows.get(work, ()):
                if row.cost and self._wanted(row.date):
                    month = Month.of(row.date)
                    found[month] = found.get(month, Decimal(0)) + row.cost
        if project.billing not in ("time", "retainer"):
            total = sum(found.values(), Decimal(0))
            if total and project.billing == "fixed":
                money = f"{cents(total):,} {self._portfolio.currency}"
                self._note(f"{project.id}: expenses of {money} are part of the fixed price")
            return
        for month, amount in sorted(found.items()):
            ref = f"expenses:{project.id}:{month}"
            more = cents(amount) - self._ledger.amount(ref)
            if more > 0:
                yield self._line(project, "expenses", f"Expenses in {month}", ref, more)

    def _name(self, person: str) -> str:
        known = self._portfolio.person.get(person)
        return (known.name or person) if known is not None else person or "Nobody in particular"

    def _note(self, text: str) -> None:
        self._notes.append(text)


def _number(value: Fraction) -> str:
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")
