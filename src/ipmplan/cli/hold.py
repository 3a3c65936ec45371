"""``ipmplan hold`` and ``unhold``: somebody stays on a task, or it stays where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.source import PLAN, option_value, read_portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.calendar import Moment
    from ipmplan.core.edits import Edit
    from ipmplan.core.portfolio import Portfolio


@click.command(short_help="Keep somebody on a task, or a task where it is.")
@click.argument("task")
@click.option("--people", metavar="NAMES", help="Who stays on it: ana, or ana,ben.")
@click.option("--start", metavar="DATE", help="On which day it starts, or at which moment (2026-02-03T13:00).")
@click.option("--until", metavar="DATE", help="Last day on which that counts [default: until `unhold`].")
@click.option("--reason", metavar="TEXT", default="", help="Why, for whoever reads the table.")
@json_option
@click.pass_obj
def hold(setting: Invocation, task: str, people: str | None, start: str | None, until: str | None, reason: str) -> None:
    """Keep somebody on TASK, its start, or both: a row in holds.csv, which every plan keeps from then on.

    Without --people and --start, both are held as the last plan has them.

    \b
    Example:
      ipmplan -C studio hold WEB-design --people ana --until 2026-03-06 --reason "the client asked for her"
      ipmplan -C studio hold WEB-live --start 2026-03-09
    """  # noqa: D301
    from ipmplan.core.edits import HoldTask

    source = Path(setting.folder or ".")
    portfolio = read_portfolio(source, quiet=True)
    _ensure_known(portfolio, task)
    names = tuple(name.strip() for name in (people or "").replace("|", ",").split(",") if name.strip())
    begin = _day(start, "--start")
    if people is None and start is None:
        names, begin = _as_planned(source, task)
    _write(setting, source, portfolio, HoldTask(task, names, begin, _day(until, "--until"), reason))


@click.command(short_help="Let a task go that was held.")
@click.argument("task")
@json_option
@click.pass_obj
def unhold(setting: Invocation, task: str) -> None:
    """Take TASK out of holds.csv.

    \b
    Example:
      ipmplan -C studio unhold WEB-design
    """  # noqa: D301
    from ipmplan.core.edits import UnholdTask

    source = Path(setting.folder or ".")
    portfolio = read_portfolio(source, quiet=True)
    held = [row.task for row in portfolio.holds]
    if task not in held:
        hint = did_you_mean(task, held) or (f"Maybe one of {', '.join(held)}?" if held else "Nothing is held.")
        raise InputError(Issue(f"{quoted(task)} is not held", "holds", hint))
    _write(setting, source, portfolio, UnholdTask(task))


def _ensure_known(portfolio: Portfolio, task: str) -> None:
    if task not in portfolio.task:
        raise InputError(Issue(f"unknown task {quoted(task)}", "hold", did_you_mean(task, portfolio.task)))


def _as_planned(source: Path, task: str) -> tuple[tuple[str, ...], Moment]:
    """Who does a task and when it starts in the last plan."""
    from ipmplan.cli.source import find_plan
    from ipmplan.files.planfile import read_plan

    plan = read_plan(find_plan(source, None))
    row = next((row for row in plan.tasks if row.id == task), None)
    if row is None:
        hint = "Maybe say who or when: `--people`, `--start`."
        raise InputError(Issue(f"the plan does not have {quoted(task)}", PLAN, hint))
    people = [one.person for one in plan.assignments if one.task == task and one.kind == "planned"]
    return tuple(dict.fromkeys(people)), row.start


def _day(text: str | None, option: str) -> Moment | None:
    from ipmplan.files.dates import parse_moment

    return option_value(text, option, parse_moment)


def _write(setting: Invocation, source: Path, portfolio: Portfolio, edit: Edit) -> None:
    from ipmplan.files.edits import write_edits
    from ipmplan.validation import faults

    wrong = [issue for issue in faults(edit.apply(portfolio)) if issue.severity == "error"]
    if wrong:
        raise InputError(wrong)
    said = edit.words(portfolio)
    written = write_edits(source, portfolio, [edit])
    if setting.json:
        print_json({"said": said, "wrote": [str(path) for path in written]})
        return
    click.echo(said)
    for path in written:
        click.echo(f"wrote {path}", err=True)
    if (home(source) / PLAN).is_file():
        click.echo("Plan again to have it so.", err=True)
