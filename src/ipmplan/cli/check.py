"""``ipmplan check``: judges the tables, and a plan without the solver."""

from __future__ import annotations

from dataclasses import asdict

import click

from ipmplan.cli.frame import (
    FAILED,
    WRONG,
    Setting,
    chosen_folder,
    folder_argument,
    home,
    json_option,
    print_json,
    tell,
)
from ipmplan.cli.source import PLAN, ensure_same, find_plan
from ipmplan.errors import Issue

MOST_BREACHES = 200


@click.command(short_help="Judge the tables, and a plan without the solver.")
@folder_argument
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to judge [default: FOLDER/plan.json]."
)
@json_option
@click.pass_context
def check(ctx: click.Context, folder: str | None, plan_file: str | None) -> None:
    """Judge the tables of a portfolio and, when there is one, its plan.

    The plan, also one edited by hand, is judged without the solver: FOLDER/plan.json, else the one approved last.
    Exit status 1 when the plan breaks a rule, 2 when the tables are wrong.

    \b
    Example:
      ipmplan check studio
      ipmplan check studio --plan studio/plans/2026-01-05.json
    """  # noqa: D301
    from ipmplan.files.planfile import newest_plan, read_plan
    from ipmplan.loading import read

    setting: Setting = ctx.obj
    source = chosen_folder(setting, folder)
    there = plan_file is not None or (home(source) / PLAN).is_file() or newest_plan(home(source)) is not None
    path = find_plan(source, plan_file) if there else None
    schedule = read_plan(path) if path is not None else None
    portfolio, issues = read(source, as_of=schedule.as_of if schedule is not None else None)
    tell(issues)
    breaches: list[Issue] = []
    if portfolio is not None and schedule is not None and path is not None:
        ensure_same(schedule, portfolio, path)
        from ipmplan.planner import check as judge

        breaches = list(judge(schedule, portfolio))
        _print_breaches(breaches, str(path), quiet=setting.json)
    elif portfolio is not None and not setting.json:
        warnings = f", {len(issues)} to look at" if issues else ""
        click.echo(f"{source}: the tables are fine{warnings}; there is no plan to judge yet")
    if setting.json:
        document = {"issues": [asdict(issue) for issue in issues], "plan": str(path) if path is not None else None}
        print_json({**document, "breaches": [asdict(breach) for breach in breaches]})
    if portfolio is None:
        ctx.exit(WRONG)
    if any(breach.severity == "error" for breach in breaches):
        ctx.exit(FAILED)


def _print_breaches(breaches: list[Issue], plan: str, *, quiet: bool) -> None:
    errors = [breach for breach in breaches if breach.severity == "error"]
    others = [breach for breach in breaches if breach.severity != "error"]
    tell(others)
    if quiet:
        return
    if not errors:
        click.echo(f"{plan}: breaks no rule")
        return
    click.echo(f"{plan}: breaks {len(errors)} {'rule' if len(errors) == 1 else 'rules'}")
    for breach in errors[:MOST_BREACHES]:
        click.echo(f"  {': '.join(part for part in (breach.rule, breach.where, breach.message) if part)}")
        if breach.hint:
            click.echo(f"    {breach.hint}")
    if len(errors) > MOST_BREACHES:
        click.echo(f"  and {len(errors) - MOST_BREACHES:,} more; --json lists them all")
