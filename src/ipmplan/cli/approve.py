"""``ipmplan approve``: keeps a plan as the baseline."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.source import ensure_same, find_plan

SETTINGS = "portfolio.toml"


@click.command(short_help="Keep a plan in plans/ as the baseline.")
@click.argument("plan", required=False, metavar="[PLAN]", type=click.Path())
@click.option("--told", metavar="WHO", default="", help="Who was told, e.g. staff,client:P0.")
@click.option("--by", metavar="NAME", default=None, help="Who approves [default: your user name].")
@json_option
@click.pass_obj
def approve(setting: Invocation, plan: str | None, told: str, by: str | None) -> None:
    """Keep a copy of a plan in the portfolio's plans/, with its date, by whom and what was told to whom.

    PLAN is FOLDER/plan.json when not given. Nothing that is already in plans/ is ever changed.

    \b
    Example:
      ipmplan -C studio approve --told staff,client:P0 --by Mia
    """  # noqa: D301
    from ipmplan.files.approve import approve as keep
    from ipmplan.files.planfile import read_plan
    from ipmplan.loading import read

    folder = home(Path(setting.folder or "."))
    if setting.folder is None and plan is not None and not (folder / SETTINGS).is_file():
        folder = _portfolio_of(Path(plan), folder)
    path = find_plan(folder, plan)
    schedule = read_plan(path)
    # Tables that have become wrong since do not keep anybody from approving what was planned.
    portfolio, _ = read(setting.folder or folder, as_of=schedule.as_of)
    if portfolio is not None:
        ensure_same(schedule, portfolio, path)
    kept = keep(folder, path, by=by if by is not None else _user(), told=told)
    if setting.json:
        print_json({"plan": str(path), "kept": str(kept)})
        return
    click.echo(f"kept {path} as {kept}", err=True)


def _portfolio_of(plan: Path, otherwise: Path) -> Path:
    """Return the folder that a plan lies in, when that is a portfolio."""
    return plan.parent if (plan.parent / SETTINGS).is_file() else otherwise


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
