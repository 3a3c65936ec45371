"""``ipmplan check``: judges the tables, and with ``--plan`` a plan without the solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import (
    FAILED,
    WRONG,
    Invocation,
    chosen_folder,
    folder_argument,
    home,
    json_option,
    print_json,
    tell,
)
from ipmplan.cli.source import comparing, ensure_same, find_plan, tell_with_watched
from ipmplan.core.words import on
from ipmplan.errors import IMPOSSIBLE, InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.reports.answers.health import HealthAnswer

MOST_BREACHES = 200


@click.command(short_help="Judge the tables, and a plan without the solver.")
@folder_argument
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="Judge this plan, too.")
@click.option("--health", is_flag=True, help="Say what tends to go wrong later: DCMA's 14 points and more.")
@json_option
@click.pass_context
def check(ctx: click.Context, folder: str | None, plan_file: str | None, health: bool) -> None:
    """Judge the tables of a portfolio, as of their own date; with --plan a plan, too.

    A plan, also one edited by hand, is judged without the solver and as of the day for which it was made.
    Exit status 1 when no plan exists or the plan breaks a rule, 2 when the tables are wrong.

    --health looks at logic, dates, people and questions of the tables and of the plan beside them (or the one of --plan), against
    the baseline: each check with its rule, its source and its limit, the three worst first. It changes no exit status.

    \b
    Example:
      ipmplan check studio
      ipmplan check studio --plan studio/plan.json
      ipmplan check studio --plan studio/plans/2026-01-05.json
      ipmplan check studio --health
    """  # noqa: D301
    from ipmplan.files.planfile import read_plan
    from ipmplan.loading import read

    setting: Invocation = ctx.obj
    source = chosen_folder(setting, folder)
    path = find_plan(source, plan_file) if plan_file is not None else None
    schedule = read_plan(path) if path is not None else None
    portfolio, issues = read(source)
    tell_with_watched(issues, source)
    impossible = any(issue.rule == IMPOSSIBLE for issue in issues)
    breaches: list[Issue] = []
    if portfolio is not None and not setting.json:
        _print_verdict(str(source), issues, impossible=impossible)
    if portfolio is not None and schedule is not None and path is not None:
        breaches = _judged(source, portfolio, schedule, path, quiet=setting.json)
    answer = _health(portfolio, schedule, quiet=setting.json) if health and portfolio is not None else None
    if setting.json:
        document: dict[str, object] = {
            "issues": [asdict(issue) for issue in issues],
            "plan": str(path) if path is not None else None,
        }
        document["breaches"] = [asdict(breach) for breach in breaches]
        print_json(document if answer is None else {**document, "health": answer.to_dict()})
    if portfolio is None:
        ctx.exit(WRONG)
    if impossible or any(breach.severity == "error" for breach in breaches):
        ctx.exit(FAILED)


def _judged(source: Path, portfolio: Portfolio, schedule: Schedule, path: Path, *, quiet: bool) -> list[Issue]:
    """What a plan breaks, told; it is judged with the tables as of its own day."""
    from ipmplan.loading import read
    from ipmplan.planner import check as judge

    shown = str(path)
    if schedule.as_of != portfolio.as_of:
        then, issues = read(source, as_of=schedule.as_of)
        if then is None:
            raise InputError(issues)
        portfolio, shown = then, f"{path} (as of {on(schedule.as_of)}, for which it was made)"
    ensure_same(schedule, portfolio, path)
    breaches = list(judge(schedule, comparing(portfolio, schedule, path, home(source))))
    _print_breaches(breaches, shown, quiet=quiet)
    return breaches


def _health(portfolio: Portfolio, schedule: Schedule | None, *, quiet: bool) -> HealthAnswer:
    """Checks of health, told."""
    from ipmplan.explain import health
    from ipmplan.reports.answers.show import show

    answer = health(portfolio, schedule)
    if not quiet:
        click.echo()
        show(answer.page)
    return answer


def _print_verdict(source: str, issues: Sequence[Issue], *, impossible: bool) -> None:
    if impossible:
        click.echo(f"{source}: no plan exists for these tables; `ipmplan plan` tells what would help")
    else:
        click.echo(f"{source}: the tables are fine" + (f", {len(issues)} to look at" if issues else ""))


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
