"""``ipmplan import``: other tools' files become a folder of tables, or rows of one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from ipmplan.cli.frame import FAILED, Invocation, chosen_folder, json_option, print_json, tell, tell_in_short
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.files.formats.mspdi.convert import Choices, Projects
    from ipmplan.files.formats.mspdi.work import Unassigned

MAP = "map.toml"


@click.command("import", short_help="Make a folder of tables from another tool's file.")
@click.argument("source", metavar="SOURCE", type=click.Path())
@click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path())
@click.option(
    "--as",
    "kind",
    type=click.Choice(["progress", "history"]),
    help="Add time entries to progress, or finished work to history, of the portfolio in FOLDER.",
)
@click.option(
    "--guess",
    is_flag=True,
    help=f"Only write {MAP} into FOLDER: what the columns of a sheet seem to mean, to be edited.",
)
@click.option("--map", "column_map", metavar="FILE", type=click.Path(), help="What the columns of a sheet mean.")
@click.option("--as-of", metavar="DATE", help="Status date, instead of the one in the file.")
@click.option(
    "--projects",
    type=click.Choice(["file", "summaries"]),
    default="file",
    show_default=True,
    help="Microsoft Project: the file is one project, or each summary of the first level is.",
)
@click.option(
    "--unassigned",
    type=click.Choice(["wait", "anybody"]),
    default="wait",
    show_default=True,
    help="Microsoft Project: a task without people passes time, or is work for anybody.",
)
@click.option("--force", is_flag=True, help="Write into a folder that has files; tables of the same name are replaced.")
@json_option
@click.pass_obj
def import_(
    setting: Invocation,
    source: str,
    folder: str | None,
    kind: Literal["progress", "history"] | None,
    guess: bool,
    column_map: str | None,
    as_of: str | None,
    projects: Projects,
    unassigned: Unassigned,
    force: bool,
) -> None:
    """Make a folder of tables from another tool's file, and list what could not be carried over.

    SOURCE may be Microsoft Project's XML or .mpp, Jira's CSV export, or any CSV file or workbook with a row for each task. With
    --as progress it is a timesheet of Harvest, Toggl, Clockify or Tempo, and with --as history a file, or a folder of files, of
    finished projects: their rows are added to the portfolio that is in FOLDER.

    \b
    Example:
      ipmplan import office.xml office
      ipmplan import plan.xlsx office --guess
      ipmplan import harvest.csv office --as progress
    """  # noqa: D301
    if folder is None and setting.folder is None:
        raise click.UsageError("name the folder to write\nMaybe `ipmplan import office.xml office`?")
    place = chosen_folder(setting, folder)
    if kind is not None:
        _add(setting, Path(source), place, kind)
    elif guess:
        _guess(setting, Path(source), place)
    else:
        from ipmplan.files.dates import parse_moment
        from ipmplan.importing import Choices

        choices = Choices(projects, unassigned, parse_moment(as_of) if as_of is not None else None)
        _make(setting, Path(source), place, choices, Path(column_map) if column_map is not None else None, force=force)


def _make(
    setting: Invocation, source: Path, place: Path, choices: Choices, column_map: Path | None, *, force: bool
) -> None:
    """Write a folder of tables, and read it again."""
    from ipmplan.files.formats.columnmap import print_map
    from ipmplan.files.formats.sheet import mapped
    from ipmplan.files.written import ensure_empty, write_portfolio
    from ipmplan.importing import read_source
    from ipmplan.loading import read

    ensure_empty(place, force=force, besides=MAP)
    made = read_source(source, choices, column_map)
    found = made.imported
    more = {MAP: print_map(made.columns, source.name)} if made.columns is not None and column_map is None else {}
    written = write_portfolio(
        place, found.portfolio, baseline=found.baseline, beside=found.beside, more=more, force=True
    )
    if setting.json:
        files = [str(path) for path in written]
        print_json({"folder": str(place), "files": files, "lost": [asdict(issue) for issue in found.lost]})
    if made.columns is not None and column_map is None:
        click.echo(f"note: {mapped(made.columns.columns)}", err=True)
        click.echo(f"  Maybe edit {place / MAP} and import again with `--map {place / MAP} --force`?", err=True)
    tell(found.lost)
    portfolio, issues = read(place)
    (tell_in_short if portfolio is not None else tell)(issues)
    if not setting.json:
        click.echo(f"wrote {len(written)} files to {place}: {found.portfolio!r}", err=True)
        click.echo(f"Next: ipmplan {'plan' if portfolio is not None else 'check'} {place}", err=True)
    if portfolio is None:
        click.get_current_context().exit(FAILED)


def _guess(setting: Invocation, source: Path, place: Path) -> None:
    """Write what the columns of a sheet seem to mean."""
    from ipmplan.files.formats.columnmap import print_map
    from ipmplan.files.formats.sheet import mapped
    from ipmplan.files.together import write_files
    from ipmplan.importing import guess_map

    found = guess_map(source)
    try:
        write_files(place, {MAP: print_map(found, source.name).encode()})
    except OSError as error:
        raise InputError(Issue(f"cannot be written: {error.strerror or error}", str(place / MAP))) from error
    if setting.json:
        print_json({"map": str(place / MAP), "columns": dict(found.columns), "left": list(found.left)})
        return
    click.echo(mapped(found.columns), err=True)
    if found.left:
        click.echo(f"left: {', '.join(found.left)}", err=True)
    click.echo(f"wrote {place / MAP}", err=True)
    click.echo(f"Next: ipmplan import {source} {place} --map {place / MAP}", err=True)


def _add(setting: Invocation, source: Path, place: Path, kind: Literal["progress", "history"]) -> None:
    """Add rows to a portfolio that is there."""
    from ipmplan.importing.recorded import add_history, add_progress

    if not source.exists():
        raise InputError(Issue("no such file", str(source)))
    added = add_progress(source, place) if kind == "progress" else add_history([source], place)
    tell(added.lost)
    if setting.json:
        print_json({"added": added.rows, "known": added.known, "lost": [asdict(issue) for issue in added.lost]})
        return
    click.echo(f"added {added.rows} rows to {kind}; {added.known} were there already", err=True)
