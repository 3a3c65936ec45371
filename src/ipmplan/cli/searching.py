"""What commands that search share: their limits, and the search made ready."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

POSITIVE = click.FloatRange(min=0, min_open=True)
Command = TypeVar("Command", bound=Callable[..., object])


def search_options(time: str, work: str, seconds: float | None = None) -> Callable[[Command], Command]:
    """Add ``--time-limit``, ``--work-limit``, ``--workers`` and ``--seed``.

    Parameters
    ----------
    time, work
        What help says of the two limits.
    seconds
        Time when none is given; None = the command sees to it.
    """
    options = (
        click.option(
            "--time-limit",
            type=POSITIVE,
            default=seconds,
            show_default=seconds is not None,
            metavar="SECONDS",
            help=time,
        ),
        click.option("--work-limit", type=POSITIVE, metavar="N", help=work),
        click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Search workers."),
        click.option(
            "--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N", help="Random seed."
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def make_ready() -> None:
    """Load the compiled part of the search before its time begins to count; that it has to be compiled first is told."""
    from ipmplan import planner

    planner.prepare(lambda: click.echo("compiling the search, once on this machine ...", err=True))
