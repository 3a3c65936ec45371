"""The quote that a notebook holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipmplan.reports import words
from ipmplan.reports.result import Plan
from ipmplan.reports.shown import Shown
from ipmplan.scenarios.quote import QuoteAnswer

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group


@dataclass(frozen=True, repr=False)
class Quote(Shown):
    """Ways to do a new project; `plans` has the plan of each by its kind.

    Parameters
    ----------
    found
        The facts.
    """

    found: QuoteAnswer

    @property
    def offers(self) -> pd.DataFrame:
        """One row for each way: dates with their odds, `cost_eur` and `price_eur` (in the currency), how many other tasks move, what becomes less likely."""
        import pandas as pd

        cost, price = (words.column(name, self.found.portfolio.currency) for name in ("cost", "price"))
        rows = [
            {
                "kind": one.kind,
                "start": one.start,
                "finish": one.finish,
                "p50": one.p50,
                "p80": one.p80,
                cost: None if one.cost is None else float(one.cost),
                price: None if one.price is None else float(one.price),
                "moved": len(one.moved),
                "less_likely": ", ".join(row.id for row in one.lost),
                "text": one.text,
            }
            for one in self.found.offers
        ]
        names = ["kind", "start", "finish", "p50", "p80", cost, price, "moved", "less_likely", "text"]
        return pd.DataFrame(rows, columns=names)

    @property
    def people(self) -> pd.DataFrame:
        """Who would do it: hours by offer and person."""
        import pandas as pd

        rows = [(one.kind, name, hours) for one in self.found.offers for name, hours in one.people.items()]
        return pd.DataFrame(rows, columns=["kind", "person", "hours"])

    @property
    def plans(self) -> Mapping[str, Plan]:
        """The plan of each way; what moved in it against the plan without the project is shown first."""
        return {one.kind: Plan(one.schedule, one.portfolio, self.found.base) for one in self.found.offers}

    def __repr__(self) -> str:
        from ipmplan.reports.terminal import as_text

        return as_text(self.__rich__())

    def __rich__(self) -> Group:
        from ipmplan.reports.terminal.quote import quote_page

        return quote_page(self.found)

    def _repr_html_(self) -> str:
        from ipmplan.reports.html.in_notebook import frames_in_html

        offers = self.offers.drop(columns="text")
        return frames_in_html(
            "What could be offered", [("Ways", offers), ("Who would do it", self.people)], self.offers["text"]
        )
