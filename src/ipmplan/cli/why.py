"""``ipmplan why``: why a task or a milestone is where it is, and what would bring it forward."""

from __future__ import annotations

from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, json_option
from ipmplan.cli.searching import search_options
from ipmplan.cli.source import read_both

SECONDS = 12.0


@click.command(short_help="Why a task or milestone is where it is, and what would bring it forward.")
@click.argument("target", metavar="TASK|MILESTONE")
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to explain [default: plan.json].")
@search_options(
    "Time for planning again with single changes, in all.",
    "Deterministic solver time for each change instead.",
    SECONDS,
)
@click.option("--quick", is_flag=True, help="Only the chain and its causes; nothing is planned again.")
@json_option
@click.pass_obj
def why(
    setting: Invocation,
    target: str,
    plan_file: str | None,
    time_limit: float,
    work_limit: float | None,
    workers: int | None,
    seed: int,
    quick: bool,
) -> None:
    """Say why a task, a milestone or a project of a plan is where it is: the chain back to the status date or a fact.

    Then single changes are planned with, no other milestone later than planned: who could do what instead, an answer today,
    somebody back from leave. Each is told with what it brings and costs.

    \b
    Example:
      ipmplan -C studio why P0-qa1
      ipmplan -C studio why P0-beta --quick
    """  # noqa: D301
    from ipmplan.explain import why as ask
    from ipmplan.reports.result import Plan

    portfolio, schedule, _ = read_both(Path(setting.folder or "."), plan_file)
    answer = ask(
        Plan(schedule, portfolio),
        target,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        quick=quick,
        tell=lambda text: click.echo(f"... {text}", err=True),
    )
    if setting.json:
        click.echo(answer.to_json())
        return
    from ipmplan.reports.answers.show import show

    show(answer.page)
