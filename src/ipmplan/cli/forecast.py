"""``ipmplan forecast``: dates and costs of a plan with their odds."""

from __future__ import annotations

import click

from ipmplan.cli.frame import Invocation, chosen_folder, folder_argument, home, json_option, print_json
from ipmplan.cli.source import as_of_moment, ensure_same, find_plan, read_portfolio


@click.command(short_help="Say when it will be done and what it will cost, with odds.")
@folder_argument
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Another plan, to try; its forecast is not kept."
)
@click.option("--runs", metavar="N", type=click.IntRange(1, 1_000_000), default=10_000, show_default=True, help="Runs.")
@click.option(
    "--seed", metavar="N", type=click.IntRange(0), default=0, show_default=True, help="Of the random numbers."
)
@click.option("--as-of", metavar="DATE", help="Status date, instead of the one in portfolio.toml.")
@click.option("--no-keep", is_flag=True, help="Do not keep the forecast in forecasts/.")
@json_option
@click.pass_obj
def forecast(
    setting: Invocation,
    folder: str | None,
    plan_file: str | None,
    runs: int,
    seed: int,
    as_of: str | None,
    no_keep: bool,
) -> None:
    """Run a plan through thousands of times, with hours, waits and answers as history has them.

    Says for each milestone and project the days that hold in five and in eight of ten cases, the chance of what was agreed, and
    what moves it most. Each forecast is kept in forecasts/, so that `ipmplan scorecard` can say how good they were.

    \b
    Example:
      ipmplan forecast studio
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    path = find_plan(source, plan_file)
    portfolio = read_portfolio(source, as_of_moment(as_of), quiet=True)
    from ipmplan.files.forecastfile import FORECAST
    from ipmplan.files.planfile import read_plan
    from ipmplan.reports.odds import forecast_of

    schedule = read_plan(path)
    ensure_same(schedule, portfolio, path)
    made = forecast_of(schedule, portfolio, runs, seed)
    kept = None if no_keep or plan_file is not None else made.keep(home(source))
    if setting.json:
        print_json(FORECAST.write(made.forecast) | {"kept": None if kept is None else str(kept)})
        return
    from ipmplan.reports.terminal import show_text

    show_text(made.__rich__())
    if kept is not None:
        click.echo(f"kept as {kept}", err=True)
