"""``ipmplan quote`` and ``change``: when a new project could be done, and what a change request means."""

from __future__ import annotations

from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.interrupt import interruptible
from ipmplan.cli.scenarios import start_of, tell_done
from ipmplan.cli.searching import POSITIVE
from ipmplan.cli.source import read_portfolio

SECONDS, CHANGE_SECONDS = 3.0, 5.0


@click.command(short_help="Say when a new project could be done, with odds and price.")
@click.argument("brief", metavar="BRIEF")
@click.option("--like", metavar="ID", default="", help="Take the tasks of this project.")
@click.option("--scale", metavar="X", help="And multiply their hours [default: 1].")
@click.option("--margin", metavar="M", help="Part of the price that is to be left over: 0.25 or 25%.")
@click.option("--time-limit", type=POSITIVE, metavar="SECONDS", help="For each way that is tried [default: 3].")
@click.option("--work-limit", type=POSITIVE, metavar="N", help="Deterministic solver time instead.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help="Random seed.")
@click.option("--hold-until", metavar="DATE", help="Write it into the tables as tentative, held until that day.")
@json_option
@click.pass_obj
def quote(
    setting: Invocation,
    brief: str,
    like: str,
    scale: str | None,
    margin: str | None,
    time_limit: float | None,
    work_limit: float | None,
    seed: int,
    hold_until: str | None,
) -> None:
    """Find two or three ways to do BRIEF: a TOML file, a table of tasks, or the id of a tentative project.

    With --like it may be an id that is new.

    What was agreed and told stays. Milestones of others whose chance falls by more than two points are listed.

    \b
    Example:
      ipmplan -C studio quote brief.toml --margin 0.25
      ipmplan -C studio quote WALK --like DON --scale 0.7 --hold-until 2026-02-06
      ipmplan -C studio quote LIB
    """  # noqa: D301
    from ipmplan.cli.offered import answer_json, asked_of, base_of, hold, last_day
    from ipmplan.files.planfile import approved_plans
    from ipmplan.scenarios.quote import quote as find

    source = Path(setting.folder or ".")
    portfolio = read_portfolio(source, quiet=True)
    until = last_day(hold_until)
    asked = asked_of(brief, portfolio, like, scale, margin)
    base = base_of(source, portfolio, work_limit, seed)
    if time_limit is None and work_limit is None:
        time_limit = SECONDS
    with interruptible() as stop:
        found = find(
            portfolio,
            asked,
            base,
            approved=approved_plans(home(source)),
            time_limit=time_limit,
            work_limit=work_limit,
            seed=seed,
            on_done=tell_done,
            stop=stop,
        )
    written = hold(source, portfolio, found, until) if until is not None else ()
    if setting.json:
        print_json(answer_json(found) | {"wrote": [str(path) for path in written]})
        return
    from ipmplan.reports.terminal import show_text
    from ipmplan.reports.terminal.quote import quote_page

    show_text(quote_page(found))
    for path in written:
        click.echo(f"wrote {path}", err=True)


@click.command(short_help="Price a change request, or accept it.")
@click.argument("change", metavar="ID")
@click.option("--accept", is_flag=True, help="Write it as accepted, with its price, on the status date.")
@click.option("--margin", metavar="M", help="Part of the price that is to be left over; else hours at billing rates.")
@click.option("--time-limit", type=POSITIVE, metavar="SECONDS", help="For each plan [default: 5].")
@click.option("--work-limit", type=POSITIVE, metavar="N", help="Deterministic solver time instead.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help="Random seed.")
@json_option
@click.pass_obj
def change(
    setting: Invocation,
    change: str,
    accept: bool,
    margin: str | None,
    time_limit: float | None,
    work_limit: float | None,
    seed: int,
) -> None:
    """Say what the change ID of changes.csv takes: days, cost, price, who, and whose dates have to be agreed anew.

    \b
    Example:
      ipmplan -C studio change C2
      ipmplan -C studio change C2 --accept
    """  # noqa: D301
    from ipmplan.cli.offered import change_json, portion
    from ipmplan.files.edits import write_edits
    from ipmplan.scenarios.change import price_change

    source = Path(setting.folder or ".")
    portfolio = read_portfolio(source, quiet=True)
    if time_limit is None and work_limit is None:
        time_limit = CHANGE_SECONDS
    with interruptible() as stop:
        found = price_change(
            portfolio,
            change,
            start=start_of(source, portfolio),
            margin=portion(margin),
            time_limit=time_limit,
            work_limit=work_limit,
            seed=seed,
            stop=stop,
        )
    written = write_edits(source, portfolio, found.accepting) if accept else ()
    if setting.json:
        print_json(change_json(found) | {"wrote": [str(path) for path in written]})
        return
    from ipmplan.reports.terminal import show_text
    from ipmplan.reports.terminal.quote import change_page

    show_text(change_page(found))
    for path in written:
        click.echo(f"wrote {path}; plan again to have it so", err=True)
