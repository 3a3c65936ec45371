"""``ipmplan scorecard``: how good the forecasts were."""

from __future__ import annotations

from dataclasses import asdict
from typing import Literal

import click

from ipmplan.cli.frame import Invocation, chosen_folder, folder_argument, json_option, print_json
from ipmplan.cli.source import as_of_moment, read_portfolio


@click.command(short_help="Say how good the forecasts were.")
@folder_argument
@click.option(
    "--by",
    type=click.Choice(["kind", "skill", "client", "size", "person"]),
    default="kind",
    show_default=True,
    help="How finished tasks are grouped; by person is for your eyes only.",
)
@click.option("--as-of", metavar="DATE", help="Status date, instead of the one in portfolio.toml.")
@json_option
@click.pass_obj
def scorecard(
    setting: Invocation,
    folder: str | None,
    by: Literal["kind", "skill", "client", "size", "person"],
    as_of: str | None,
) -> None:
    """Hold the forecasts in forecasts/ against what came out: coverage, how often P50, P80 and P95 held, how far they were off.

    Below it stands what estimates turned into, by kind of work, skill, client, size or person.

    \b
    Example:
      ipmplan scorecard studio --by client
    """  # noqa: D301
    portfolio = read_portfolio(chosen_folder(setting, folder), as_of_moment(as_of), quiet=True)
    from ipmplan.reports.odds import scores_of

    made = scores_of(portfolio, by)
    if setting.json:
        print_json(asdict(made.card))
        return
    from ipmplan.reports.terminal import show_text

    show_text(made.__rich__())
