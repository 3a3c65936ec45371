"""Names that a text must not hold: people and other clients in what the agency itself wrote on a client's page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.reports.views.client import ClientView

SHORTEST = 3


def leaks(view: ClientView, portfolio: Portfolio, project: str) -> tuple[Issue, ...]:
    """Warn of people and other clients that the agency's own words on a page name: of milestones, the project, the message.

    The client's words (wishes, questions, changes) are theirs, and the contact is meant to be a person.
    """
    texts = {f"milestone {row.id}": row.name for row in view.milestones}
    texts |= {f"project {project}": view.project, "the message": view.message}
    found = []
    for secret, what in _secrets(portfolio, project):
        pattern = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)", re.IGNORECASE)
        for where, text in texts.items():
            if pattern.search(text):
                message = f"the client's page names {what}: {quoted(text)}"
                found.append(Issue(message, where, "Maybe other words?", "warning"))
    return tuple(found)


def _secrets(portfolio: Portfolio, project: str) -> Iterator[tuple[str, str]]:
    own = {row.casefold() for row in (portfolio.project[project].client, portfolio.project[project].name)}
    for person in portfolio.people:
        for text in (person.name, person.email):
            if len(text) >= SHORTEST:
                yield text, f"the person {person.id}"
    for other in portfolio.projects:
        if other.id != project and len(other.client) >= SHORTEST and other.client.casefold() not in own:
            yield other.client, "another client"
