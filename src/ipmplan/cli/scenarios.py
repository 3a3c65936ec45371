"""``ipmplan scenarios``: what if, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.interrupt import interruptible
from ipmplan.cli.searching import POSITIVE
from ipmplan.cli.source import read_portfolio
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio
    from ipmplan.scenarios.jobs import PlanResult

FILE = "scenarios.toml"
SECONDS = 10.0


@click.command(short_help="What if: plan scenarios and compare them.")
@click.argument("file", required=False, metavar="[FILE]", type=click.Path())
@click.option("--time-limit", type=POSITIVE, metavar="SECONDS", help="For each plan [default: 10].")
@click.option("--work-limit", type=POSITIVE, metavar="N", help="Deterministic solver time for each plan instead.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help="Random seed.")
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Plans of the tables as they are.",
)
@click.option("--runs", type=click.IntRange(min=0), default=500, show_default=True, metavar="N", help="Runs for odds.")
@json_option
@click.pass_obj
def scenarios(
    setting: Invocation,
    file: str | None,
    time_limit: float | None,
    work_limit: float | None,
    seed: int,
    seeds: int,
    runs: int,
) -> None:
    """Plan each scenario of FILE (scenarios.toml beside the tables) and say what it changes.

    All begin from the plan that lies beside the tables, else one is made first. Every processor plans. What differs is told where
    that is more than chance: more than plans of the same tables differ by the seed, and odds by the luck of the draw.

    \b
    Example:
      ipmplan -C studio scenarios
      ipmplan -C studio scenarios hire-or-not.toml --time-limit 20
    """  # noqa: D301
    source = Path(setting.folder or ".")
    portfolio = read_portfolio(source, quiet=True)
    path = Path(file) if file is not None else home(source) / FILE
    if not path.is_file():
        hint = f"Maybe `{home(source) / path.name}`?" if (home(source) / path.name).is_file() else _EXAMPLE
        raise InputError(Issue("no such file of scenarios", str(path), hint))
    from ipmplan.files.scenariofile import read_scenarios
    from ipmplan.reports.comparison import ScenarioComparison
    from ipmplan.scenarios.compare import compare

    asked = read_scenarios(path, portfolio)
    if time_limit is None and work_limit is None:
        time_limit = SECONDS
    with interruptible() as stop:
        found = compare(
            portfolio,
            asked,
            start=start_of(source, portfolio),
            time_limit=time_limit,
            work_limit=work_limit,
            seed=seed,
            seeds=seeds,
            runs=runs,
            on_done=tell_done,
            stop=stop,
        )
    made = ScenarioComparison(found)
    if setting.json:
        rows = made.differences.reset_index()
        rows["from"], rows["to"] = rows["from"].astype(str), rows["to"].astype(str)
        plans = made.scenarios.reset_index().to_dict("records")
        print_json({"scenarios": plans, "differences": rows.to_dict("records"), "cancelled": list(found.cancelled)})
        return
    from ipmplan.reports.terminal import show_text

    show_text(made.__rich__())


_EXAMPLE = 'Maybe write one: `[[scenario]]`, `name = "no blog"`, `drop.tasks = ["P0-blog"]`?'


def start_of(source: Path, portfolio: Portfolio) -> Schedule | None:
    """The plan that lies beside the tables, when it is of the same day and of these tables; None when there is none."""
    from ipmplan.cli.source import ensure_same
    from ipmplan.files.planfile import beside, read_plan

    try:
        path = beside(source)
        plan = read_plan(path)
        ensure_same(plan, portfolio, path)
    except InputError:
        return None
    return plan


def tell_done(result: PlanResult, done: int, total: int) -> None:
    """Say which plan is there, on stderr."""
    what = "planned" if result.schedule is not None else "no plan"
    click.echo(f"{done} of {total}: {result.name}: {what} ({result.seconds:.0f} s)", err=True)
