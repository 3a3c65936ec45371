"""PV, EV, AC and ES against those that were published of tracked projects; each difference with its reason."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from benchmarks.earned import OVERVIEW, TOLERANCE, Figures, Published, Tracked, read_tracked
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Column, Table

_COLUMNS = (
    Column("code", "project", 9),
    Column("periods", "periods", 7),
    *(Column(name, name.upper(), 4) for name in ("pv", "ev", "ac", "es")),
    Column("begun", "EV begun", 8),
    Column("reasons", "reasons", 60),
)
AGREES = "agrees"
AT_START = "cost without hours is earned when an activity begins, not as it proceeds"
AT_MOMENT = "an activity with cost without hours begins at the very status time, and is not counted yet"
ENTERED = "actual cost was entered by hand: not hours times cost per hour, which is all that the tables give"
STEP = "planned value jumps there: EV lies within a step, which the published ES cuts by time"
FLAT = "planned value stands still there: several moments have the same"
OTHER = "other"
NEEDED = 600


def _holds(folder: Path) -> bool:
    return (folder / OVERVIEW).is_file()


@suite("earned", holds=_holds)
def run(asked: Run) -> Summary:
    """Count the periods in which the figures agree within 1 % of BAC (ES: of the planned duration)."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    reasons: dict[str, Counter[str]] = {name: Counter() for name in ("pv", "ev", "ac", "es")}
    for project in read_tracked(asked.folder):
        if not asked.wants(project.code):
            continue
        counts: Counter[str] = Counter()
        own: Counter[str] = Counter()
        for period in project.published:
            plain = project.figures(period, fixed_at_start=False)
            begun = project.figures(period, fixed_at_start=True)
            for name, why in _compare(project, period, plain, begun).items():
                counts[name] += why == AGREES
                reasons[name][why] += 1
                own[f"{name}: {why}"] += why != AGREES
            counts["begun"] += abs(begun.ev - period.ev) <= period.bac * TOLERANCE
        told = "; ".join(f"{many} {why}" for why, many in own.most_common() if many)
        table.add({"code": project.code, "periods": len(project.published), **counts, "reasons": told})
    total = sum(reasons["ev"].values())
    for name, found in reasons.items():
        table.say()
        table.say(f"{name.upper()}: {found[AGREES]} of {total} periods agree within 1 %")
        for why, many in found.most_common():
            if why != AGREES:
                table.say(f"  {many:4d}  {why}")
    enough = reasons["ev"][AGREES] >= NEEDED * total / 822
    text = f"earned: EV of {reasons['ev'][AGREES]} of {total} periods within 1 % of BAC, {reasons['ev'][OTHER]} without a reason"
    return Summary(text, 0 if enough and not reasons["ev"][OTHER] else 1)


def _compare(project: Tracked, period: Published, plain: Figures, begun: Figures) -> dict[str, str]:
    """For each figure whether it agrees, and if not, why."""
    near = period.bac * TOLERANCE

    def either(name: str) -> str:
        published = getattr(period, name)
        if abs(getattr(plain, name) - published) <= near:
            return AGREES
        return AT_START if abs(getattr(begun, name) - published) <= near else OTHER

    planned = either("pv")
    if planned == OTHER:
        # The curve is at its higher level at the moment of a step.
        just_before = replace(period, at=period.at - Fraction(1, 1000))
        if abs(project.figures(just_before, fixed_at_start=True).pv - period.pv) <= near:
            planned = AT_MOMENT
    return {
        "pv": planned,
        "ev": either("ev"),
        "ac": AGREES if abs(begun.ac - period.ac) <= near else ENTERED,
        "es": _schedule(project, period, plain, begun),
    }


def _schedule(project: Tracked, period: Published, plain: Figures, begun: Figures) -> str:
    near = max(project.duration * TOLERANCE, Fraction(1))
    if any(abs(one.es - period.es) <= near for one in (plain, begun)):
        return AGREES
    level = project.figures(Published("", "", period.es, *[Fraction(0)] * 5), fixed_at_start=True).pv
    if abs(level - begun.ev) <= period.bac * TOLERANCE:
        return FLAT
    return STEP if level > begun.ev else OTHER
