"""``ipmplan accept``: what clients asked for and how far it is; writes that one was accepted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.source import read_portfolio


@click.command(short_help="Accept a requirement, or list how far all of them are.")
@click.argument("requirement", required=False, metavar="[REQUIREMENT]")
@click.option("--on", "day", metavar="D", help="Day on which it was accepted [default: today].")
@click.option("--again", is_flag=True, help="Replace a day that is there.")
@json_option
@click.pass_obj
def accept(setting: Invocation, requirement: str | None, day: str | None, again: bool) -> None:
    """Write that a client accepted what they asked for; without an id, list what waits, what is forgotten, and work that nobody asked for.

    \b
    Example:
      ipmplan -C studio accept
      ipmplan -C studio accept R7 --on 2026-02-20
    """  # noqa: D301
    place = Path(setting.folder or ".")
    if requirement is None:
        _list(setting, place)
        return
    from ipmplan.cli.source import as_day
    from ipmplan.tracking.accept import accept as write

    lines = write(place, requirement, as_day(day, "--on"), again=again)
    if setting.json:
        print_json({"requirement": requirement, "words": lines})
    for line in () if setting.json else lines:
        click.echo(line)


def _list(setting: Invocation, place: Path) -> None:
    from ipmplan.files.planfile import approved_plans
    from ipmplan.reports.asked import asked_words
    from ipmplan.tracking.requirements import unasked, wanted
    from ipmplan.tracking.track import track

    portfolio = read_portfolio(place, quiet=True)
    states = track(portfolio, None, approved_plans(home(place))).tasks
    rows, free = wanted(portfolio, states), unasked(portfolio, states)
    if setting.json:
        shares = [{**asdict(one), "share": one.share} for one in free]
        print_json({"requirements": [asdict(one) for one in rows], "unasked": shares})
        return
    for line in asked_words(portfolio, rows, free) or ("no requirement is written down",):
        click.echo(line)
