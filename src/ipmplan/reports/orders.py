"""The comparison of orders as a notebook holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.explaining.orders import Orders
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
            [dict(plan.values) for plan in self.orders.plans],
            index=pd.Index([plan.name for plan in self.orders.plans], name="order"),
        )

    @property
    def prices(self) -> pd.DataFrame:
        """What each goal costs those behind it: columns ``goal``, ``other``, ``amount`` (in the other's unit)."""
        import pandas as pd

        rows = [(price.goal, price.other, price.amount) for price in self.orders.prices()]
        return pd.DataFrame(rows, columns=["goal", "other", "amount"])

    def __str__(self) -> str:
        return as_text(orders.page(self.orders, self.currency))

    def __repr__(self) -> str:
        lines = orders.sentences(self.orders, self.currency)
        return f"GoalPrices of {len(self.orders.plans)} plans: {' '.join(lines)}"

    def _repr_html_(self) -> str:
        from html import escape

        lines = "".join(f"<li>{escape(line)}</li>" for line in orders.sentences(self.orders, self.currency))
        return f"<ul>{lines}</ul>{self.values.round(3).to_html()}"
