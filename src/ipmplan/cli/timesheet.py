"""``ipmplan progress``: adds what happened, asks everybody what remains, and takes their answers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import Invocation, home, json_option, print_json
from ipmplan.cli.source import option_value

if TYPE_CHECKING:
    from ipmplan.core.records import Progress
    from ipmplan.tracking.record import Recorded


@click.command("progress", short_help="Add hours, end a task, ask everybody what remains.")
@click.argument("task", required=False, metavar="[TASK]")
@click.option("--hours", metavar="H", help="Hours that were worked, e.g. 4 or 2.5.")
@click.option("--person", metavar="P", help="Who worked them [default: the only one at the task].")
@click.option("--remaining", metavar="R", help="Hours that the task's people still have to work.")
@click.option("--done", is_flag=True, help="The task or wait has ended.")
@click.option("--date", "--on", "day", metavar="D", help="Day of it [default: today].")
@click.option("--cost", metavar="M", help="Money without hours.")
@click.option("--note", default="", metavar="TEXT", help="A note.")
@click.option("--ref", default="", metavar="REF", help="A row with the same ref replaces the earlier one.")
@click.option("--ask", metavar="FILE", type=click.Path(), help="Write a workbook with a sheet for each person.")
@click.option("--from", "answers", metavar="FILE", type=click.Path(), help="Take what was filled in there.")
@click.option("--plan", "plan_file", metavar="FILE", type=click.Path(), help="The plan that --ask asks about.")
@json_option
@click.pass_obj
def progress(
    setting: Invocation,
    task: str | None,
    hours: str | None,
    person: str | None,
    remaining: str | None,
    done: bool,
    day: str | None,
    cost: str | None,
    note: str,
    ref: str,
    ask: str | None,
    answers: str | None,
    plan_file: str | None,
) -> None:
    """Add a row to progress.csv; nothing that was recorded is changed, and two at once lose none.

    Without anything it says what is odd about what was recorded, and what is to be confirmed.

    \b
    Example:
      ipmplan -C studio progress SHOP-beta-fe --hours 6 --person ana --remaining 10
      ipmplan -C studio progress SHOP-approval --done --on 2026-02-20
      ipmplan -C studio progress --ask sheet.xlsx
      ipmplan -C studio progress --from sheet.xlsx
    """  # noqa: D301
    said = {"--hours": hours, "--remaining": remaining, "--cost": cost, "--done": done or None}
    given = [name for name, value in said.items() if value is not None]
    if sum([task is not None, ask is not None, answers is not None]) > 1:
        raise click.UsageError("give one of TASK, --ask and --from")
    if task is None and given:
        raise click.UsageError(f"{given[0]} needs a task\nMaybe `ipmplan progress TASK {given[0]} ...`?")
    if done and remaining is not None:
        raise click.UsageError("--done says that nothing remains\nMaybe leave out --remaining?")
    place = Path(setting.folder or ".")
    when = option_value(day, "--date", _day)
    if ask is not None:
        _ask(setting, place, Path(ask), when, plan_file)
    elif answers is not None:
        from ipmplan.tracking.taken import take_answers

        _tell(setting, take_answers(place, Path(answers)))
    elif task is not None:
        from ipmplan.files.money import parse_money
        from ipmplan.tracking.record import record

        found = record(
            place,
            task,
            hours=_length(place, hours, "--hours"),
            person=person,
            day=when,
            remaining=_length(place, remaining, "--remaining"),
            cost=option_value(cost, "--cost", parse_money),
            note=note,
            ref=ref,
            done=done,
        )
        _tell(setting, found)
    else:
        _state(setting, place)


def _ask(setting: Invocation, place: Path, path: Path, day: date | None, plan_file: str | None) -> None:
    from ipmplan.cli.source import find_plan
    from ipmplan.files.planfile import read_plan
    from ipmplan.tracking.record import readable
    from ipmplan.tracking.sheets import ask

    schedule = read_plan(find_plan(place, plan_file))
    sheets = ask(schedule, readable(place), path, day)
    if setting.json:
        print_json(
            {"file": str(path), "sheets": {name: [asdict(one) for one in lines] for name, lines in sheets.items()}}
        )
        return
    lines = sum(len(own) for own in sheets.values())
    click.echo(f"wrote {path}: {len(sheets)} sheets, {lines} lines; read it back with `ipmplan progress --from {path}`")


def _state(setting: Invocation, place: Path) -> None:
    from ipmplan.cli.source import read_portfolio
    from ipmplan.validation.recorded import recorded

    portfolio = read_portfolio(place, quiet=True)
    found = recorded(portfolio)
    if setting.json:
        print_json({"issues": [asdict(issue) for issue in found]})
        return
    if not found:
        click.echo(f"{home(place)}: nothing is odd about what was recorded")
    for issue in found:
        click.echo(f"- {issue.where}: {issue.message}" if issue.where else f"- {issue.message}")
        if issue.hint:
            click.echo(f"  {issue.hint}")


def _length(place: Path, text: str | None, option: str) -> Fraction | None:
    """Hours of an option; days are those of the portfolio."""
    if text is None:
        return None
    from ipmplan.files.numbers import parse_length
    from ipmplan.tracking.record import readable

    a_day = readable(place).calendar.workweek.hours_a_day
    return option_value(text, option, lambda given: parse_length(given, a_day, bare=True))


def _tell(setting: Invocation, found: Recorded) -> None:
    if setting.json:
        path = str(found.path) if found.path is not None else None
        print_json({"file": path, "rows": [_row(row) for row in found.rows], "words": found.words})
        return
    for words in found.words:
        click.echo(words)
    if found.path is not None:
        rows = "1 row" if len(found.rows) == 1 else f"{len(found.rows)} rows"
        click.echo(f"added {rows} to {found.path}", err=True)


def _row(row: Progress) -> dict[str, object]:
    fields = asdict(row)
    return {key: float(value) if isinstance(value, Fraction) else value for key, value in fields.items() if key != "at"}


def _day(text: str) -> date:
    from ipmplan.files.dates import parse_day

    return date.today() if text == "today" else parse_day(text)
