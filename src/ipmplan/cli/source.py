"""Reading what a command works on: the portfolio, and the plan that was made for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ipmplan.cli.frame import home, tell, tell_in_short
from ipmplan.core.calendar import Moment
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.core.plan import Schedule
    from ipmplan.core.portfolio import Portfolio

PLAN = "plan.json"
Value = TypeVar("Value")


def read_portfolio(source: Path, as_of: Moment | None = None, *, quiet: bool = False) -> Portfolio:
    """Read a portfolio.

    Parameters
    ----------
    source
        Folder or workbook.
    as_of
        Status date that overrides the one in the settings.
    quiet
        Whether to leave its warnings to `check`.

    Raises
    ------
    InputError
        With every problem, when there are errors.
    """
    from ipmplan.loading import read

    portfolio, issues = read(source, as_of=as_of)
    if portfolio is None:
        raise InputError(issues)
    if not quiet:
        tell_with_watched(issues, source, in_short=True)
    return portfolio


def as_of_moment(text: str | None) -> Moment | None:
    """Read what was given to ``--as-of``: a day, a moment, or ``today``.

    Raises
    ------
    InputError
        When it is none of these.
    """
    from ipmplan.files.dates import parse_moment

    if text is None or text == "today":
        return None if text is None else date.today()
    return option_value(text, "--as-of", parse_moment)


def option_value(text: str | None, option: str, parse: Callable[[str], Value]) -> Value | None:
    """Read what was given to an option; None when nothing was.

    Raises
    ------
    InputError
        When `parse` refuses it; the message names the option.
    """
    if text is None:
        return None
    try:
        return parse(text)
    except InputError as error:
        issue = error.issues[0]
        raise InputError(Issue(issue.message, option, issue.hint)) from None


def as_day(text: str | None, option: str) -> date | None:
    """Read a day that was given to an option; None when it was not.

    Raises
    ------
    InputError
        When it is none.
    """
    from ipmplan.files.dates import parse_day

    return option_value(text, option, parse_day)


def tell_with_watched(issues: Sequence[Issue], source: Path, *, in_short: bool = False) -> None:
    """Print issues on stderr; of what is to be watched what is new since the last plan first, ten at most.

    Parameters
    ----------
    issues
        What was found.
    source
        Folder or workbook, beside which the last plan lies.
    in_short
        Whether to print only the first of each kind of the others.
    """
    from ipmplan.validation.watch import RULE, shortlist

    (tell_in_short if in_short else tell)([issue for issue in issues if issue.rule != RULE])
    if any(issue.rule == RULE for issue in issues):
        tell(shortlist(issues, _told(home(source))))


def _told(folder: Path) -> tuple[str, ...]:
    """What the last plan of a folder had to say: plan.json, else the newest approved one; nothing when there is none."""
    from ipmplan.files.planfile import newest_plan, read_plan

    path = folder / PLAN if (folder / PLAN).is_file() else newest_plan(folder)
    try:
        return read_plan(path).notes if path is not None else ()
    except InputError:
        return ()


def find_plan(source: Path, given: str | None) -> Path:
    """Return the plan that is meant: the one given, else `plan.json`, else the newest approved one.

    Raises
    ------
    InputError
        When there is none.
    """
    from ipmplan.files.planfile import beside
    from ipmplan.files.together import finish

    folder = home(source)
    with suppress(OSError):
        finish(folder)
    if not source.exists():
        raise InputError(Issue("no such folder", str(source)))
    if given is not None:
        if not Path(given).is_file():
            inside = folder / given
            hint = f"Maybe you meant `{inside}`?" if inside.is_file() else "Maybe run `ipmplan plan` first?"
            raise InputError(Issue("no such plan", given, hint))
        return Path(given)
    return beside(source)


def read_both(source: Path, given: str | None) -> tuple[Portfolio, Schedule, Path]:
    """Read a plan, and its portfolio as of the day of the plan.

    Raises
    ------
    InputError
        When there is no plan, either cannot be read, or the plan is of another portfolio.
    """
    from ipmplan.files.planfile import read_plan

    path = find_plan(source, given)
    schedule = read_plan(path)
    portfolio = read_portfolio(source, schedule.as_of, quiet=True)
    ensure_same(schedule, portfolio, path)
    return comparing(portfolio, schedule, path, home(source)), schedule, path


def comparing(portfolio: Portfolio, schedule: Schedule, path: Path, folder: Path) -> Portfolio:
    """A portfolio with the plan that another one was compared with, so that its stability can be judged."""
    from dataclasses import replace

    from ipmplan.files.planfile import compared_with

    other = compared_with(path, folder, schedule)
    return portfolio if other is None else replace(portfolio, reference=other)


def ensure_same(schedule: Schedule, portfolio: Portfolio, path: Path) -> None:
    """Find out whether a plan was made for a portfolio that has nothing in common with this one.

    Raises
    ------
    InputError
        When the portfolio knows none of the plan's tasks.
    """
    if schedule.tasks and not any(task.id in portfolio.task for task in schedule.tasks):
        message = f"the plan is of another portfolio, `{schedule.portfolio}`: none of its tasks is known here"
        raise InputError(Issue(message, str(path), "Maybe it lies in the wrong folder?"))
