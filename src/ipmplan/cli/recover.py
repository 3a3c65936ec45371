"""``ipmplan recover``: ways to reach a date, and taking one."""

from __future__ import annotations

from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, json_option, print_json
from ipmplan.cli.searching import POSITIVE, search_options
from ipmplan.cli.source import read_both
from ipmplan.errors import InputError, Issue

SECONDS = 45.0


@click.command(short_help="Ways to reach a milestone by a date, priced; and taking one.")
@click.argument("target", metavar="[MILESTONE]", required=False)
@click.option("--by", metavar="DATE", help="The day by which it is wanted.")
@click.option("--apply", "number", type=click.IntRange(min=1), metavar="N", help="Write way N into the tables.")
@click.option("--undo", "back", is_flag=True, help="Take back what was applied.")
@click.option("--premium", type=float, metavar="P", help="Premium of overtime, 0.25 = a quarter dearer.")
@click.option("--hours-a-day", type=POSITIVE, default=10.0, show_default=True, help="Nobody works more on a day.")
@click.option("--sundays", is_flag=True, help="Sundays and holidays may be worked on.")
@click.option(
    "--freelancer",
    "freelancers",
    multiple=True,
    metavar="CARD",
    help='Somebody who could be called: "Kim; frontend:3, qa; 95". May be repeated.',
)
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to begin from [default: plan.json].")
@search_options("Time in all.", "Deterministic solver time for each way instead.", SECONDS)
@json_option
@click.pass_obj
def recover(
    setting: Invocation,
    target: str | None,
    by: str | None,
    number: int | None,
    back: bool,
    premium: float | None,
    hours_a_day: float,
    sundays: bool,
    freelancers: tuple[str, ...],
    plan_file: str | None,
    time_limit: float,
    work_limit: float | None,
    workers: int | None,
    seed: int,
) -> None:
    """Find ways to reach a milestone, a project or a task by a day: each is planned with and judged.

    Overtime, freelancers, people from other projects, hand-overs, more people on a task; with the client's yes also less
    work, or a later date of another client. The menu stays in recover.json; --apply N writes a way into the tables and its
    plan beside them, --undo takes that back.

    \b
    Example:
      ipmplan -C studio recover P0-beta --by 2026-03-06
      ipmplan -C studio recover --apply 2
      ipmplan -C studio recover --undo
    """  # noqa: D301
    source = Path(setting.folder or ".")
    if back or number is not None:
        _take(setting, source, number, back=back)
        return
    if target is None or by is None:
        raise click.UsageError("name a milestone and --by a day, or --apply N, or --undo")
    from ipmplan.explain import recover as ask
    from ipmplan.reports.answers.show import show
    from ipmplan.reports.result import Plan

    portfolio, schedule, _ = read_both(source, plan_file)
    answer = ask(
        Plan(schedule, portfolio),
        target,
        by=by,
        premium=premium,
        most_hours=hours_a_day,
        sundays=sundays,
        freelancers=freelancers,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        tell=lambda text: click.echo(f"... {text}", err=True),
    )
    kept = answer.save(source)
    if setting.json:
        click.echo(answer.to_json())
    else:
        show(answer.page)
    click.echo(f"wrote {kept}", err=True)


def _take(setting: Invocation, source: Path, number: int | None, *, back: bool) -> None:
    """Apply a way, or take it back."""
    from ipmplan.explaining.recover.kept import apply_way, undo

    if not source.exists():
        raise InputError(Issue("no such folder", str(source)))
    done = undo(source) if back or number is None else apply_way(source, number)
    if setting.json:
        print_json({"way": done.text, "files": [str(path) for path in done.files], "diff": done.diff, "undone": back})
        return
    click.echo(f"{'taken back' if back else 'applied'}: {done.text}")
    if done.diff:
        click.echo(done.diff, nl=False)
    click.echo(f"wrote {', '.join(str(path) for path in done.files)}", err=True)
