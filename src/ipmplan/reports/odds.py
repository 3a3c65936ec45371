"""The forecast and the scorecard that a notebook holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ipmplan.core.forecast import Forecast
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.odds.curve import Fan
from ipmplan.odds.groups import By
from ipmplan.odds.scorecard import Scorecard
from ipmplan.reports import chances, words
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.shown import Shown

RUNS = 10_000

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure
    from rich.console import Group

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


@dataclass(frozen=True, repr=False)
class PlanForecast(Shown):
    """What may become of a plan.

    Printed, it says what is promised and how likely that is. Tables are pandas DataFrames, figures plotly ones.

    Parameters
    ----------
    forecast
        The facts, as they are stored.
    schedule, portfolio
        The plan, and the tables of the day.
    fan
        How much is done by when, over the runs.
    """

    forecast: Forecast
    schedule: Schedule
    portfolio: Portfolio
    fan: Fan = field(compare=False)

    @cached_property
    def _scene(self) -> Scene:
        return scene(self.schedule, self.portfolio)

    @property
    def milestones(self) -> pd.DataFrame:
        """One row for each date: promised, planned, P50, P80, P95 (days), `chance` from 0 to 1, what drives it."""
        return _dates(self._scene, self.forecast, arrivals=False)

    @property
    def with_arrivals(self) -> pd.DataFrame:
        """The same with as much new work as arrived in the past; empty where no history shows how much."""
        return _dates(self._scene, self.forecast, arrivals=True)

    @property
    def costs(self) -> pd.DataFrame:
        """One row for each project: `planned_eur`, `p50_eur`, `p80_eur`, `budget_eur` (in the currency), `chance` of the budget."""
        import pandas as pd

        names = [words.column(name, self._scene.currency) for name in ("planned", "p50", "p80", "budget")]
        rows = []
        for line in chances.cost_lines(self._scene, self.forecast.known):
            amounts = (line.planned, line.p50, line.p80, line.budget)
            figures = (np.nan if amount is None else float(amount) for amount in amounts)
            rows.append((line.id, line.name, *figures, np.nan if line.chance is None else line.chance))
        return pd.DataFrame(rows, columns=["project", "name", *names, "chance"])

    @property
    def tasks(self) -> pd.DataFrame:
        """One row for each open task: hours spent and planned, P10, P50 and P90 of its hours, criticality, cruciality."""
        import pandas as pd

        from ipmplan.core.forecast import LEVELS

        places = {name: LEVELS.index(level) for name, level in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))}
        rows = [
            {
                "task": row.id,
                "name": self._scene.work_name(row.id),
                "spent_hours": row.spent,
                "planned_hours": row.planned,
                **{
                    f"{name}_hours": row.quantiles[place] if row.quantiles else np.nan for name, place in places.items()
                },
                "criticality": row.criticality,
                "cruciality": row.cruciality,
            }
            for row in self.forecast.tasks
        ]
        columns = ["task", "name", "spent_hours", "planned_hours", *(f"{name}_hours" for name in places)]
        return pd.DataFrame(rows, columns=[*columns, "criticality", "cruciality"])

    def figure(self, project: str = "", *, theme: Theme = "light") -> Figure:
        """Draw the fan over the S-curve: how much of the plan's hours is done by when; of one project or of all."""
        from ipmplan.reports.figures.odds import fan

        return fan(self._scene, self.fan, self.forecast, project, theme=theme)

    def keep(self, folder: str | Path) -> Path:
        """Store it in the `forecasts/` of a folder, so that it can be scored later; see `files.forecastfile`.

        Raises
        ------
        InputError
            When the place cannot be written.
        """
        from ipmplan.files.forecastfile import keep_forecast

        return keep_forecast(Path(folder), self.forecast)

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text
        from ipmplan.reports.terminal.odds import forecast_page

        return as_text(forecast_page(self._scene, self.forecast))

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal.odds import forecast_page

        return forecast_page(self._scene, self.forecast)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.in_notebook import framed
        from ipmplan.reports.html.odds import odds_tables

        return framed(odds_tables(self._scene, self.forecast))

    def _figure_below(self) -> LightFigure | None:
        return self.figure() if self.fan.moments else None


def forecast_of(schedule: Schedule, portfolio: Portfolio, runs: int = RUNS, seed: int = 0) -> PlanForecast:
    """Forecast a plan with what its folder knows: approved plans, and what became of the forecasts stored there.

    Raises
    ------
    InputError
        When a file there cannot be read, or the number of runs is not one.
    """
    from ipmplan.files.forecastfile import stored_forecasts
    from ipmplan.files.planfile import approved_plans
    from ipmplan.odds.forecast import Forecaster

    folder = folder_of(portfolio)
    approved = approved_plans(folder) if folder is not None else ()
    earlier = stored_forecasts(folder) if folder is not None else ()
    maker = Forecaster(schedule, portfolio, approved, earlier)
    made, fan = maker.forecast(runs, seed)
    return PlanForecast(made, schedule, portfolio, fan)


def scores_of(portfolio: Portfolio, by: By = "kind") -> ForecastScores:
    """Score the forecasts that are stored beside a portfolio.

    Raises
    ------
    InputError
        When a file there cannot be read.
    """
    from ipmplan.files.forecastfile import stored_forecasts
    from ipmplan.files.planfile import approved_plans
    from ipmplan.odds.scorecard import scorecard

    folder = folder_of(portfolio)
    approved = approved_plans(folder) if folder is not None else ()
    return ForecastScores(scorecard(portfolio, stored_forecasts(folder) if folder is not None else (), approved, by))


def folder_of(portfolio: Portfolio) -> Path | None:
    """Folder in which plans and forecasts of a portfolio are kept; None when it was made in Python."""
    if not portfolio.source:
        return None
    source = Path(portfolio.source)
    return source.parent if source.is_file() else source


@dataclass(frozen=True, repr=False)
class ForecastScores(Shown):
    """How good our word was; `card` holds the facts."""

    card: Scorecard

    @property
    def scores(self) -> pd.DataFrame:
        """One row for dates, hours and costs: coverage of 80 and 90 % with standard errors, hits, CRPS, bias."""
        import pandas as pd

        rows = [
            {
                "of": score.of,
                "unit": score.unit,
                "things": score.things,
                "forecasts": score.forecasts,
                "coverage80": score.coverage80.value,
                "coverage80_se": score.coverage80.error,
                "coverage90": score.coverage90.value,
                "coverage90_se": score.coverage90.error,
                "held_p50": score.held50.value,
                "held_p80": score.held80.value,
                "held_p95": score.held95.value,
                "crps": score.crps,
                "bias": score.bias,
            }
            for score in self.card.scores
        ]
        return pd.DataFrame(rows)

    @property
    def groups(self) -> pd.DataFrame:
        """Actual over estimate by kind, skill, client, size or person: how many, median, 10 and 90 % points."""
        import pandas as pd

        rows = [(group.name, group.tasks, group.ratio, group.low, group.high) for group in self.card.groups]
        return pd.DataFrame(rows, columns=[self.card.by, "tasks", "ratio", "p10", "p90"])

    def figure(self, *, theme: Theme = "light") -> Figure:
        """Draw where outcomes lay in their forecasts: even bars are right."""
        from ipmplan.reports.figures.odds import pit

        return pit(self.card, theme=theme)

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text
        from ipmplan.reports.terminal.odds import scorecard_page

        return as_text(scorecard_page(self.card))

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal.odds import scorecard_page

        return scorecard_page(self.card)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.elements import el
        from ipmplan.reports.html.in_notebook import framed, frames_in_html
        from ipmplan.reports.html.odds import calibration

        known = calibration(self.card) or el("p", f"{self.card.sentence[:1].upper()}{self.card.sentence[1:]}.")
        groups = frames_in_html("", [(f"Actual over estimate by {self.card.by}", self.groups)])
        return framed(known, groups)

    def _figure_below(self) -> LightFigure | None:
        return self.figure() if self.card.scores else None


def _dates(view: Scene, forecast: Forecast, *, arrivals: bool) -> pd.DataFrame:
    import pandas as pd

    odds = forecast.arrivals if arrivals else forecast.known
    names = ["id", "name", "project", "promised", "planned", "p50", "p80", "p95", "chance", "drivers"]
    lines = chances.date_lines(view, odds) if odds is not None else []
    rows = [
        (
            line.id,
            line.name,
            line.project,
            line.promised,
            line.planned,
            line.p50,
            line.p80,
            line.p95,
            line.chance,
            "; ".join(line.drivers),
        )
        for line in lines
    ]
    made = pd.DataFrame(rows, columns=names)
    for column in names[3:8]:
        made[column] = pd.to_datetime(made[column])
    made["chance"] = made["chance"].astype("float64")
    return made
