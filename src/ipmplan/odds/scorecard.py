"""The scorecard of a portfolio: how good forecasts were, and what estimates turned into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ipmplan.core.forecast import Forecast
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.odds.groups import By, Group, groups
from ipmplan.odds.outcomes import CameOut, outcomes
from ipmplan.odds.past import past
from ipmplan.odds.scores import Score, promise, scores
from ipmplan.study.study import Study


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How good our word was.

    Parameters
    ----------
    portfolio
        Its name.
    stored
        How many forecasts are kept.
    finished
        How many finished tasks there are to learn from.
    scores
        Of dates, hours and costs; nothing for what has not come out.
    by, groups
        What estimates turned into, by what.
    sentence
        The whole in a sentence.
    outcomes
        Every forecast that came out.
    """

    portfolio: str
    stored: int
    finished: int
    scores: tuple[Score, ...]
    by: By
    groups: tuple[Group, ...]
    sentence: str
    outcomes: tuple[CameOut, ...]


def scorecard(
    portfolio: Portfolio, forecasts: Iterable[Forecast], approved: Sequence[Schedule] = (), by: By = "kind"
) -> Scorecard:
    """Hold what was forecast against what came out by the status date.

    Parameters
    ----------
    portfolio
        With its progress.
    forecasts
        Those that were stored.
    approved
        Approved plans, oldest first: what estimates were.
    by
        How finished tasks are grouped.

    Examples
    --------
    >>> from datetime import date
    >>> scorecard(Portfolio("Northlight", date(2026, 1, 5)), []).sentence
    'no forecast is stored yet: `ipmplan forecast` keeps one each time'
    """
    stored = tuple(forecasts)
    found = outcomes(portfolio, stored)
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    finished = past(study, approved).finished
    sentence = promise(found)
    if not stored:
        sentence = "no forecast is stored yet: `ipmplan forecast` keeps one each time"
    elif not sentence:
        noun = "forecast is" if len(stored) == 1 else "forecasts are"
        sentence = f"{len(stored)} {noun} stored, and no date of them has come out yet"
    grouped = groups(finished, portfolio, by)
    money = scores(found, portfolio.currency)
    return Scorecard(portfolio.name, len(stored), len(finished), money, by, grouped, sentence, found)
