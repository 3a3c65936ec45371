"""The trade-off that a notebook holds: a table, a curve, and the plan of each point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.reports import words
from ipmplan.reports.result import Plan
from ipmplan.reports.shown import Shown
from ipmplan.scenarios.frontier import Front

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from ipmplan.reports.figures.light import LightFigure
    from ipmplan.reports.figures.style import Theme


@dataclass(frozen=True, repr=False)
class Frontier(Shown):
    """Plans of which none is better in both goals; `plans` has them in the order of `points`.

    Parameters
    ----------
    found
        The facts.
    """

    found: Front

    @property
    def points(self) -> pd.DataFrame:
        """One row for each plan: both goals, the limit of the first one, and what was proved that no plan is below."""
        import pandas as pd

        (first, second), (unit, other) = self.found.goals, self.found.units
        names = [words.column(first, unit), words.column(second, other)]
        names += [
            words.column(f"{first}_limit", unit),
            words.column(f"{first}_bound", unit),
            words.column(f"{second}_bound", other),
        ]
        rows = [(one.first, one.second, one.limit, one.first_bound, one.second_bound) for one in self.found.points]
        return pd.DataFrame(rows, columns=names).astype("float64")

    @property
    def plans(self) -> list[Plan]:
        """The plan of each point."""
        return [Plan(one.schedule, self.found.portfolio) for one in self.found.points]

    def figure(self, *, theme: Theme = "light") -> Figure:
        """Draw what one goal costs in the other."""
        from plotly import graph_objects as go

        from ipmplan.reports.figures import style

        (first, second), units = self.found.goals, self.found.units
        made = style.figure(theme, 420)
        x, y = [one.first for one in self.found.points], [one.second for one in self.found.points]
        hover = f"{first} %{{x:,.1f}}<br>{second} %{{y:,.1f}}<extra></extra>"
        made.add_trace(
            go.Scatter(x=x, y=y, mode="lines+markers", line={"shape": "hv"}, name="plans", hovertemplate=hover)
        )
        bounds = [
            (one.limit or one.first, one.second_bound) for one in self.found.points if one.second_bound is not None
        ]
        if bounds:
            marker = {"symbol": "line-ew-open", "size": 12}
            made.add_trace(
                go.Scatter(
                    x=[x for x, _ in bounds],
                    y=[y for _, y in bounds],
                    mode="markers",
                    marker=marker,
                    name="proved bound",
                )
            )
        made.update_xaxes(title=f"{first} ({units[0]})")
        made.update_yaxes(title=f"{second} ({units[1]})")
        return made

    def __repr__(self) -> str:
        return f"{len(self.found.points)} plans of {self.found.portfolio.name}: {self.found.goals[0]} against {self.found.goals[1]}\n{self.points.to_string()}"

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.in_notebook import frames_in_html

        first, second = self.found.goals
        title = f"{len(self.found.points)} plans of {self.found.portfolio.name}: {first} against {second}"
        return frames_in_html(title, [("Points", self.points)])

    def _figure_below(self) -> LightFigure | None:
        return self.figure() if self.found.points else None
