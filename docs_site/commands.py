"""The reference of commands and options, from the command line itself."""

from __future__ import annotations

import inspect
import re

import click

from docs_site.markdown import code, page, table
from ipmplan.cli import main

STATUS = "Exit status: **0** done; **1** no plan exists, or a check failed; **2** the input or the call is wrong."


def commands() -> dict[str, click.Command]:
    """Commands by name, in the order in which the command line lists them."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None}


def commands_page() -> str:
    """Every command with its arguments, options and example."""
    intro = (
        "The folder is `.` when not given; `-C FOLDER` before the command works everywhere, and is how commands with an argument of their"
        " own take it. `--json` prints for machines on stdout, messages go to stderr. Ctrl-C stops a search and keeps the best plan so far.\n\n"
        + STATUS
    )
    overview = table(
        ["command", "does"], [[f"[`{name}`](#{name})", one.get_short_help_str(120)] for name, one in commands().items()]
    )
    shared = f"## ipmplan {{ #ipmplan }}\n\n{_options(main)}"
    return page("Commands", intro, overview, shared, *(_section(name, one) for name, one in commands().items()))


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"ipmplan {name}")
    usage = " ".join([f"ipmplan {name}", *command.collect_usage_pieces(context)])
    text, example = _help(command)
    parts = [f"## {name} {{ #{name} }}", f"```text\n{usage}\n```", text, _options(command)]
    if example:
        parts.append(f"```sh\n{example}\n```")
    return "\n\n".join(part for part in parts if part)


def _help(command: click.Command) -> tuple[str, str]:
    """What a command says of itself, and its example."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    text, _, example = text.partition("Example:\n")
    return _prose(text), inspect.cleandoc(example)


def _prose(text: str) -> str:
    """Paragraphs; options and placeholders as code."""
    return re.sub(r"(?<![\w`-])(--[a-z][\w-]*)", r"`\1`", text.strip())


def _options(command: click.Command) -> str:
    context = click.Context(command)
    rows = []
    for parameter in command.params:
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is None:
            continue
        rows.append([code(record[0]), _prose(record[1])])
    return table(["option", "means"], rows) if rows else ""
