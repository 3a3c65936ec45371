"""The notation of `work`: alternatives, groups and parts, read and written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.words import quoted
from ipmplan.core.work import Alternative, Part, Use
from ipmplan.errors import InputError
from ipmplan.files.money import parse_money, print_money
from ipmplan.files.numbers import UNITS, parse_count, parse_length, print_number, wrong
from ipmplan.files.values import parse_ref, parse_skill_name

TOP_LEVEL = 99
MOST_PEOPLE = 100
MOST_UNITS = 1_000_000
WHOLE = 100
WAIT = "wait"
NUMBER = r"[0-9](?:[0-9.,'/]*[0-9])?"
UNIT = rf"(?i:{'|'.join(sorted(UNITS, key=len, reverse=True))})\.?"

_PART = re.compile(rf"(?:([^\s:]+)(?::(\S*))? )?({NUMBER} ?{UNIT})((?: (?:x\S+|@ ?[^\s@]+))*)")
_WAIT = re.compile(rf"(?:{WAIT}|warten) ({NUMBER} ?{UNIT})")
_CREW = re.compile(r"x([0-9]{1,9})(?:-([0-9]{1,9}))?")
_SHARE = re.compile(r"@ ?([0-9]{1,9})%")
_LOOSE = re.compile(r"(?<=[0-9]) (?=%)")
_NO_UNIT = re.compile(rf"(?:\S+ )?({NUMBER})(?: [x@].*)?")


@dataclass(frozen=True, slots=True)
class _Units:
    """What `d` and `w` stand for, in hours, and the currency of costs."""

    day: Fraction
    week: Fraction | None
    currency: str

    def hours(self, text: str) -> Fraction:
        hours = parse_length(text, self.day, week=self.week)
        if hours <= 0:
            raise wrong(f"{quoted(text)} is no work at all", "Maybe leave it out?")
        return hours


def parse_work(
    text: str, day: Fraction, *, week: Fraction | None = None, currency: str = ""
) -> tuple[Alternative, ...]:
    """Read what has to be done by whom.

    Parameters
    ----------
    text
        The cell.
    day
        Hours that a `d` stands for.
    week
        Hours that a `w` stands for; five days when not given.
    currency
        The portfolio's; empty = any.

    Raises
    ------
    InputError
        With the part that cannot be read; the issue has no place yet.

    Examples
    --------
    >>> (build,) = parse_work("frontend:2 40h x1-3 @50%", Fraction(8))
    >>> part = build.parts[0]
    >>> part.skill, part.level, part.hours, part.fewest, part.most, part.share
    ('frontend', 2, Fraction(40, 1), 1, 3, 50)
    >>> [len(group) for group in parse_work("ux 4h + pm 4h; qa 1d", Fraction(8))[0].groups]
    [2, 1]
    >>> parse_work("wait 10d [cost 1800]", Fraction(8))
    (Alternative(groups=(), wait=Fraction(80, 1), cost=Decimal('1800'), uses=()),)
    """
    units = _Units(day, week, currency)
    return tuple(_alternative(_LOOSE.sub("", " ".join(one.split())), units) for one in text.split("|"))


def _alternative(text: str, units: _Units) -> Alternative:
    cost = Decimal(0)
    if text.endswith("]") and "[" in text:
        text, _, bracket = text[:-1].rpartition("[")
        word, _, amount = bracket.strip().partition(" ")
        if word != "cost":
            raise wrong(f"{quoted('[' + bracket + ']')} is not known", "Maybe you meant something like `[cost 1800]`?")
        cost = parse_money(amount.strip(), units.currency)
        text = text.rstrip()
    if not text:
        raise wrong("an alternative is empty", "Maybe there is one `|` too many?")
    if found := _WAIT.fullmatch(text):
        return Alternative(wait=units.hours(found[1]), cost=cost)
    groups = tuple(tuple(_part(part.strip(), units) for part in group.split("+")) for group in text.split(";"))
    return Alternative(groups=groups, cost=cost)


def _part(text: str, units: _Units) -> Part:
    found = _PART.fullmatch(text)
    if found is None:
        raise _unreadable(text)
    skill, level, hours, rest = found.groups()
    if skill == WAIT and level is None:
        raise wrong(f"{quoted(text)} has to be alone in its alternative", "Maybe make it a task of its own?")
    fewest, most, share = 1, 1, WHOLE
    for word in rest.replace("@ ", "@").split():
        if word.startswith("x"):
            fewest, most = _crew(word)
        else:
            share = _share(word)
    return Part(
        units.hours(hours),
        None if skill is None else parse_skill_name(skill),
        1 if level is None else parse_level(level),
        fewest,
        most,
        share,
    )


def _unreadable(text: str) -> InputError:
    if not text:
        return wrong("a part of the work is empty", "Maybe there is one `;` or `+` too many?")
    if text == WAIT or text.startswith((f"{WAIT} ", f"{WAIT}:")):
        return wrong(f"{quoted(text)} has to be a length and alone in its alternative", "Maybe you meant `wait 3d`?")
    if found := _NO_UNIT.fullmatch(text):
        fixed = text.replace(found[1], f"{found[1]}h", 1) if text.count(found[1]) == 1 else f"{found[1]}h"
        return wrong(f"{quoted(text)} has no unit", f"Maybe you meant {quoted(fixed)}?")
    return wrong(f"{quoted(text)} is not work", "Maybe you meant something like `frontend:2 24h`?")


def _crew(word: str) -> tuple[int, int]:
    found = _CREW.fullmatch(word)
    if found is None:
        raise wrong(f"{quoted(word)} is not a number of people", "Maybe you meant `x2` or `x1-3`?")
    fewest, most = int(found[1]), int(found[2] or found[1])
    if fewest > most:
        raise wrong(f"{quoted(word)} is reversed", f"Maybe you meant `x{most}-{fewest}`?")
    if not 1 <= fewest <= most <= MOST_PEOPLE:
        raise wrong(f"{quoted(word)} is not between 1 and {MOST_PEOPLE} people")
    return fewest, most


def _share(word: str) -> int:
    found = _SHARE.fullmatch(word)
    if found is None or not 1 <= int(found[1]) <= WHOLE:
        raise wrong(f"{quoted(word)} is not a share of 1 to 100 per cent", "Maybe you meant something like `@25%`?")
    return int(found[1])


def parse_level(text: str) -> int:
    """Read the level of a skill, 1 to 99.

    Examples
    --------
    >>> parse_level("3")
    3
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(TOP_LEVEL)) and int(text) >= 1):
        raise wrong(f"{quoted(text)} is not a level from 1 to {TOP_LEVEL}")
    return int(text)


def print_work(work: tuple[Alternative, ...]) -> str:
    """Write work so that `parse_work` reads the same.

    Examples
    --------
    >>> print_work(parse_work("ux 1d;design:2 16h@50%|wait 3d[cost 90]".replace("@", " @"), Fraction(8)))
    'ux 8h; design:2 16h @50% | wait 24h [cost 90]'
    """
    return " | ".join(_print_alternative(alternative) for alternative in work)


def _print_alternative(alternative: Alternative) -> str:
    if alternative.wait is not None:
        text = f"{WAIT} {print_number(alternative.wait)}h"
    else:
        text = "; ".join(" + ".join(_print_part(part) for part in group) for group in alternative.groups)
    return f"{text} [cost {print_money(alternative.cost)}]" if alternative.cost else text


def _print_part(part: Part) -> str:
    words = []
    if part.skill is not None:
        words.append(f"{part.skill}:{part.level}" if part.level > 1 or part.skill == WAIT else part.skill)
    words.append(f"{print_number(part.hours)}h")
    if part.most > 1:
        words.append(f"x{part.fewest}" if part.fewest == part.most else f"x{part.fewest}-{part.most}")
    if part.share < WHOLE:
        words.append(f"@{part.share}%")
    return " ".join(words)


def parse_uses(text: str) -> tuple[Use, ...]:
    """Read which pools a task uses, and how many units of each.

    Examples
    --------
    >>> parse_uses("device_lab; licence:2")
    (Use(pool='device_lab', units=1), Use(pool='licence', units=2))
    """
    uses = []
    for one in text.split(";"):
        pool, colon, units = (word.strip() for word in one.partition(":"))
        if not pool:
            raise wrong("a use names no pool", "Maybe there is one `;` too many?")
        number = parse_count(units, most=MOST_UNITS) if colon else 1
        if number < 1:
            raise wrong(f"{quoted(one.strip())} uses nothing", "Maybe leave it out?")
        uses.append(Use(parse_ref(pool), number))
    return tuple(uses)


def print_uses(uses: tuple[Use, ...]) -> str:
    """Write uses so that `parse_uses` reads the same.

    Examples
    --------
    >>> print_uses((Use("device_lab"), Use("licence", 2)))
    'device_lab:1; licence:2'
    """
    return "; ".join(f"{use.pool}:{use.units}" for use in uses)
