"""Freelancers of a call: a name, skills and a rate in a line."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ipmplan.core.people import Person, Skill
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

PARTS = 3
SKILL = re.compile(r"^([\w./-]+)(?::(\d+))?$")


def card(text: str) -> Person:
    """Read a rate card.

    Raises
    ------
    InputError
        When it is none, with an example.

    Examples
    --------
    >>> kim = card("Kim; frontend:3, qa; 95")
    >>> kim.id, [skill.name for skill in kim.skills], kim.rate
    ('Kim', ['frontend', 'qa'], Decimal('95'))
    """
    fields = [one.strip() for one in text.split(";")]
    hint = 'Maybe "Kim; frontend:3, qa; 95"?'
    if len(fields) != PARTS or not fields[0] or not fields[1]:
        raise InputError(Issue(f"{quoted(text)} is no name, skills and rate, split by semicolons", "freelancer", hint))
    skills = []
    for one in fields[1].split(","):
        found = SKILL.match(one.strip())
        if found is None:
            raise InputError(Issue(f"{quoted(one)} is no skill", "freelancer", hint))
        skills.append(Skill(found[1], int(found[2] or 1)))
    try:
        rate = Decimal(fields[2].replace(",", "."))
    except InvalidOperation:
        raise InputError(Issue(f"{quoted(fields[2])} is no rate", "freelancer", hint)) from None
    return Person(fields[0].replace(" ", "-"), fields[0], tuple(skills), rate)
