"""``ipmplan answer``: what is asked and by when the answers are needed; writes an answer."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, json_option, print_json


@click.command(short_help="Answer a decision, or list those that are open.")
@click.argument("decision", required=False, metavar="[DECISION]")
@click.argument("text", required=False, metavar="[ANSWER]")
@click.option("--on", "day", metavar="D", help="Day on which it was answered [default: today].")
@click.option("--again", is_flag=True, help="Replace an answer that is there.")
@click.option("--resolve", is_flag=True, help="Plan again, to see what a week's delay does.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="SECONDS",
    show_default=True,
    help="Time to plan again, for each question.",
)
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="The plan that is looked at.")
@json_option
@click.pass_obj
def answer(
    setting: Invocation,
    decision: str | None,
    text: str | None,
    day: str | None,
    again: bool,
    resolve: bool,
    time_limit: float,
    plan_file: str | None,
) -> None:
    """Write the answer to a decision; without an answer, tell by when it is needed and what a week's delay does.

    \b
    Example:
      ipmplan -C studio answer
      ipmplan -C studio answer D2 --resolve
      ipmplan -C studio answer D2 "Two lists, no individual prices" --on 2026-01-09
    """  # noqa: D301
    place = Path(setting.folder or ".")
    if text is not None and decision is not None:
        from ipmplan.cli.source import as_day
        from ipmplan.tracking.answer import answer as write

        when = as_day(day, "--on")
        words = write(place, decision, text, when, again=again)
        if setting.json:
            print_json({"decision": decision, "words": words})
        for line in () if setting.json else words:
            click.echo(line)
        return
    _list(setting, place, decision, plan_file, time_limit if resolve else None)


def _list(setting: Invocation, place: Path, name: str | None, plan_file: str | None, seconds: float | None) -> None:
    from ipmplan.cli.source import read_both
    from ipmplan.reports.questions import question_words
    from ipmplan.reports.scene import scene
    from ipmplan.tracking.decisions import find, questions
    from ipmplan.tracking.resolve import resolve as plan_again

    portfolio, schedule, _ = read_both(place, plan_file)
    view = scene(schedule, portfolio)
    found = questions(view.reading, view.network)
    if name is not None:
        found = (find(found, name),)
    if seconds is not None:
        found = tuple(plan_again(one, schedule, portfolio, time_limit=seconds) for one in found)
    if setting.json:
        print_json({"questions": [{**asdict(one), "late_hours": one.late_hours} for one in found]})
        return
    if not found:
        click.echo("no question is open")
    for one in found:
        lines = question_words(view, one)
        click.echo(lines[0])
        for line in lines[1:]:
            click.echo(f"  {line}")
