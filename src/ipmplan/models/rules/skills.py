"""Only people who have the skill, at the level asked for, do the work.

Formula::

    each row of person i at part q:  level of i in the skill of q >= level that q asks for
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.work import Part
from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

RULE = "skills"
KEPT_BY_SEARCH = True


def check(plan: Reading) -> Iterator[Issue]:
    """Yield everybody who does a part without its skill; whoever has already begun a part goes on with it."""
    for name, stints in plan.stints.items():
        state = plan.started.get(name)
        kept = {(piece.part, piece.person) for piece in state.pieces} if state is not None else set()
        for stint in stints:
            part = plan.part(stint)
            person = plan.portfolio.person[stint.row.person]
            if part is None or part.skill is None or (stint.row.part, person.id) in kept:
                continue
            skill = person.skill(part.skill)
            if skill is None or skill.level < part.level:
                has = f"has level {skill.level}" if skill is not None else "does not have it"
                able = [other.id for other in plan.portfolio.people if _has(part, other.skill(part.skill))]
                hint = f"Maybe {' or '.join(able[:3])} can do it." if able else f"Maybe nobody has `{part.skill}` yet."
                message = f"the work asks for {part.skill}:{part.level}, but {person.id} {has}"
                yield Issue(message, name, hint, rule=RULE)


def _has(part: Part, skill: object) -> bool:
    return getattr(skill, "level", 0) >= part.level
