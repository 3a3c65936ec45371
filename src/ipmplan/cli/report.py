"""``ipmplan report``: pages of a plan that exists, for those who read them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from ipmplan.cli.frame import Invocation, chosen_folder, ensure_writable, folder_argument, home, json_option, print_json
from ipmplan.cli.source import read_both
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

PAGES = (".html", ".htm")


@click.command(short_help="Write a page of a plan: for the manager, a client, or the staff.")
@folder_argument
@click.option(
    "--for",
    "reader",
    type=click.Choice(["manager", "client", "staff"]),
    default="manager",
    show_default=True,
    help="Who reads it.",
)
@click.option("--project", metavar="ID", help="The client's project.")
@click.option("--person", "people", metavar="ID", multiple=True, help="Only this person's briefing; again for more.")
@click.option(
    "--plan", "plan_file", metavar="FILE", type=click.Path(), help="Plan to show [default: FOLDER/plan.json]."
)
@click.option("--out", metavar="PATH", type=click.Path(), help="The file (.html, .md, .pdf), or the staff's folder.")
@click.option("--lang", metavar="CODE", default="en", show_default=True, help="Language for clients and staff: en, de.")
@click.option("--odds", is_flag=True, help="Say the client how likely each day is, in per cent.")
@click.option("--message", metavar="TEXT", help="Your own words to the client [default: letter-ID.md, letter.md].")
@click.option("--contact", metavar="TEXT", help="How to reach you [default: the letter's line `Contact: ...`].")
@click.option("--template", metavar="FOLDER", type=click.Path(), help="Your own templates, phrases and logo.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True, help="Colours.")
@json_option
@click.pass_obj
def report(
    setting: Invocation,
    folder: str | None,
    reader: Literal["manager", "client", "staff"],
    project: str | None,
    people: tuple[str, ...],
    plan_file: str | None,
    out: str | None,
    lang: str,
    odds: bool,
    message: str | None,
    contact: str | None,
    template: str | None,
    theme: Literal["light", "dark"],
) -> None:
    """Write a page of a plan: one file that works offline.

    For the manager it is the whole plan; for a client one page of their project, in their words; for the staff a
    briefing and a calendar for each person. A client's page has no names, costs or days earlier than agreed.

    \b
    Example:
      ipmplan report studio --out studio/report.html
      ipmplan report studio --for client --project P0 --lang de --out p0.html
      ipmplan report studio --for staff --out monday
    """  # noqa: D301
    source = chosen_folder(setting, folder)
    own = Path(template) if template is not None else None
    if reader == "client":
        from ipmplan.cli.pages import write_client

        written = write_client(source, plan_file, out, project, lang, message, contact, own, odds=odds)
    elif reader == "staff":
        from ipmplan.cli.pages import write_staff

        written = write_staff(source, plan_file, out, people, lang, own)
    else:
        written = _whole(source, plan_file, out, theme)
    if setting.json:
        print_json(written)
        return
    files = written.get("files", [written.get("report")])
    for path in files if isinstance(files, list) else ():
        click.echo(f"wrote {path}", err=True)


def _whole(source: Path, plan_file: str | None, out: str | None, theme: Literal["light", "dark"]) -> dict[str, object]:
    """Write the manager's page."""
    target = Path(out) if out is not None else home(source) / "report.html"
    if target.suffix.casefold() not in PAGES:
        message = f"the manager's page is no {quoted(target.suffix or target.name)}, only {PAGES[0]}"
        raise InputError(Issue(message, str(target), "Maybe `--for client`, or print it from a browser?"))
    portfolio, schedule, path = read_both(source, plan_file)
    ensure_writable(target, "the report")
    from ipmplan.files.planfile import plan_before
    from ipmplan.reports.result import Plan

    Plan(schedule, portfolio, plan_before(path, home(source), written=True)).report(target, theme=theme)
    return {"plan": str(path), "report": str(target)}
