"""What is read first after a sprint: what is late or over and why, answers, people, and what can be billed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ipmplan.reports import words
from ipmplan.reports.first import Line, Screen, Section, Tone
from ipmplan.reports.first.answers import answers
from ipmplan.reports.scene import scene
from ipmplan.reports.standing import words as own
from ipmplan.tracking.track import Track

MOST = 8
# Fewer hours more or less than planned are no news.
SMALL = Fraction(4)


def first_screen(track: Track) -> Screen:
    """Sections in the order in which they are read; there is always one that says what can be said."""
    found = [_nothing(track), _trouble(track), _answers(track), _open_work(track), _people(track), _billing(track)]
    return Screen(tuple(section for section in found if section is not None))


def _nothing(track: Track) -> Section | None:
    """What is missing for a comparison, in a sentence."""
    lines = []
    if not track.approved:
        lines.append("No plan was approved yet, so that there is no baseline: `ipmplan approve` keeps one.")
    if not track.portfolio.progress:
        lines.append("Nothing was recorded in progress.csv before the status date.")
    if not track.portfolio.has_money:
        lines.append("Nobody has a rate, so that earned value and budgets are in hours.")
    if track.tasks and all(task.finished for task in track.tasks):
        lines.append("All planned work is finished.")
    if not track.tasks:
        lines.append("No task is planned.")
    if track.plan_is_old and track.plan is not None:
        made = words.day(track.plan.as_of, track.portfolio.as_of_day.year)
        lines.append(
            f"The current plan is of {made}: dates to come are as it had them. Plan again to know what follows."
        )
    if not lines:
        return None
    return Section("notes", "What this is read from", tuple(Line(text) for text in lines), "watch")


def _trouble(track: Track) -> Section | None:
    late_lines = sorted(_late(track), key=lambda line: line.tone != "bad")
    lines = (*late_lines, *_over(track))
    if not track.slips:
        return None
    if not lines:
        return Section("trouble", "Nothing is late and nothing is over its budget", (), "good")
    late = {row.project for row in track.slips if row.light.colour != "green" and not row.reached}
    over = [use for use in track.budgets if use.left is not None and use.left < 0]
    title = []
    if late:
        title.append(f"{words.count(len(late), 'project')} late")
    if over:
        title.append(f"{words.count(len(over), 'project')} over budget")
    tone: Tone = "bad" if any(line.tone == "bad" for line in lines) else "watch"
    rest = len(lines) - MOST
    more = f"and {rest} more below" if rest > 0 else ""
    return Section("trouble", ", ".join(title) or "Later than approved", lines[:MOST], tone, more)


def _late(track: Track) -> Iterator[Line]:
    """Projects with a date that is not green, or later than the baseline; the worst first."""
    a_day, year = own.hours_a_day(track), track.portfolio.as_of_day.year
    for project in track.portfolio.projects:
        rows = [row for row in track.slips if row.project == project.id]
        if not rows:
            continue
        whole = next(row for row in rows if row.kind == "project")
        dated = [row for row in rows if row.light.colour != "green" and not row.reached]
        slipped = whole.hours is not None and whole.hours > 0
        if not dated and not slipped:
            continue
        figure = f"ends {own.last_day(whole.now, year)}, {own.shift(whole.hours, a_day)} than the baseline"
        if whole.hours is None:
            figure = f"ends {own.last_day(whole.now, year)}"
        elif whole.hours <= 0:
            figure = f"ends {own.last_day(whole.now, year)}, not later than the baseline"
        details = [f"{row.name}: {row.light.colour}, {row.light.reason}" for row in dated if row is not whole]
        cause = next((row.cause for row in (whole, *dated) if row.cause is not None), None)
        if cause is not None:
            details.append(f"It begins with {own.task(track, cause.task)}: {cause.words}")
        details += _because_of_whom(track, project.id, a_day)
        tone: Tone = "bad" if any(row.light.colour == "red" for row in dated) else "watch"
        yield Line(own.project(track, project.id), figure, tuple(details), tone)


def _because_of_whom(track: Track, project: str, a_day: float) -> Iterator[str]:
    for delay in track.delays:
        if delay.project == project and delay.client:
            client, ours = (words.late(float(part), a_day) for part in (delay.client, delay.ours))
            waited = [row.what for row in delay.waited if row.owner == "client"]
            names = f" ({', '.join(waited)})" if waited else ""
            yield f"{client} of it waited for the client{names}, {ours} of it ours"


def _over(track: Track) -> Iterator[Line]:
    for use in sorted(track.budgets, key=lambda use: use.left or Decimal(0)):
        if use.cap is None or use.left is None or use.left >= 0:
            continue
        figure = f"{own.amount(-use.left, use.unit)} over its budget of {own.amount(use.cap, use.unit)}"
        spent = f"{own.amount(use.spent, use.unit)} spent, {own.amount(use.committed + use.to_go, use.unit)} to come"
        details = [spent]
        tasks = [row for row in track.tasks if row.project == use.project and row.total > row.estimate and row.approved]
        for row in sorted(tasks, key=lambda row: row.estimate - row.total)[:2]:
            more = words.hours(float(row.total - row.estimate))
            details.append(f"{own.task(track, row.id)}: {more} more than approved")
        yield Line(own.project(track, use.project), figure, tuple(details), "bad" if use.hard else "watch")


def _answers(track: Track) -> Section | None:
    return answers(scene(track.plan, track.portfolio)) if track.plan is not None else None


def _open_work(track: Track) -> Section | None:
    """Overdue work, used-up estimates, and work that no plan has."""
    year = track.portfolio.as_of_day.year
    lines = []
    for row in track.overdue:
        left = f", {words.hours(float(row.left))} left" if row.left else ""
        state = "open" if row.begun else "not begun"
        lines.append(
            Line(own.task(track, row.task), f"{state}, planned to end {own.last_day(row.planned_end, year)}{left}")
        )
    for odd in track.unplanned:
        where = "" if odd.known else ", and the tables do not know it"
        lines.append(
            Line(own.task(track, odd.task), f"{words.hours(float(odd.hours))} recorded, no plan has it{where}")
        )
    if not lines:
        return None
    rest = len(lines) - MOST
    title = f"{words.count(len(lines), 'task')} to look at"
    return Section("people", title, tuple(lines[:MOST]), "watch", f"and {rest} more below" if rest > 0 else "")


def _people(track: Track) -> Section | None:
    """Who is over or under the hours that were planned, and who has recorded nothing."""
    if track.worked_by is None:
        return None
    since = words.day(track.worked_by, track.portfolio.as_of_day.year)
    lines = []
    for row in sorted(track.people, key=lambda row: (-abs(row.over), row.id)):
        planned = words.hours(float(row.planned))
        if row.silent:
            lines.append(Line(row.name, f"has recorded nothing of {planned} planned", tone="watch"))
        elif abs(row.over) >= SMALL:
            more = (
                f"{words.hours(float(abs(row.over)))} {'more' if row.over > 0 else 'fewer'} than the {planned} planned"
            )
            lines.append(Line(row.name, more))
    if not lines:
        return Section("people", f"Everybody worked as planned since {since}", (), "good")
    rest = len(lines) - MOST
    title = f"Hours on tasks since {since}, against the plan"
    return Section("people", title, tuple(lines[:MOST]), "info", f"and {rest} more below" if rest > 0 else "")


def _billing(track: Track) -> Section | None:
    if not track.billing.lines:
        return None
    currency = track.portfolio.currency
    by_client: dict[str, list[str]] = {}
    total: dict[str, Decimal] = {}
    for line in track.billing.lines:
        by_client.setdefault(line.client, []).append(f"{line.what}: {line.amount:,} {currency}")
        total[line.client] = total.get(line.client, Decimal(0)) + line.amount
    lines = tuple(
        Line(client, f"{total[client]:,} {currency}", (*texts[:3], *_rest(texts[3:])))
        for client, texts in by_client.items()
    )
    title = f"{track.billing.total:,} {currency} can be billed: `ipmplan invoice`"
    return Section("billing", title, lines[:MOST], "good", f"and {len(lines) - MOST} more" if len(lines) > MOST else "")


def _rest(texts: list[str]) -> list[str]:
    return [f"and {words.count(len(texts), 'more line')}"] if texts else []
