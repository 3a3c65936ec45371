"""Plans for several orders of goals side by side, and what each goal costs, at 80 columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ipmplan.explaining.orders import Orders, Price
from ipmplan.reports import words
from ipmplan.validation.impossible.words import some

HEADS: Mapping[str, str] = {
    "lateness": "late",
    "overrun": "over",
    "completion": "finishes",
    "makespan": "last end",
    "continuity": "pairs",
    "evenness": "uneven",
    "cost": "cost",
}
NOTE = (
    "late: weighted working hours after agreed days; over: money over soft budgets; finishes: weighted working hours to "
    "each project's end; last end: working hours; pairs: of person and project; uneven: standard deviation of utilisation."
)


def page(orders: Orders, currency: str) -> RenderableType:
    """What each goal costs the others, then a row for each plan."""
    return Group(*_prices(orders, currency), Text(), _table(orders), Text(NOTE, style="dim"), Text(_honest(orders)))


def sentences(orders: Orders, currency: str) -> list[str]:
    """What each goal of the own order costs those behind it.

    Examples
    --------
    >>> sentences(Orders([], None), "EUR")
    []
    """
    if not orders.plans:
        return []
    prices: dict[str, list[Price]] = {}
    for price in orders.prices():
        prices.setdefault(price.goal, []).append(price)
    tried = [plan.left_out for plan in orders.plans if plan.left_out]
    said = [
        f"{goal} costs {some([_amount(one, currency) for one in prices[goal]], len(prices[goal]))}."
        for goal in tried
        if goal in prices
    ]
    free = [goal for goal in tried if goal not in prices and goal != orders.own.order[-1]]
    if free:
        said.append(
            f"{some(free, len(free))} {'costs' if len(free) == 1 else 'cost'} the others nothing that was found."
        )
    return said


def _prices(orders: Orders, currency: str) -> list[RenderableType]:
    title = Text(f"What each goal costs those behind it (your order: {', '.join(orders.own.order)})", style="bold")
    return [title, *(Text(f"  {line}") for line in sentences(orders, currency))]


def _amount(price: Price, currency: str) -> str:
    amount = price.amount
    if price.other in {"cost", "overrun"}:
        kind = "in cost" if price.other == "cost" else "over budgets"
        return f"{words.number(round(amount))} {currency} {kind}".replace("  ", " ")
    if price.other == "continuity":
        return f"{words.number(round(amount))} more {'pair' if round(amount) == 1 else 'pairs'} of person and project"
    if price.other == "evenness":
        return f"{words.number(amount, 3)} in evenness"
    if price.other == "makespan":
        return f"{words.number(round(amount))} working hours to the last end"
    return f"{words.number(round(amount))} weighted hours of {price.other}"


def _table(orders: Orders) -> Table:
    goals = [goal for goal in orders.own.values if goal in HEADS]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1))
    table.add_column("order", no_wrap=True)
    for goal in goals:
        table.add_column(HEADS[goal], justify="right", no_wrap=True)
    for plan in orders.plans:
        table.add_row(plan.name, *_figures(plan.values, goals))
    return table


def _figures(values: Mapping[str, float], goals: Sequence[str]) -> list[str]:
    return [words.number(values[goal], 3 if goal == "evenness" else 0) for goal in goals]


def _honest(orders: Orders) -> str:
    each = "" if orders.seconds is None else f" in {words.number(orders.seconds)} s"
    return f"Each plan was found{each}; a longer search may find smaller differences. `--goals ORDER` plans in another order."
