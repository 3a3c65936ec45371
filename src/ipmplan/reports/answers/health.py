"""How healthy tables and plan are, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ipmplan.checkups import Checkup
from ipmplan.core.calendar import Moment
from ipmplan.reports import words
from ipmplan.reports.answers.answer import Reply
from ipmplan.reports.answers.page import Listing, Page

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 3


@dataclass(frozen=True, repr=False)
class HealthAnswer(Reply):
    """Checks of health, and what each has found.

    Parameters
    ----------
    name
        Of the portfolio.
    as_of
        Status date.
    checkups
        In the order in which they are made.
    plan_of
        Status date of the plan that was looked at; None when there was none.
    """

    name: str
    as_of: Moment
    checkups: tuple[Checkup, ...]
    plan_of: Moment | None = None

    @property
    def bad(self) -> tuple[Checkup, ...]:
        """Checks that found more than their limit."""
        return tuple(one for one in self.checkups if one.bad)

    @property
    def checks(self) -> pd.DataFrame:
        """A row for each check: `check`, `found`, `of`, `share` (0 to 1), `index`, `limit`, `ok` (None: not made), `rule`, `source`, `missing`."""
        import pandas as pd

        rows = [
            {
                "check": one.title,
                "found": len(one.symptoms) if one.found is not None else None,
                "of": one.found.of if one.found is not None else None,
                "share": one.share if one.found is not None else None,
                "index": one.found.index if one.found is not None else None,
                "limit": str(one.limit),
                "ok": one.good if one.found is not None else None,
                "rule": one.rule,
                "source": one.source,
                "missing": one.missing,
            }
            for one in self.checkups
        ]
        return pd.DataFrame(rows).set_index("check")

    @property
    def found(self) -> pd.DataFrame:
        """Everything that was found, the worst of each check first: `check`, `id`, `what`."""
        import pandas as pd

        rows = [(one.title, symptom.id, symptom.what) for one in self.checkups for symptom in one.symptoms]
        return pd.DataFrame(rows, columns=["check", "id", "what"])

    @property
    def page(self) -> Page:
        """Sentences and tables, as they are read."""
        title = f"{self.name}: health on {words.day(self.as_of)}"
        return Page(title, tuple(_lines(self)), (_overview(self.checkups), *map(_listing, self.bad)))

    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain values, for programs."""
        return {
            "portfolio": self.name,
            "as_of": str(self.as_of),
            "plan_of": str(self.plan_of) if self.plan_of is not None else None,
            "checks": [
                {
                    "check": one.name,
                    "title": one.title,
                    "rule": one.rule,
                    "source": one.source,
                    "counts": one.counts,
                    "limit": str(one.limit),
                    "ok": one.good if one.found is not None else None,
                    "missing": one.missing,
                    "of": one.found.of if one.found is not None else None,
                    "index": one.found.index if one.found is not None else None,
                    "found": [asdict(symptom) for symptom in one.symptoms],
                }
                for one in self.checkups
            ],
        }


def _lines(answer: HealthAnswer) -> Iterator[str]:
    made = [one for one in answer.checkups if one.found is not None]
    good = len(made) - len(answer.bad)
    want = f"{words.count(len(answer.bad), 'wants', 'want')} a look" if answer.bad else "none wants a look"
    yield f"{words.count(len(made), 'check')} made: {good} good, {want}."
    if answer.plan_of is None:
        yield "There is no plan yet: `ipmplan plan` makes one."
    elif answer.plan_of != answer.as_of:
        yield f"The plan is of {words.day(answer.plan_of)}: floats want one of this day (`ipmplan replan`)."
    yield "No rule is broken by what stands here, and the exit status does not change: it is what tends to go wrong later."


def _overview(checkups: tuple[Checkup, ...]) -> Listing:
    rows = tuple((one.title, *_figures(one), _verdict(one)) for one in checkups)
    heads = ("check", "found", "of", "figure", "limit", "")
    return Listing("Checks", heads, rows, fixed=("check", "limit", ""), numbers=("found", "of", "figure"))


def _figures(one: Checkup) -> tuple[str, str, str, str]:
    if one.found is None:
        return "", "", "", str(one.limit)
    figure = words.percent(one.share) if one.found.index is None else f"{one.found.index:.2f}"
    return str(len(one.symptoms)), str(one.found.of), figure, str(one.limit)


def _verdict(one: Checkup) -> str:
    if one.found is None:
        return one.missing if one.missing.startswith("nothing") else f"needs {one.missing}"
    return "good" if one.good else "look"


def _listing(one: Checkup) -> Listing:
    shown = one.symptoms[:MOST_SHOWN]
    rest = len(one.symptoms) - len(shown)
    notes = [f"{one.rule} ({one.source})"]
    if rest:
        notes.insert(0, f"and {rest:,} more; --json and `.found` list them all")
    title = f"{one.title[0].upper()}{one.title[1:]}: {_counted(one)}"
    rows = tuple((symptom.id, symptom.what) for symptom in shown)
    return Listing(title, ("which", "why"), rows, wraps=("why",), notes=tuple(notes))


def _counted(one: Checkup) -> str:
    if one.found is not None and one.found.index is not None:
        return f"{one.found.index:.2f} ({one.limit})"
    return f"{len(one.symptoms)} of {one.found.of if one.found is not None else 0} {one.counts}"
