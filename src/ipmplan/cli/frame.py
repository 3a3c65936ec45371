"""What every command shares: its folder, machine-readable output, and errors as sentences instead of tracebacks."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TypeVar

import click

from ipmplan.core.words import did_you_mean
from ipmplan.errors import Infeasible, InputError, InternalError, Issue, NoPlanError

FAILED, WRONG = 1, 2
MOST_ERRORS = 200
MOST_WARNINGS = 8
Command = TypeVar("Command", bound=Callable[..., object])


@dataclass
class Invocation:
    """What was said before the command, and whether output is for machines."""

    folder: str | None = None
    json: bool = False


class Commands(click.Group):
    """Commands whose expected errors end in a message and an exit status."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and turn what it raises into words."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # What a terminal cannot show is replaced and no reason to stop.
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except InputError as error:
            tell(error.issues)
            _answer(ctx, {"status": "wrong input", "issues": [asdict(issue) for issue in error.issues]})
            ctx.exit(WRONG)
        except Infeasible as error:
            click.echo(str(error), err=True)
            _answer(ctx, {"status": "infeasible", "conflict": asdict(error.conflict)})
            ctx.exit(FAILED)
        except NoPlanError as error:
            click.echo(str(error), err=True)
            _answer(ctx, {"status": "no plan", "message": str(error)})
            ctx.exit(FAILED)
        except InternalError as error:
            click.echo(str(error), err=True)
            issues = [asdict(issue) for issue in error.issues]
            _answer(ctx, {"status": "internal error", "call": error.call, "issues": issues})
            ctx.exit(FAILED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a wrong name gets the nearest one."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            hint = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(f"no such command `{args[0]}`" + (f"\n{hint}" if hint else ""))
        return super().resolve_command(ctx, args)


def folder_argument(command: Command) -> Command:
    """Add the portfolio folder as an argument; `folder` is then what was given, or None."""
    return click.argument("folder", required=False, metavar="[FOLDER]", type=click.Path())(command)


def json_option(command: Command) -> Command:
    """Add ``--json``: machine-readable output on stdout."""

    def note(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.ensure_object(Invocation).json = value

    option = click.option(
        "--json",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=note,
        help="Print machine-readable output on stdout; messages go to stderr.",
    )
    return option(command)


def chosen_folder(setting: Invocation, given: str | None) -> Path:
    """Return the folder to work on: the argument, what came with ``-C``, or here.

    Raises
    ------
    click.UsageError
        When both were given.
    """
    if given is not None and setting.folder is not None:
        raise click.UsageError(f"the folder was given twice: -C {setting.folder} and {given}\nMaybe leave one out.")
    return Path(given or setting.folder or ".")


def home(source: Path) -> Path:
    """Return the folder where plans are kept: the portfolio's own, or the one that its workbook is in."""
    return source.parent if source.is_file() else source


def tell(issues: Iterable[Issue]) -> None:
    """Print issues on stderr, errors first."""
    found = list(issues)
    errors = [issue for issue in found if issue.severity == "error"]
    for issue in [*errors[:MOST_ERRORS], *(issue for issue in found if issue.severity != "error")]:
        _tell(issue)
    if len(errors) > MOST_ERRORS:
        click.echo(f"and {len(errors) - MOST_ERRORS:,} more errors", err=True)


def tell_in_short(warnings: Iterable[Issue]) -> None:
    """Print the first warning of each kind on stderr, and how many there are like it."""
    groups: dict[tuple[str, str], list[Issue]] = {}
    for issue in warnings:
        file = issue.where.partition(":")[0]
        groups.setdefault((file, issue.hint or issue.message.partition(" ")[0]), []).append(issue)
    for (file, _), group in list(groups.items())[:MOST_WARNINGS]:
        _tell(group[0])
        if len(group) > 1:
            click.echo(f"  and {len(group) - 1:,} more like this in {file}; `ipmplan check` lists them all", err=True)
    if len(groups) > MOST_WARNINGS:
        click.echo(f"and {len(groups) - MOST_WARNINGS:,} other kinds; `ipmplan check` lists them all", err=True)


def ensure_writable(path: Path, what: str) -> None:
    """Find out now whether a file can be written later.

    Raises
    ------
    InputError
        When it cannot.
    """
    folder = path.parent
    if path.is_dir():
        raise InputError(Issue(f"{what} cannot be written: this is a folder", str(path), "Maybe name a file in it?"))
    if not folder.is_dir():
        raise InputError(
            Issue(f"{what} cannot be written: there is no folder `{folder}`", str(path), "Maybe make it first?")
        )
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        message = f"{what} cannot be written: {error.strerror or error}"
        raise InputError(Issue(message, str(path), "Maybe choose another place with an option?")) from error


def print_json(document: object) -> None:
    """Print a document for machines."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def _answer(ctx: click.Context, document: object) -> None:
    if isinstance(ctx.obj, Invocation) and ctx.obj.json:
        print_json(document)


def _tell(issue: Issue) -> None:
    where = f"{issue.where}: " if issue.where else ""
    click.echo(f"{issue.severity}: {where}{issue.message}", err=True)
    if issue.hint:
        click.echo(f"  {issue.hint}", err=True)
