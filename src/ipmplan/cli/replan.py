"""``ipmplan replan``: plans the rest and moves as little as it can."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, home, json_option
from ipmplan.cli.interrupt import interruptible
from ipmplan.cli.plan import goals_given
from ipmplan.cli.progress import ProgressLine
from ipmplan.cli.searching import make_ready, search_options
from ipmplan.cli.source import PLAN, as_of_moment, ensure_same, find_plan, read_portfolio
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.calendar import Moment
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.replanner import Replanned

SECONDS = 10.0


@click.command(short_help="Plan the rest, moving as little as it can, after a delay.")
@folder_argument
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="The plan to stay near [default: FOLDER/plan.json]."
)
@click.option("--as-of", metavar="DATE", help="Status date, instead of the one in portfolio.toml.")
@click.option("--freeze", metavar="UNTIL", help="What starts before stays: sprint, a length such as 2w, or a date.")
@click.option("--moves", type=click.IntRange(min=0), metavar="N", help="As many tasks may move if that is better.")
@click.option("--out", metavar="FILE", type=click.Path(), help="Where to write the plan [default: FOLDER/plan.json].")
@click.option("--report", metavar="FILE", type=click.Path(), help="Also write the HTML report there.")
@search_options(
    "Time to search [default: 10, none with --work-limit].", "Deterministic solver time, for runs that must repeat."
)
@click.option("--goals", metavar="ORDER", help="deadline, calm, cheap, or goals in their order: lateness,cost.")
@click.option("--with-cost", is_flag=True, help="Write in the plan what each person's work costs.")
@json_option
@click.pass_obj
def replan(
    setting: Invocation,
    folder: str | None,
    plan_file: str | None,
    as_of: str | None,
    freeze: str | None,
    moves: int | None,
    out: str | None,
    report: str | None,
    time_limit: float | None,
    work_limit: float | None,
    workers: int | None,
    seed: int,
    goals: str | None,
    with_cost: bool,
) -> None:
    """Plan what is left after a delay, and move as little of the last plan as the goals allow.

    What progress.csv records is fact. The new plan is written to FOLDER/plan.json; the last one is kept as plan.json.bak. What
    moved is shown, and what more moves would bring.

    \b
    Example:
      ipmplan replan studio --freeze sprint
      ipmplan replan studio --as-of 2026-02-02 --moves 11
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    portfolio = read_portfolio(source, as_of_moment(as_of))
    from ipmplan import replanner
    from ipmplan.files.planfile import read_plan

    path = find_plan(source, plan_file)
    before = read_plan(path)
    ensure_same(before, portfolio, path)
    target = Path(out) if out is not None else home(source) / PLAN
    ensure_writable(target, "the plan")
    if report is not None:
        ensure_writable(Path(report), "the report")
    until = _until(portfolio, freeze)
    if time_limit is None and work_limit is None:
        time_limit = SECONDS
    make_ready()
    with interruptible() as stop, ProgressLine(time_limit, lambda line: click.echo(line, err=True)) as progress:
        found = replanner.replan(
            portfolio,
            before,
            freeze=until,
            moves=moves,
            time_limit=time_limit,
            work_limit=work_limit,
            workers=workers,
            seed=seed,
            goals=goals_given(goals),
            on_event=progress,
            stop=stop,
        )
    page = Path(report) if report is not None else None
    _write(setting, found, path, target, page, with_cost=with_cost)


def _until(portfolio: Portfolio, text: str | None) -> Moment | None:
    from ipmplan.replanner import frozen_until

    if text is None:
        return None
    try:
        return frozen_until(portfolio, text)
    except InputError as error:
        hint = error.issues[0].hint or "Maybe `sprint`, `2w` or a date?"
        raise InputError(Issue(error.issues[0].message, "--freeze", hint)) from None


def _write(
    setting: Invocation, found: Replanned, path: Path, target: Path, report: Path | None, *, with_cost: bool
) -> None:
    from ipmplan.files.planfile import print_plan, write_plan

    assert found.schedule.compared is not None
    schedule = replace(found.schedule, compared=replace(found.schedule.compared, plan=_link(path, target)))
    write_plan(target, schedule, with_cost=with_cost)
    if setting.json:
        click.echo(print_plan(schedule, with_cost=with_cost), nl=False)
    else:
        from ipmplan.reports.replanned import sentences
        from ipmplan.reports.terminal import show

        show(schedule, found.portfolio, found.before)
        for line in sentences(found):
            click.echo(line)
    click.echo(f"wrote {target}", err=True)
    if report is not None:
        from ipmplan.reports.result import Plan

        Plan(schedule, found.portfolio, found.before).report(report)
        click.echo(f"wrote {report}", err=True)


def _link(path: Path, target: Path) -> str:
    """Where the plan that was compared with lies once the new one is written, seen from there."""
    if path.resolve() == target.resolve():
        return f"{target.name}.bak"
    try:
        return path.resolve().relative_to(target.resolve().parent).as_posix()
    except ValueError:
        return str(path)
