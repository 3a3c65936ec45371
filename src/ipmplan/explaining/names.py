"""Names of people and work, their ids where they have none."""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio


def person_name(portfolio: Portfolio, person: str) -> str:
    """Name of a person."""
    known = portfolio.person.get(person)
    return known.name or person if known is not None else person


def work_name(portfolio: Portfolio, work: str) -> str:
    """Name of a task or a booking."""
    known = portfolio.task.get(work) or portfolio.booking.get(work)
    return known.name or work if known is not None else work


def date_name(portfolio: Portfolio, name: str) -> str:
    """Name of a milestone with its project, of a project or a task."""
    milestone = portfolio.milestone.get(name)
    if milestone is not None:
        text = milestone.name or name
        return f"{text} ({milestone.project})" if milestone.project else text
    project = portfolio.project.get(name)
    return project.name or name if project is not None else work_name(portfolio, name)
