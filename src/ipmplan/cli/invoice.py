"""``ipmplan invoice``: what can be billed, and writing down that it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import (
    Invocation,
    chosen_folder,
    ensure_writable,
    folder_argument,
    home,
    json_option,
    print_json,
    tell,
)
from ipmplan.cli.source import read_portfolio
from ipmplan.cli.track import parse_as_of
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.calendar import Moment
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.tracking.billing import Billing
    from ipmplan.tracking.months import Month


@click.command(short_help="What can be billed; --write keeps that it was.")
@folder_argument
@click.option("--month", metavar="YYYY-MM", help="Only what was reached, worked or agreed in that month.")
@click.option("--write", is_flag=True, help="Append the lines to invoices.csv, so that they are never billed again.")
@click.option("--to", metavar="FILE.xlsx", type=click.Path(), help="Also write the lines as a workbook.")
@click.option("--as-of", metavar="DATE", help="Status date, and the day of the invoice [default: the folder's].")
@json_option
@click.pass_obj
def invoice(
    setting: Invocation, folder: str | None, month: str | None, write: bool, to: str | None, as_of: str | None
) -> None:
    """List by client what can be billed: milestones reached, hours, retainers, accepted changes, expenses.

    \b
    Example:
      ipmplan invoice studio --month 2026-01
      ipmplan invoice studio --write --to january.xlsx
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    wanted, day = _month(month), parse_as_of(as_of)
    target = Path(to) if to is not None else None
    if target is not None:
        if target.suffix.casefold() != ".xlsx":
            message = "the bill is written as an .xlsx workbook"
            raise InputError(Issue(message, str(target), f"Maybe `{target.stem or 'bill'}.xlsx`?"))
        ensure_writable(target, "the bill")
    portfolio, found = _written(source, wanted, day) if write else _found(source, wanted, day)
    if target is not None:
        from ipmplan.reports.standing.workbook import write_bill

        write_bill(target, found, portfolio)
        click.echo(f"wrote {target}", err=True)
    if write and found.lines:
        click.echo(f"kept {len(found.lines)} lines in {home(source) / 'invoices.csv'}", err=True)
    if setting.json:
        from ipmplan.reports.standing.document import plain

        print_json({"currency": portfolio.currency, "total": str(found.total), "billing": plain(found)})
        return
    from ipmplan.reports.terminal.invoice import show

    show(found, portfolio)
    tell(Issue(note, severity="warning") for note in found.notes)


def _found(source: Path, month: Month | None, day: Moment | None) -> tuple[Portfolio, Billing]:
    from ipmplan.study.study import Study
    from ipmplan.tracking.billing import billing

    portfolio = read_portfolio(source, day, quiet=True)
    return portfolio, billing(Study.reaching(portfolio, portfolio.as_of_tick), month)


def _written(source: Path, month: Month | None, day: Moment | None) -> tuple[Portfolio, Billing]:
    """Find the lines and keep them, while nobody else changes the tables."""
    from ipmplan.core.edits import AddRow
    from ipmplan.core.records import Invoiced
    from ipmplan.files.edits import write_edits
    from ipmplan.files.together import locked

    if not source.exists():
        raise InputError(Issue("no such folder", str(source)))
    with locked(home(source)):
        portfolio, found = _found(source, month, day)
        on = portfolio.as_of_day
        rows = [Invoiced(on, row.client, row.project, row.what, row.hours, row.amount, row.ref) for row in found.lines]
        if rows:
            write_edits(source, portfolio, [AddRow("invoices", row) for row in rows])
    return portfolio, found


def _month(text: str | None) -> Month | None:
    from ipmplan.tracking.months import Month

    if text is None:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise InputError(
            Issue(f"`{text}` is no month", "--month", "Maybe you meant something like `2026-01`?")
        ) from None
