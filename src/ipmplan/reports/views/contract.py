"""A contract's money as the client knows it: what was agreed, invoiced, and can be invoiced."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.reports.views.client import ClientChange, ClientMoney, RetainerHours
from ipmplan.reports.views.sources import Sources
from ipmplan.tracking.bills import BillLine, Ledger

MOST_MONTHS = 3


def contract_money(known: Sources, project: str) -> ClientMoney | None:
    """Price, invoices and what is due; hours where hours are paid. None where nothing was agreed."""
    portfolio = known.portfolio
    row = portfolio.project[project]
    stones = [one for one in portfolio.milestones if one.project == project and one.payment]
    if row.billing == "internal" or (row.billing is None and row.price is None and not stones):
        return None
    kind: Literal["fixed", "time", "retainer"] = "fixed"
    if row.billing in ("time", "retainer"):
        kind = row.billing
    ledger = Ledger(portfolio.invoices)
    bills = [one for one in portfolio.invoices if one.project == project and one.on <= portfolio.as_of_day]
    invoiced = sum((one.amount for one in bills), Decimal(0))
    for stone in stones:
        if stone.invoiced_on is not None and stone.payment and not ledger.has(f"milestone:{stone.id}"):
            invoiced += stone.payment
    lines = [line for line in known.track.billing.lines if line.project == project]
    changes = (one for one in portfolio.changes if one.project == project and one.status == "accepted")
    price = row.price
    if price is None and stones and kind == "fixed":
        price = sum((one.payment or Decimal(0) for one in stones), Decimal(0))
    if price is not None and kind != "retainer":
        price += sum((one.price or Decimal(0) for one in changes), Decimal(0))
    hours = Fraction(0)
    if kind == "time":
        hours = sum((one.hours or Fraction(0) for one in bills), Fraction(0))
        hours += _billed_hours(lines)
    months = tuple(
        RetainerHours(str(one.month), one.agreed, one.used)
        for one in known.track.billing.retainers
        if one.project == project
    )[-MOST_MONTHS:]
    payable: Decimal | None = sum((line.amount for line in lines), Decimal(0))
    if kind == "time" and (unpriced := unpriced_hours(known, project)):
        # What is due is not known, and an invoice by hand may hold some of these hours.
        hours, payable = max(hours, _billed_hours(lines) + unpriced), None
    return ClientMoney(kind, price, invoiced, payable, hours, months)


def unpriced_hours(known: Sources, project: str) -> Fraction:
    """Hours of a project that were worked by people without a billing rate."""
    return dict(known.track.billing.unpriced).get(project, Fraction(0))


def _billed_hours(lines: Iterable[BillLine]) -> Fraction:
    return sum((line.hours or Fraction(0) for line in lines), Fraction(0))


def contract_changes(known: Sources, project: str) -> tuple[ClientChange, ...]:
    """What they asked for since, in the order of the table; a price once it was quoted."""
    return tuple(
        ClientChange(
            one.statement or one.id,
            one.status,
            one.price if one.status in ("quoted", "accepted") else None,
            one.decided_on if one.status in ("accepted", "declined") else one.asked_on,
        )
        for one in known.portfolio.changes
        if one.project == project
    )
