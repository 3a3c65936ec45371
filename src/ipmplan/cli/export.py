"""``ipmplan export``: a plan as another tool's file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, json_option, print_json, tell
from ipmplan.cli.source import read_both


@click.command(short_help="Write a plan for another tool.")
@folder_argument
@click.option(
    "--to",
    "target",
    metavar="FILE",
    required=True,
    type=click.Path(),
    help="The file; its suffix says which tool: .xml (Microsoft Project).",
)
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="The plan [default: FOLDER/plan.json].")
@click.option("--as", "kind", metavar="TOOL", default="", help="The tool, where the suffix does not say it.")
@click.option("--with-cost", is_flag=True, help="Write rates, and money of projects.")
@json_option
@click.pass_obj
def export(
    setting: Invocation, folder: str | None, target: str, plan_file: str | None, kind: str, with_cost: bool
) -> None:
    """Write a plan for another tool, and list what its files have no place for.

    \b
    Example:
      ipmplan export studio --to studio.xml
    """  # noqa: D301
    from ipmplan.exporting import export as write
    from ipmplan.exporting import format_of
    from ipmplan.reports.result import Plan

    path = Path(target)
    format_of(path, kind)
    source = chosen_folder(setting, folder)
    portfolio, schedule, _ = read_both(source, plan_file)
    ensure_writable(path, "the file")
    lost = write(Plan(schedule, portfolio), path, kind=kind, with_cost=with_cost)
    if setting.json:
        print_json({"file": str(path), "lost": [asdict(issue) for issue in lost]})
    tell(lost)
    if not setting.json:
        click.echo(f"wrote {path}", err=True)
