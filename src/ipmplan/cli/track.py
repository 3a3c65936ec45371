"""``ipmplan track``: where the work stands against what was approved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, chosen_folder, folder_argument, home, json_option, print_json
from ipmplan.cli.source import PLAN, ensure_same, read_portfolio

if TYPE_CHECKING:
    from ipmplan.core.calendar import Moment
    from ipmplan.tracking.track import Track


@click.command(short_help="Where the work stands against what was approved.")
@folder_argument
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Current plan [default: FOLDER/plan.json]."
)
@click.option("--as-of", metavar="DATE", help="Status date [default: the folder's].")
@json_option
@click.pass_obj
def track(setting: Invocation, folder: str | None, plan_file: str | None, as_of: str | None) -> None:
    """Compare progress with each project's baseline: what is late or over and why, who waits, what can be billed.

    Then milestones, budget, margin, hours, people, earned value and earned schedule.

    \b
    Example:
      ipmplan track studio
    """  # noqa: D301
    found = read_track(chosen_folder(setting, folder), plan_file, parse_as_of(as_of))
    if setting.json:
        from ipmplan.reports.standing.document import document

        print_json(document(found))
        return
    from ipmplan.reports.terminal.standing import show

    show(found)


def read_track(source: Path, plan_file: str | None, as_of: Moment | None) -> Track:
    """Read a folder, its approved plans and the current one, and say where the work stands.

    Raises
    ------
    InputError
        When anything cannot be read, or the plan is of another portfolio.
    """
    from ipmplan.cli.source import find_plan
    from ipmplan.files.forecastfile import latest_promises
    from ipmplan.files.planfile import approved_plans, read_plan
    from ipmplan.tracking.track import track as work_out

    portfolio = read_portfolio(source, as_of, quiet=True)
    folder = home(source)
    plan = None
    if plan_file is not None or (folder / PLAN).is_file():
        path = find_plan(source, plan_file)
        plan = read_plan(path)
        ensure_same(plan, portfolio, path)
    return work_out(portfolio, plan, approved_plans(folder), latest_promises(folder, portfolio.as_of_day))


def parse_as_of(text: str | None) -> Moment | None:
    """Read a status date.

    Raises
    ------
    InputError
        When it is none.
    """
    if text is None:
        return None
    from ipmplan.files.dates import parse_moment

    return parse_moment(text)
