"""``ipmplan approve``: keeps a plan as the baseline."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.source import ensure_same, find_plan

if TYPE_CHECKING:
    from ipmplan.core.plan import Priced, Schedule, ToldDate
    from ipmplan.core.portfolio import Portfolio

SETTINGS = "portfolio.toml"


@click.command(short_help="Keep a plan in plans/ as the baseline.")
@click.argument("plan", required=False, metavar="[PLAN]", type=click.Path())
@click.option("--told", metavar="WHO", default="", help="Who was told, e.g. staff,client:P0.")
@click.option("--by", metavar="NAME", default=None, help="Who approves [default: your user name].")
@click.option(
    "--rebaseline", metavar="PROJECTS", default="", help="Measure these projects against this plan from now on."
)
@click.option("--reason", metavar="TEXT", default="", help="Why, for --rebaseline.")
@json_option
@click.pass_obj
def approve(setting: Invocation, plan: str | None, told: str, by: str | None, rebaseline: str, reason: str) -> None:
    """Keep a copy of a plan in the portfolio's plans/, with its date, by whom and what was told to whom.

    PLAN is FOLDER/plan.json when not given. Nothing that is already in plans/ is ever changed. A project's baseline is the
    first plan that was approved with it, and accepted changes, until --rebaseline. Hours and money of each task are kept
    as they are today. With --told client:P0 the days on that client's page are kept, too, so that the next page says what
    is different; a plan may be approved again when somebody was told later.

    \b
    Example:
      ipmplan -C studio approve --told staff,client:P0 --by Mia
      ipmplan -C studio approve --rebaseline P0 --reason "the client moved the opening"
    """  # noqa: D301
    from ipmplan.files.approve import approve as keep
    from ipmplan.files.planfile import newest_plan, read_plan
    from ipmplan.loading import read
    from ipmplan.study.prices import price_tasks
    from ipmplan.study.reading import Reading

    folder = home(Path(setting.folder or "."))
    if setting.folder is None and plan is not None and not (folder / SETTINGS).is_file():
        folder = _portfolio_of(Path(plan), folder)
    path = find_plan(folder, plan)
    schedule = read_plan(path)
    # Tables that have become wrong since do not keep anybody from approving what was planned.
    portfolio, _ = read(setting.folder or folder, as_of=schedule.as_of)
    priced: tuple[Priced, ...] = ()
    dates: tuple[ToldDate, ...] = ()
    if portfolio is not None:
        ensure_same(schedule, portfolio, path)
        before = portfolio.baseline.approved if portfolio.baseline is not None else None
        priced = price_tasks(Reading(schedule, portfolio), before)
        dates = _told_dates(folder, schedule, portfolio, told)
    newest = newest_plan(folder)
    approved = read_plan(newest) if newest is not None else None
    kept = keep(
        folder,
        path,
        by=by if by is not None else _user(),
        told=told,
        rebaseline=[name.strip() for name in rebaseline.split(",") if name.strip()],
        reason=reason,
        priced=priced,
        dates=dates,
    )
    if setting.json:
        print_json({"plan": str(path), "kept": str(kept)})
        return
    click.echo(f"kept {path} as {kept}", err=True)
    if approved is not None and portfolio is not None:
        from ipmplan.explaining.changes import diff
        from ipmplan.reports.differences import Differences

        for line in Differences(diff(approved, schedule, portfolio), portfolio).lines():
            click.echo(line)


def _told_dates(folder: Path, schedule: Schedule, portfolio: Portfolio, told: str) -> tuple[ToldDate, ...]:
    """Days on the pages of the clients who were told."""
    from ipmplan.files.approve import parse_told
    from ipmplan.reports.views.promised import told_dates
    from ipmplan.reports.views.sources import sources_beside

    clients = parse_told(told).clients
    return told_dates(sources_beside(folder, schedule, portfolio), clients) if clients else ()


def _portfolio_of(plan: Path, otherwise: Path) -> Path:
    """Return the folder that a plan lies in, when that is a portfolio."""
    return plan.parent if (plan.parent / SETTINGS).is_file() else otherwise


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
