"""``ipmplan init``: a portfolio to start from."""

from __future__ import annotations

from pathlib import Path

import click

from ipmplan.cli.frame import Invocation, chosen_folder, json_option, print_json


@click.command(short_help="Write a small, complete portfolio to start from.")
@click.argument("folder", required=False, metavar="FOLDER", type=click.Path())
@click.option("--force", is_flag=True, help="Write into a folder that has files; tables of the same name are replaced.")
@json_option
@click.pass_obj
def init(setting: Invocation, folder: str | None, force: bool) -> None:
    """Write a small, complete, commented portfolio to start from.

    \b
    Example:
      ipmplan init studio
      ipmplan plan studio
    """  # noqa: D301
    from ipmplan.files import scaffold

    if folder is None and setting.folder is None:
        raise click.UsageError("name the folder to write\nMaybe `ipmplan init studio`?")
    place = chosen_folder(setting, folder)
    written = scaffold.init(Path(place), force=force)
    if setting.json:
        print_json({"folder": str(place), "files": [str(path) for path in written]})
        return
    click.echo(f"wrote {len(written)} files to {place}", err=True)
    click.echo(f"Next: ipmplan plan {place}", err=True)
