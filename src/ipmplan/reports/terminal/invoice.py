"""What can be billed, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console, Group, RenderableType
from rich.text import Text

from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.terminal.tables import add, heading, table
from ipmplan.tracking.billing import Billing


def page(found: Billing, portfolio: Portfolio) -> Group:
    """The lines by client, with their sums, and the retainers."""
    day, currency = words.day(portfolio.as_of), portfolio.currency
    if not found.lines:
        title = f"{portfolio.name}: nothing to bill on {day}"
    else:
        title = f"{portfolio.name}: {found.total:,} {currency} can be billed on {day}"
    return Group(Text(title, style="bold"), *_clients(found, currency), *_retainers(found))


def show(found: Billing, portfolio: Portfolio) -> None:
    """Print it on stdout: in colour on a terminal, as plain text when piped."""
    from ipmplan.reports.terminal import as_text

    console = Console()
    if console.is_terminal:
        console.print(page(found, portfolio))
    else:
        sys.stdout.write(f"{as_text(page(found, portfolio), console.width)}\n")


def _clients(found: Billing, currency: str) -> Iterator[RenderableType]:
    for client in dict.fromkeys(line.client for line in found.lines):
        lines = [line for line in found.lines if line.client == client]
        total = sum((line.amount for line in lines), Decimal(0))
        yield from heading(f"{client}: {total:,} {currency}")
        made = table(
            "for", "project", "hours", "amount", numbers=("hours", "amount"), fixed=("project",), wraps=("for",)
        )
        for line in lines:
            hours = words.number(float(line.hours), 2) if line.hours is not None else ""
            add(made, line.what, line.project, hours, f"{line.amount:,}")
        yield made


def _retainers(found: Billing) -> Iterator[RenderableType]:
    if not found.retainers:
        return
    yield from heading("Retainers, hours by month")
    numbers = ("agreed", "used", "left", "beyond")
    made = table("project", "month", *numbers, "", numbers=numbers, fixed=("month", ""))
    for row in found.retainers:
        hours = [float(value) for value in (row.agreed, row.used, row.left, row.beyond)]
        add(made, row.project, str(row.month), *map(words.number, hours), "" if row.over else "goes on")
    yield made
