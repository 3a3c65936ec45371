"""``ipmplan report``: the HTML report of a plan that exists."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, home, json_option, print_json
from ipmplan.cli.source import read_both


@click.command(short_help="Write the report of a plan as one HTML file.")
@folder_argument
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to show [default: FOLDER/plan.json]."
)
@click.option("--out", metavar="FILE", type=click.Path(), help="Where to write it [default: FOLDER/report.html].")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True, help="Colours.")
@json_option
@click.pass_obj
def report(
    setting: Invocation, folder: str | None, plan_file: str | None, out: str | None, theme: Literal["light", "dark"]
) -> None:
    """Write the report of a plan: one HTML file that works offline.

    \b
    Example:
      ipmplan report studio --out studio/report.html
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    target = Path(out) if out is not None else home(source) / "report.html"
    portfolio, schedule, path = read_both(source, plan_file)
    ensure_writable(target, "the report")
    from ipmplan.files.planfile import plan_before
    from ipmplan.reports.html import write_report
    from ipmplan.reports.odds import forecast_of, scores_of

    before = plan_before(path, home(source), written=True)
    forecast = forecast_of(schedule, portfolio)
    card = scores_of(portfolio).card
    write_report(target, schedule, portfolio, theme=theme, before=before, forecast=forecast, card=card)
    if setting.json:
        print_json({"plan": str(path), "report": str(target)})
        return
    click.echo(f"wrote {target}", err=True)
