"""``ipmplan diff``: what changed between two plans, and why."""

from __future__ import annotations

from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, json_option
from ipmplan.cli.source import comparing, ensure_same, find_plan, read_portfolio

SETTINGS = "portfolio.toml"


@click.command(short_help="What changed between two plans, with reasons.")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--for",
    "whom",
    type=click.Choice(["manager", "staff"]),
    default="manager",
    show_default=True,
    help="Who reads it: staff read that somebody is away, and not why.",
)
@click.option("--all", "every", is_flag=True, help="Every change instead of the first ten lines.")
@json_option
@click.pass_obj
def diff(setting: Invocation, old: str, new: str, whom: str, every: bool) -> None:
    """Say what changed from the plan OLD to the plan NEW: dates, people, hours and money, each with its reason.

    The tables are those of NEW's folder as of its day.

    \b
    Example:
      ipmplan diff studio/plan.json.bak studio/plan.json
      ipmplan diff studio/plans/2026-01-05.json studio/plan.json --for staff
    """  # noqa: D301
    from ipmplan.explaining.changes import diff as compare
    from ipmplan.files.planfile import read_plan
    from ipmplan.reports.differences import Differences

    source = Path(setting.folder) if setting.folder is not None else _folder(Path(new))
    before, path = (read_plan(find_plan(source, given)) for given in (old, new)), find_plan(source, new)
    first, second = before
    portfolio = read_portfolio(source, second.as_of, quiet=True)
    ensure_same(second, portfolio, path)
    known = comparing(portfolio, second, path, source)
    found = Differences(compare(first, second, known), known, manager=whom == "manager")
    if setting.json:
        click.echo(found.to_json())
        return
    for line in found.lines(None if every else 10):
        click.echo(line)


def _folder(plan: Path) -> Path:
    """The portfolio that a plan lies in, or beside."""
    for place in (plan.parent, plan.parent.parent):
        if (place / SETTINGS).is_file():
            return place
    return Path()
