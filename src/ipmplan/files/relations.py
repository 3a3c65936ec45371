"""The notations that tie things together: `after` of tasks, `people` of tasks, `skills` of people."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import cast

from ipmplan.core.people import Skill
from ipmplan.core.words import quoted
from ipmplan.core.work import Link, LinkType, Pin
from ipmplan.errors import InputError
from ipmplan.files.notation import UNIT, parse_level
from ipmplan.files.numbers import parse_factor, parse_length, print_number, wrong
from ipmplan.files.values import parse_ref, parse_skill_name

LEAST_EFFICIENT, MOST_EFFICIENT = Fraction(1, 100), 100

# A type may stand right behind a number (`5FS+2d`), as other planners write it, where a lag shows that it is one.
_LINK = re.compile(
    r"(\S.*?)(?: (FS|SS|FF|SF) ?(?:([+-]) ?([0-9].*))?|(?<=[0-9])(FS|SS|FF|SF) ?([+-]) ?([0-9].*))?", re.IGNORECASE
)
_UNTYPED = re.compile(rf"(\S.*?) ?([+-]) ?([0-9][0-9.,/]* ?{UNIT})")


def parse_after(text: str, day: Fraction, *, week: Fraction | None = None) -> tuple[Link, ...]:
    """Read predecessors: ids of tasks or milestones with the type of link and a lag.

    Parameters
    ----------
    text
        The cell.
    day
        Hours that a `d` stands for.
    week
        Hours that a `w` stands for; five days when not given.

    Examples
    --------
    >>> [(link.predecessor, link.type, link.lag) for link in parse_after("T1; T2 SS+4h; T3 FS-1d", Fraction(8))]
    [('T1', 'FS', Fraction(0, 1)), ('T2', 'SS', Fraction(4, 1)), ('T3', 'FS', Fraction(-8, 1))]
    """
    return tuple(_link(" ".join(one.split()), day, week) for one in re.split(r"[;\n]", text.strip()))


def _link(text: str, day: Fraction, week: Fraction | None) -> Link:
    if not text:
        raise wrong("a predecessor is empty", "Maybe there is one `;` too many?")
    found = _LINK.fullmatch(text)
    if found is None or "," in text or _UNTYPED.fullmatch(found[1]):
        raise _no_link(text)
    name, *loose = found.groups()
    kind, sign, amount = loose[:3] if loose[0] else loose[3:]
    lag = parse_length(amount, day, week=week) if amount else Fraction(0)
    return Link(parse_ref(name), cast("LinkType", (kind or "FS").upper()), -lag if sign == "-" else lag)


def _no_link(text: str) -> InputError:
    if "," in text or "|" in text:
        return wrong(f"{quoted(text)} is not one predecessor", "Maybe set them apart by `;`?")
    if untyped := _UNTYPED.fullmatch(text):
        name, sign, lag = untyped.groups()
        return wrong(f"{quoted(text)} has a lag without a type", f"Maybe you meant {quoted(f'{name} FS{sign}{lag}')}?")
    return wrong(f"{quoted(text)} is not a predecessor", "Maybe you meant something like `T1` or `T2 SS+4h`?")


def print_after(links: tuple[Link, ...]) -> str:
    """Write links so that `parse_after` reads the same.

    Examples
    --------
    >>> print_after((Link("T1"), Link("T2", "SS", Fraction(4)), Link("T3", "FS", Fraction(-8))))
    'T1; T2 SS+4h; T3 FS-8h'
    """
    return "; ".join(_print_link(link) for link in links)


def _print_link(link: Link) -> str:
    if link.type == "FS" and not link.lag:
        return link.predecessor
    lag = f"{'-' if link.lag < 0 else '+'}{print_number(abs(link.lag))}h" if link.lag else ""
    return f"{link.predecessor} {link.type}{lag}"


def parse_people(text: str) -> tuple[Pin, ...]:
    """Read the conditions on who does a task.

    Examples
    --------
    >>> [pin.kind for pin in parse_people("ana|ben; not carl; design=ana; same T1; other T2")]
    ['only', 'not', 'skill', 'same', 'other']
    """
    return tuple(_pin(" ".join(one.split())) for one in re.split(r"[;\n]", text.strip()))


def _pin(text: str) -> Pin:
    if not text:
        raise wrong("a condition on people is empty", "Maybe there is one `;` too many?")
    word, space, rest = text.partition(" ")
    if space and word == "same":
        return Pin("same", task=parse_ref(rest))
    if space and word == "other":
        return Pin("other", task=parse_ref(rest))
    if space and word == "not":
        return Pin("not", people=_people(rest))
    skill, equals, rest = text.partition("=")
    if equals:
        return Pin("skill", people=_people(rest), skill=parse_skill_name(skill.strip()))
    return Pin("only", people=_people(text))


def _people(text: str) -> tuple[str, ...]:
    if "," in text:
        raise wrong(f"{quoted(text)} is not a list of people", f"Maybe you meant {quoted(text.replace(',', '|'))}?")
    return tuple(parse_ref(name.strip()) for name in text.split("|"))


def print_people(pins: tuple[Pin, ...]) -> str:
    """Write conditions so that `parse_people` reads the same.

    Examples
    --------
    >>> print_people((Pin("only", ("ana", "ben")), Pin("skill", ("ana",), skill="ux"), Pin("same", task="T1")))
    'ana|ben; ux=ana; same T1'
    """
    return "; ".join(map(str, pins))


def parse_skills(text: str) -> tuple[Skill, ...]:
    """Read a person's skills with level and efficiency.

    Examples
    --------
    >>> parse_skills("frontend:3; qa:1*0.7; pm")[1]
    Skill(name='qa', level=1, efficiency=Fraction(7, 10))
    """
    skills = [_skill("".join(one.split()) if ":" in one or "*" in one else one.strip()) for one in text.split(";")]
    seen: set[str] = set()
    for skill in skills:
        if skill.name in seen:
            raise wrong(f"skill {quoted(skill.name)} is given twice")
        seen.add(skill.name)
    return tuple(skills)


def _skill(text: str) -> Skill:
    if not text:
        raise wrong("a skill is empty", "Maybe there is one `;` too many?")
    if "|" in text or "," in text.partition("*")[0]:
        raise wrong(f"{quoted(text)} is not one skill", "Maybe set them apart by `;`?")
    head, star, factor = text.partition("*")
    name, colon, level = head.partition(":")
    efficiency = parse_factor(factor) if star else Fraction(1)
    if not LEAST_EFFICIENT <= efficiency <= MOST_EFFICIENT:
        raise wrong(f"efficiency {quoted(factor)} is not between 0.01 and {MOST_EFFICIENT}")
    return Skill(parse_skill_name(name), parse_level(level) if colon else 1, efficiency)


def print_skills(skills: tuple[Skill, ...]) -> str:
    """Write skills so that `parse_skills` reads the same.

    Examples
    --------
    >>> print_skills((Skill("frontend", 3), Skill("qa", 1, Fraction(7, 10))))
    'frontend:3; qa:1*0.7'
    """
    return "; ".join(
        f"{skill.name}:{skill.level}" + (f"*{print_number(skill.efficiency)}" if skill.efficiency != 1 else "")
        for skill in skills
    )
