"""The comparison of orders as a notebook holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.explaining.orders import Orders
from ipmplan.reports.goals import goal_column
from ipmplan.reports.shown import Shown
from ipmplan.reports.terminal import as_text, orders

if TYPE_CHECKING:
    import pandas as pd


class GoalPrices(Shown):
    """What each goal costs the others, for one portfolio.

    Parameters
    ----------
    orders
        The plans it was found out with.
    currency
        Of the amounts of money.
    """

    def __init__(self, orders: Orders, currency: str) -> None:
        self.orders = orders
        self.currency = currency

    @property
    def values(self) -> pd.DataFrame:
        """A row for each order that was planned, a column for each goal, in the goals' units."""
        import pandas as pd

        return pd.DataFrame(
            [
                {goal_column(goal, self.currency): value for goal, value in dict(plan.values).items()}
                for plan in self.orders.plans
            ],
            index=pd.Index([plan.name for plan in self.orders.plans], name="order"),
        )

    @property
    def prices(self) -> pd.DataFrame:
        """What each goal costs those behind it: columns ``goal``, ``other``, ``amount`` and ``unit`` (the other's)."""
        import pandas as pd

        rows = [(price.goal, price.other, price.amount, self._unit(price.other)) for price in self.orders.prices()]
        return pd.DataFrame(rows, columns=["goal", "other", "amount", "unit"])

    def _unit(self, name: str) -> str:
        from ipmplan.models.goals import goal

        unit = goal(name).UNIT
        return self.currency if unit == "money" else unit

    def __str__(self) -> str:
        return as_text(orders.page(self.orders, self.currency))

    def __repr__(self) -> str:
        lines = orders.sentences(self.orders, self.currency)
        return f"GoalPrices of {len(self.orders.plans)} plans: {' '.join(lines)}"

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.elements import el
        from ipmplan.reports.html.in_notebook import framed, frames_in_html

        lines = (el("li", line) for line in orders.sentences(self.orders, self.currency))
        return framed(el("ul", *lines), frames_in_html("", [("Values", self.values)]))
