"""``ipmplan completion``: commands, options and files on a press of Tab."""

from __future__ import annotations

from typing import Literal

import click
from click.shell_completion import get_completion_class

PLACES = {
    "bash": "ipmplan completion bash > ~/.local/share/bash-completion/completions/ipmplan",
    "zsh": "ipmplan completion zsh > ~/.zfunc/_ipmplan  # a folder of fpath",
    "fish": "ipmplan completion fish > ~/.config/fish/completions/ipmplan.fish",
}


@click.command(short_help="Print what a shell needs to complete commands.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: Literal["bash", "zsh", "fish"]) -> None:
    """Print the script with which a shell completes commands, options and files.

    \b
    Example:
      ipmplan completion bash > ~/.local/share/bash-completion/completions/ipmplan
    """  # noqa: D301
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "ipmplan", "_IPMPLAN_COMPLETE").source())
    click.echo(f"Maybe: {PLACES[shell]}", err=True)
