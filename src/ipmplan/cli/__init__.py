"""The command line; each command calls one public function."""

from __future__ import annotations

import click

from ipmplan.cli.accept import accept
from ipmplan.cli.answer import answer
from ipmplan.cli.approve import approve
from ipmplan.cli.check import check
from ipmplan.cli.completion import completion
from ipmplan.cli.diff import diff
from ipmplan.cli.export import export
from ipmplan.cli.forecast import forecast
from ipmplan.cli.frame import Commands, Invocation
from ipmplan.cli.hold import hold, unhold
from ipmplan.cli.import_ import import_
from ipmplan.cli.init import init
from ipmplan.cli.invoice import invoice
from ipmplan.cli.plan import plan
from ipmplan.cli.quote import change, quote
from ipmplan.cli.recover import recover
from ipmplan.cli.replan import replan
from ipmplan.cli.report import report
from ipmplan.cli.scenarios import scenarios
from ipmplan.cli.scorecard import scorecard
from ipmplan.cli.staffing import staffing
from ipmplan.cli.timesheet import progress
from ipmplan.cli.track import track
from ipmplan.cli.version import version_option
from ipmplan.cli.why import why

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", metavar="FOLDER", type=click.Path(), help="The portfolio folder that commands work on.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=version_option,
    help="Name the versions on which plans depend.",
)
@click.pass_context
def main(context: click.Context, folder: str | None) -> None:
    """Plan the sprints of a web studio: who does what and when.

    \b
    Start with an example:
      ipmplan init studio
      ipmplan plan studio --report studio/report.html

    Exit status: 0 done; 1 no plan exists, or a check failed; 2 the input or the call is wrong.
    """  # noqa: D301
    context.obj = Invocation(folder=folder)


for command in (
    init,
    check,
    plan,
    approve,
    progress,
    answer,
    accept,
    track,
    invoice,
    why,
    recover,
    staffing,
    forecast,
    scorecard,
    scenarios,
    quote,
    change,
    report,
    replan,
    diff,
    hold,
    unhold,
    import_,
    export,
    completion,
):
    main.add_command(command)
