"""A portfolio in short, as text and for a notebook: its tables counted, its projects named."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipmplan.core.portfolio import Portfolio, Project

MOST_PROJECTS = 20
MOST_WARNINGS = 10
ALWAYS = ("people", "projects", "tasks", "milestones")
SOMETIMES = ("bookings", "absences", "pools", "progress", "requirements", "decisions", "changes", "history", "invoices")
ONE = {
    "people": "person",
    "absences": "absence",
    "progress": "timesheet row",
    "history": "finished task",
    "invoices": "invoiced line",
}
MANY = {"progress": "timesheet rows", "history": "finished tasks", "invoices": "invoiced lines"}


def in_words(portfolio: Portfolio) -> str:
    """Write a portfolio in one line.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio, Project
    >>> print(in_words(Portfolio("Northlight", date(2026, 1, 5), projects=(Project("P0"),))))
    <Portfolio 'Northlight' as of 2026-01-05: 0 people, 1 project, 0 tasks, 0 milestones>
    """
    where = f", from {portfolio.source}" if portfolio.source else ""
    return f"<Portfolio {portfolio.name!r} as of {portfolio.as_of}: {', '.join(_counts(portfolio))}{where}>"


def in_html(portfolio: Portfolio) -> str:
    """Write a portfolio for a notebook: what there is of everything, the projects, and what loading had to say."""
    tasks: dict[str, int] = {}
    for task in portfolio.tasks:
        tasks[task.project] = tasks.get(task.project, 0) + 1
    shown = portfolio.projects[:MOST_PROJECTS]
    rows = [_row(portfolio, project, tasks.get(project.id, 0)) for project in shown]
    head = "".join(f"<th>{name}</th>" for name in ("Project", "Client", "Status", "Due", "Budget", "Tasks"))
    text = f"<p><b>{escape(portfolio.name)}</b>, as of {portfolio.as_of}: {escape(', '.join(_counts(portfolio)))}</p>"
    if rows:
        text += f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    if len(portfolio.projects) > len(shown):
        text += f"<p>and {len(portfolio.projects) - len(shown):,} more projects</p>"
    said = [f"<li>{escape(str(issue))}</li>" for issue in portfolio.warnings[:MOST_WARNINGS]]
    if said:
        rest = len(portfolio.warnings) - len(said)
        more = f"<p>and {rest:,} more in <code>warnings</code></p>" if rest else ""
        text += f"<p>To look at:</p><ul>{''.join(said)}</ul>{more}"
    return f"<div>{text}</div>"


def _counts(portfolio: Portfolio) -> list[str]:
    sizes = {name: len(getattr(portfolio, name)) for name in (*ALWAYS, *SOMETIMES, "warnings")}
    return [_count(name, size) for name, size in sizes.items() if size or name in ALWAYS]


def _count(name: str, size: int) -> str:
    return f"{size:,} {ONE.get(name, name.removesuffix('s')) if size == 1 else MANY.get(name, name)}"


def _row(portfolio: Portfolio, project: Project, tasks: int) -> str:
    name = f"{project.name} ({project.id})" if project.name else project.id
    budget = f"{project.budget:,} {portfolio.currency}" if project.budget is not None else "–"
    cells = (name, project.client, project.status, str(project.due or "–"), budget, f"{tasks:,}")
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
