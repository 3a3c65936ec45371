"""``ipmplan plan``: the planning pass before a sprint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, home, json_option
from ipmplan.cli.interrupt import interruptible
from ipmplan.cli.progress import ProgressLine
from ipmplan.cli.searching import make_ready, search_options
from ipmplan.cli.source import PLAN, as_of_moment, read_portfolio
from ipmplan.core.words import did_you_mean
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio

SECONDS = 20.0
EXPLAIN_SECONDS = 60.0


@click.command(short_help="Plan: who does what and when, before a sprint.")
@folder_argument
@click.option("--out", metavar="FILE", type=click.Path(), help="Where to write the plan [default: FOLDER/plan.json].")
@click.option("--report", metavar="FILE", type=click.Path(), help="Also write the HTML report there.")
@search_options(
    "Time to search [default: 20, none with --work-limit].", "Deterministic solver time, for runs that must repeat."
)
@click.option("--goals", metavar="ORDER", help="deadline, calm, cheap, or goals in their order: lateness,cost.")
@click.option(
    "--with", "including", metavar="ID", multiple=True, help="Plan this tentative project, too; may be repeated."
)
@click.option("--with-tentative", is_flag=True, help="Plan all tentative projects, too.")
@click.option("--allow-over-budget", is_flag=True, help="Take every budget as soft.")
@click.option("--with-cost", is_flag=True, help="Write in the plan what each person's work costs.")
@click.option("--as-of", metavar="DATE", help="Status date, instead of the one in portfolio.toml.")
@click.option("--set", "sets", metavar="T.ID.COLUMN=VALUE", multiple=True, help="What if: another value in a table.")
@click.option("--absent", "absents", metavar='"WHO FROM..TO"', multiple=True, help="What if: somebody is away.")
@click.option(
    "--drop", "drops", metavar="TABLE.ID", multiple=True, help="What if: without a task, a person, a project ..."
)
@click.option(
    "--explain-goals", is_flag=True, help="Say what each goal costs the others; writes no plan [default: 60 s in all]."
)
@json_option
@click.pass_obj
def plan(
    setting: Invocation,
    folder: str | None,
    out: str | None,
    report: str | None,
    time_limit: float | None,
    work_limit: float | None,
    workers: int | None,
    seed: int,
    goals: str | None,
    including: tuple[str, ...],
    with_tentative: bool,
    allow_over_budget: bool,
    with_cost: bool,
    as_of: str | None,
    sets: tuple[str, ...],
    absents: tuple[str, ...],
    drops: tuple[str, ...],
    explain_goals: bool,
) -> None:
    """Plan the portfolio: who does what and when.

    The plan is written to FOLDER/plan.json; the last one is kept as plan.json.bak. Ctrl-C keeps the best plan so far.
    Exit status 1 when no plan exists: then what cannot hold together is told, and what would help.
    With --set, --absent or --drop the tables stay what they are, and the plan is written with --out only.

    \b
    Example:
      ipmplan plan studio --report studio/report.html
      ipmplan plan studio --goals calm --with P7 --time-limit 60
      ipmplan plan studio --set milestones.P0-beta.due=2026-03-20 --absent "ben 2026-01-19..2026-01-30" --drop tasks.P0-blog
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    portfolio = read_portfolio(source, as_of_moment(as_of))
    changes = sets or absents or drops
    if changes:
        portfolio = _what_if(portfolio, sets, absents, drops)
    if explain_goals:
        asked = {"goals": goals_given(goals), "including": _including(portfolio, including, with_tentative)}
        limits = {"time_limit": time_limit, "work_limit": work_limit, "workers": workers, "seed": seed}
        _explain(setting, portfolio, {**asked, **limits})
        return
    target = Path(out) if out is not None else None if changes else home(source) / PLAN
    if target is not None:
        ensure_writable(target, "the plan")
    if report is not None:
        ensure_writable(Path(report), "the report")
    chosen = _including(portfolio, including, with_tentative)
    if time_limit is None and work_limit is None:
        time_limit = SECONDS
    from ipmplan import planner

    make_ready()
    with interruptible() as stop, ProgressLine(time_limit, lambda line: click.echo(line, err=True)) as progress:
        schedule = planner.plan(
            portfolio,
            time_limit=time_limit,
            work_limit=work_limit,
            workers=workers,
            seed=seed,
            goals=goals_given(goals),
            including=chosen,
            allow_over_budget=allow_over_budget,
            on_event=progress,
            stop=stop,
        )
    page = Path(report) if report is not None else None
    _write(setting, schedule, portfolio, home(source), target, page, with_cost=with_cost)


def _what_if(portfolio: Portfolio, sets: Sequence[str], absents: Sequence[str], drops: Sequence[str]) -> Portfolio:
    """The portfolio as the call says it might be; what is different is told."""
    from ipmplan.core.scenario import Scenario
    from ipmplan.files.scenarioedits import edits_of_call
    from ipmplan.scenarios.ready import ready

    scenario = Scenario("what if", edits_of_call(portfolio, sets, absents, drops))
    changed = ready(scenario.apply(portfolio))
    for line in scenario.words(portfolio):
        click.echo(f"what if {line}", err=True)
    return changed


def _explain(setting: Invocation, portfolio: Portfolio, asked: Mapping[str, Any]) -> None:
    from ipmplan.explaining.orders import compare_orders
    from ipmplan.reports.orders import GoalPrices
    from ipmplan.reports.terminal import orders, show_text

    make_ready()
    if asked["time_limit"] is None and asked["work_limit"] is None:
        asked = {**asked, "time_limit": EXPLAIN_SECONDS}
    with interruptible() as stop:
        found = compare_orders(
            portfolio,
            **asked,
            on_plan=lambda name, number, count: click.echo(f"{number} of {count}: {name} ...", err=True),
            stop=stop,
        )
    if setting.json:
        import json

        prices = GoalPrices(found, portfolio.currency)
        rows = {plan.name: {"goals": list(plan.order), "values": dict(plan.values)} for plan in found.plans}
        click.echo(json.dumps({"orders": rows, "prices": prices.prices.to_dict("records")}, indent=2))
    else:
        show_text(orders.page(found, portfolio.currency))


def _write(
    setting: Invocation,
    schedule: Schedule,
    portfolio: Portfolio,
    source: Path,
    target: Path | None,
    report: Path | None,
    *,
    with_cost: bool,
) -> None:
    from ipmplan.files.planfile import plan_before, print_plan, write_plan

    before = plan_before(target or source / PLAN, source, written=False)
    if target is not None:
        write_plan(target, schedule, with_cost=with_cost)
    if setting.json:
        click.echo(print_plan(schedule, with_cost=with_cost), nl=False)
    else:
        from ipmplan.reports.terminal import show

        show(schedule, portfolio, before)
    kept = f"wrote {target}" if target is not None else "what if: nothing is written without --out"
    click.echo(kept, err=True)
    if report is not None:
        from ipmplan.reports.result import Plan

        Plan(schedule, portfolio, before).report(report)
        click.echo(f"wrote {report}", err=True)


def goals_given(text: str | None) -> str | Sequence[str] | None:
    """Return a named order as it is, and goals in their order as a list."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise click.BadParameter("name an order or goals, such as `calm` or `lateness,cost`", param_hint="--goals")
    return names[0] if len(names) == 1 and "," not in text else names


def _including(portfolio: Portfolio, given: Sequence[str], every: bool) -> tuple[str, ...]:
    issues = []
    for name in given:
        project = portfolio.project.get(name)
        if project is None:
            tentative = [project.id for project in portfolio.projects if project.status == "tentative"]
            near = did_you_mean(name, [*tentative, *portfolio.project])
            hint = near or (f"Maybe one of {', '.join(tentative)}?" if tentative else "")
            issues.append(Issue(f"there is no project `{name}`", "--with", hint))
        elif project.status not in {"tentative", "confirmed"}:
            hint = "Maybe change its status in the projects table?"
            issues.append(Issue(f"the project `{name}` is {project.status}, not tentative", "--with", hint))
    if issues:
        raise InputError(issues)
    wanted = set(given)
    tentative = [project.id for project in portfolio.projects if project.status == "tentative"]
    return tuple(name for name in tentative if every or name in wanted)
