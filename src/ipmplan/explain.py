"""What a notebook asks of a plan: why a date is where it is, how another one could be reached, who is needed when, how healthy it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.given import portfolio_of, schedule_of
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.reports.answers.health import HealthAnswer
    from ipmplan.reports.answers.recover import RecoverAnswer
    from ipmplan.reports.answers.staffing import StaffingAnswer
    from ipmplan.reports.answers.why import WhyAnswer


def why(
    plan: Plan,
    target: str,
    *,
    time_limit: float = 12.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    quick: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> WhyAnswer:
    """Say why a task, a milestone or a project of a plan is where it is, and what would bring it forward.

    Parameters
    ----------
    plan
        With the portfolio that it was made for.
    target
        Id of what is asked about.
    time_limit
        Seconds for planning again with single changes, in all.
    work_limit, workers, seed
        As `plan` takes them, for each of these searches.
    quick
        Whether nothing is planned again: only the chain and its causes.
    tell
        Called with each change before it is tried.

    Returns
    -------
    WhyAnswer
        Prints itself; `steps`, `causes` and `changes` are DataFrames.

    Raises
    ------
    InputError
        When there is nothing of that name in the plan.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import ipmplan as ipm
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder))
    ...     made = ipm.plan(folder, time_limit=None, work_limit=0.1, workers=1)
    >>> answer = why(made, made.schedule.tasks[0].id, quick=True)
    >>> list(answer.steps.columns)
    ['task', 'people', 'start', 'end', 'because']
    """
    from ipmplan.explaining.effort import Allowance
    from ipmplan.explaining.why import Explainer, counterfactuals
    from ipmplan.explaining.why.counterfactual import MOST_IDEAS
    from ipmplan.reports.answers.why import WhyAnswer
    from ipmplan.reports.scene import scene

    explainer = Explainer(plan.schedule, plan.portfolio)
    found = explainer.why(target)
    effort = Allowance(time_limit / (MOST_IDEAS + 1), work_limit, workers, seed)
    tried = None if quick or not found.steps else counterfactuals(explainer, found, effort, tell=tell)
    return WhyAnswer(found, tried, scene(plan.schedule, plan.portfolio))


def recover(
    plan: Plan,
    target: str,
    *,
    by: date | str,
    premium: float | None = None,
    most_hours: float = 10.0,
    sundays: bool = False,
    freelancers: Sequence[Person | str] = (),
    time_limit: float = 45.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> RecoverAnswer:
    """Find ways to reach a milestone, a project or a task by a day; each is planned with and judged.

    Parameters
    ----------
    plan
        With the portfolio that it was made for.
    target
        Id of what is to be reached.
    by
        The day, or moment, by which it is wanted.
    premium
        How much dearer overtime is (0.25 = a quarter); None = the most that a row of `extra` has, else a quarter.
    most_hours
        Hours that nobody works more of on a day.
    sundays
        Whether Sundays and holidays may be worked on.
    freelancers
        People who could be called beside those who are listed with a first day; as text, ``"Kim; frontend:3, qa; 95"``.
    time_limit
        Seconds for all searches together.
    work_limit, workers, seed
        As `plan` takes them, for each search.
    tell
        Called with each way before it is planned with.

    Returns
    -------
    RecoverAnswer
        Prints itself; `ways` is a DataFrame, `save(folder)` keeps it for ``ipmplan recover --apply N``.

    Raises
    ------
    InputError
        When there is nothing of that name in the plan, or the day or a freelancer cannot be read.

    Examples
    --------
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(
    ...     ipm.Person("ana", skills="ux", rate=50),
    ...     ipm.Person("ben", skills="ux", rate=50),
    ...     ipm.Project("P"),
    ...     ipm.Task("T", work="ux 16h", project="P", due="2026-01-05"),
    ...     as_of="2026-01-05",
    ... )
    >>> plan = ipm.plan(studio, time_limit=None, work_limit=0.05, workers=1)
    >>> menu = ipm.recover(plan, "T", by="2026-01-05", time_limit=5, work_limit=0.05, workers=1)
    >>> [column for column in menu.ways.columns if column.startswith("cost")]
    ['cost_eur']
    """
    from decimal import Decimal

    from ipmplan.explaining.effort import Allowance
    from ipmplan.explaining.recover import Wanted
    from ipmplan.explaining.recover import recover as find
    from ipmplan.explaining.recover.cards import card
    from ipmplan.files.dates import parse_moment
    from ipmplan.reports.answers.recover import RecoverAnswer
    from ipmplan.reports.scene import scene

    day = parse_moment(by) if isinstance(by, str) else by
    if day is None:
        raise InputError(Issue("a day is needed", "by", "Maybe `2026-03-06`?"))
    wanted = Wanted(
        plan.schedule,
        plan.portfolio,
        target,
        day,
        None if premium is None else Decimal(str(premium)),
        most_hours,
        sundays,
        tuple(card(one) if isinstance(one, str) else one for one in freelancers),
    )
    menu = find(wanted, Allowance(time_limit, work_limit, workers, seed), tell)
    return RecoverAnswer(menu, scene(plan.schedule, plan.portfolio), plan.portfolio)


def staffing(
    plan: Plan,
    *,
    absent: Sequence[str] = (),
    time_limit: float = 30.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    quick: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> StaffingAnswer:
    """Say who is needed when, what one more person of each skill would bring, and whether leave fits.

    Parameters
    ----------
    plan
        With the portfolio that it was made for; what it gives to others of those who leave is read against its `before`.
    absent
        Verdict that is asked for, ``"ana 2026-02-09..2026-02-13"``; ``"ana ..2026-03-31"`` leaves after that day. Then nothing
        else is planned with.
    time_limit
        Seconds for all searches together.
    work_limit, workers, seed
        As `plan` takes them, for each search.
    quick
        Whether nothing is planned again: demand, queue and idle time only.
    tell
        Called before each search.

    Returns
    -------
    StaffingAnswer
        Prints itself; `weeks` and `gains` are DataFrames.

    Raises
    ------
    InputError
        When leave cannot be read, or nobody is called that.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import ipmplan as ipm
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder))
    ...     made = ipm.plan(folder, time_limit=None, work_limit=0.1, workers=1)
    >>> list(staffing(made, quick=True).weeks.columns)
    ['skill', 'week', 'planned_hours', 'queued_hours', 'supply_hours', 'free_hours']
    """
    from ipmplan.explaining import staffing as found
    from ipmplan.explaining.effort import Allowance
    from ipmplan.reports.answers.staffing import StaffingAnswer
    from ipmplan.reports.scene import scene

    schedule, portfolio = plan.schedule, plan.portfolio
    view = scene(schedule, portfolio, plan.before)
    requests = [found.Request.read(text, portfolio) for text in absent]
    skills = {row.skill for row in schedule.assignments if row.kind == "planned"}
    searches = len(requests) if requests else len(skills) + len(portfolio.projects)
    effort = Allowance(max(0.8, time_limit / (searches + 1)), work_limit, workers, seed)
    asks = not quick and not requests
    leaves = []
    for request in requests:
        tell(f"{request.person} is away")
        leaves.append(found.absent(request, schedule, portfolio, effort))
    return StaffingAnswer(
        tuple(found.demand(view.reading)),
        tuple(found.idle(view.reading)),
        tuple(found.one_more(schedule, portfolio, effort, tell)) if asks else (),
        tuple(found.won(schedule, portfolio, effort, tell)) if asks else (),
        tuple(leaves),
        found.hands_over(schedule, plan.before, portfolio),
        view,
    )


def health(
    portfolio: Portfolio | Plan | str | Path,
    plan: Plan | Schedule | str | Path | None = None,
    *,
    approved: Sequence[Plan | Schedule | str | Path] | None = None,
) -> HealthAnswer:
    """Say how healthy tables and plan are: DCMA's 14 points, and what agencies stumble over.

    Nothing of it breaks a rule; it is what tends to go wrong later.

    Parameters
    ----------
    portfolio
        What is looked at, or the folder or workbook to read it from; a `Plan` brings its own.
    plan
        The current plan; by default the one that lies beside the tables, or else the one that was approved last.
    approved
        Approved plans, the first one first; by default those in the folder.

    Returns
    -------
    HealthAnswer
        Prints itself; `checks` and `found` are DataFrames.

    Raises
    ------
    InputError
        When something cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import ipmplan as ipm
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder))
    ...     answer = ipm.health(folder)
    >>> int(answer.checks["found"]["leads"]), answer.checks["limit"]["leads"]
    (0, 'none')
    """
    from ipmplan.checkups import Examined, examine
    from ipmplan.files.planfile import approved_plans, plan_before
    from ipmplan.reports.answers.health import HealthAnswer

    given = portfolio.schedule if isinstance(portfolio, Plan) and plan is None else plan
    known = portfolio.portfolio if isinstance(portfolio, Plan) else portfolio_of(portfolio, "health(portfolio)")
    folder = _folder(known)
    schedule = None
    if given is not None:
        schedule = schedule_of(given)
    elif folder is not None:
        schedule = plan_before(folder / "plan.json", folder, written=False)
    kept = approved_plans(folder) if approved is None and folder is not None else ()
    plans = tuple(schedule_of(one) for one in approved) if approved is not None else kept
    found = examine(Examined(known, schedule, plans))
    return HealthAnswer(known.name, known.as_of, found, schedule.as_of if schedule is not None else None)


def _folder(portfolio: Portfolio) -> Path | None:
    """Where plans are kept; None for what was made in Python."""
    source = Path(portfolio.source)
    return None if not portfolio.source else source if source.is_dir() else source.parent
