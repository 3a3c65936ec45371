"""``ipmplan staffing``: demand against supply, idle time, one more person, projects to win, leave."""

from __future__ import annotations

import click

from ipmplan.cli.frame import Invocation, chosen_folder, folder_argument, home, json_option
from ipmplan.cli.searching import search_options
from ipmplan.cli.source import read_both

SECONDS = 30.0


@click.command(short_help="Who is needed when, what one more person would bring, and whether leave fits.")
@folder_argument
@click.option(
    "--absent",
    "absences",
    multiple=True,
    metavar="WHO DAYS",
    help='Whether leave fits, "ana 2026-02-09..2026-02-13"; "ana ..2026-03-31" leaves after that day. May be repeated.',
)
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to look at [default: plan.json].")
@search_options("Time in all.", "Deterministic solver time for each search instead.", SECONDS)
@click.option("--quick", is_flag=True, help="Nothing is planned again: demand, queue and idle time only.")
@json_option
@click.pass_obj
def staffing(
    setting: Invocation,
    folder: str | None,
    absences: tuple[str, ...],
    plan_file: str | None,
    time_limit: float,
    work_limit: float | None,
    workers: int | None,
    seed: int,
    quick: bool,
) -> None:
    """Show demand against supply by skill and week, where work waits for people, who is idle and what could be pulled forward.

    What one more person of each skill would bring, and what winning a tentative project would do, is planned with. With
    --absent only that is: yes or no, the promises that break, and who would take over.

    \b
    Example:
      ipmplan staffing studio
      ipmplan staffing studio --absent "ana 2026-02-09..2026-02-13"
    """  # noqa: D301
    from ipmplan.explain import staffing as ask
    from ipmplan.files.planfile import plan_before
    from ipmplan.reports.answers.show import show
    from ipmplan.reports.result import Plan

    source = chosen_folder(setting, folder)
    portfolio, schedule, path = read_both(source, plan_file)
    answer = ask(
        Plan(schedule, portfolio, plan_before(path, home(source), written=True)),
        absent=absences,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        quick=quick,
        tell=lambda text: click.echo(f"... {text}", err=True),
    )
    if setting.json:
        click.echo(answer.to_json())
    else:
        show(answer.page)
