"""``ipmplan export``: a plan as another tool's file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, json_option, print_json, tell
from ipmplan.cli.source import read_both
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.portfolio import Portfolio


@click.command(short_help="Write a plan for another tool.")
@folder_argument
@click.option(
    "--to",
    "target",
    metavar="FILE",
    required=True,
    type=click.Path(),
    help="The file: .xml (Microsoft Project), .xlsx, .ics, .mmd (Mermaid), .md, .png, .svg.",
)
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="The plan [default: FOLDER/plan.json].")
@click.option("--as", "kind", metavar="TOOL", default="", help="The tool, where the suffix does not say it: jira.")
@click.option("--person", "people", metavar="ID", multiple=True, help="Only this person's work; again for more.")
@click.option("--with-cost", is_flag=True, help="Write rates, and money of projects.")
@json_option
@click.pass_obj
def export(
    setting: Invocation,
    folder: str | None,
    target: str,
    plan_file: str | None,
    kind: str,
    people: tuple[str, ...],
    with_cost: bool,
) -> None:
    """Write a plan for another tool, and list what its files have no place for.

    \b
    Example:
      ipmplan export studio --to studio.xlsx
      ipmplan export studio --to mira.ics --person mira
      ipmplan export studio --to issues.csv --as jira
    """  # noqa: D301
    from ipmplan.exporting import export as write
    from ipmplan.exporting import format_of
    from ipmplan.reports.result import Plan

    path = Path(target)
    format_of(path, kind)
    source = chosen_folder(setting, folder)
    portfolio, schedule, _ = read_both(source, plan_file)
    _ensure_known(portfolio, people)
    ensure_writable(path, "the file")
    lost = write(Plan(schedule, portfolio), path, kind=kind, with_cost=with_cost, people=people)
    if setting.json:
        print_json({"file": str(path), "lost": [asdict(issue) for issue in lost]})
    tell(lost)
    if not setting.json:
        click.echo(f"wrote {path}", err=True)


def _ensure_known(portfolio: Portfolio, people: tuple[str, ...]) -> None:
    """Raise for people that nobody knows."""
    from ipmplan.core.words import did_you_mean, quoted

    unknown = [name for name in people if name not in portfolio.person]
    if unknown:
        raise InputError(
            Issue(f"person {quoted(name)} is not known", "--person", did_you_mean(name, portfolio.person))
            for name in unknown
        )
