"""A quote and a priced change on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from ipmplan.core.portfolio import Portfolio
from ipmplan.reports import words
from ipmplan.reports.compared import compared_lines
from ipmplan.reports.terminal.tables import add, heading, table
from ipmplan.scenarios.change import PricedChange
from ipmplan.scenarios.quote import QuoteAnswer, QuoteOffer

MOST = 8
KINDS = {"ours": "our people", "freelancer": "freelancer", "parts": "two parts", "room": "make room"}


def quote_page(found: QuoteAnswer) -> Group:
    """The ways to do a project, the plain one first."""
    project, portfolio = found.brief.project, found.portfolio
    client = f" for {project.client}" if project.client else ""
    parts: list[RenderableType] = [
        Text(f"{project.name or project.id}{client}: {words.count(len(found.offers), 'offer')}", style="bold")
    ]
    money = f"cost, {portfolio.currency}" if portfolio.currency else "cost"
    grid = table(
        *("offer", "start", "P50", "P80", money, "price"),
        numbers=[money, "price"],
        fixed=["start", "P50", "P80"],
        names=["offer"],
    )
    for number, one in enumerate(found.offers, start=1):
        days = (one.start, words.last_day(one.p50), words.last_day(one.p80))
        dates = [words.day(when, portfolio.as_of_day.year) for when in days]
        add(grid, f"{number} {KINDS[one.kind]}", *dates, words.money(one.cost), words.money(one.price))
    if found.offers:
        parts += [Text(), grid]
    for number, one in enumerate(found.offers, start=1):
        parts += [*heading(f"{number}. {offer_title(one, found)}"), *_details(one, found)]
    for text, reason in found.refused:
        parts.append(Text(f"Not {text}: {reason}", style="dim"))
    if not found.offers:
        parts.append(Text("There is no place for it. Maybe ask for less, or for later?"))
    return Group(*parts)


def offer_title(one: QuoteOffer, found: QuoteAnswer) -> str:
    """An offer in a sentence: the plain one by its dates, others by what they bring and cost."""
    plain, portfolio = found.offers[0], found.portfolio
    by = words.day(words.last_day(one.p80), portfolio.as_of_day.year)
    if one is plain:
        return f"{by} {one.text}"
    days = (plain.p80.date() - one.p80.date()).days
    sooner = f"{words.count(abs(days), 'day')} {'earlier' if days > 0 else 'later'}" if days else "as soon"
    more = ""
    if one.cost is not None and plain.cost is not None and one.cost != plain.cost:
        by_money = one.cost - plain.cost
        more = f", {words.money(abs(by_money), portfolio.currency)} {'more' if by_money > 0 else 'less'}"
    return f"{sooner} {one.text}{more}"


def _details(one: QuoteOffer, found: QuoteAnswer) -> Iterator[RenderableType]:
    portfolio, year = found.portfolio, found.portfolio.as_of_day.year
    yield Text(f"  in the plan from {words.moment(one.start, year)} to {words.moment(one.finish, year)}")
    for name, moment in one.parts:
        yield Text(f"  {name}: {words.moment(moment, year)}")
    yield Text(f"  by {_people(one.people, portfolio)}")
    if one.moved:
        more = f" and {len(one.moved) - MOST} more" if len(one.moved) > MOST else ""
        yield Text(f"  other work that moves: {', '.join(one.moved[:MOST])}{more}")
    else:
        yield Text("  nothing else moves")
    for late in one.late:
        asked, then = words.day(late.due, year), words.moment(late.finish, year)
        yield Text(f"  not as asked: {late.id}, wanted {asked}, then {then}", style="red")
    if one.over is not None:
        yield Text(f"  over the budget that was asked for by {words.money(one.over, portfolio.currency)}", style="red")
    for row in one.lost:
        yield Text(f"  less likely: {row.id}, {words.percent(row.before)} to {words.percent(row.after)}", style="red")


def change_page(found: PricedChange) -> Group:
    """What a change request means."""
    portfolio, change = found.compared.base.portfolio, found.change
    year = portfolio.as_of_day.year
    parts: list[RenderableType] = [Text(f"{change.id} ({change.project}): {change.statement}", style="bold")]
    if found.start is None or found.finish is None:
        said = [line.says[0] for line in compared_lines(found.compared)] or ["stopped before there was a plan"]
        parts.append(Text(said[0], style="red"))
        return Group(*parts)
    parts.append(Text(f"  done from {words.moment(found.start, year)} to {words.moment(found.finish, year)}"))
    hours = words.hours(sum(found.people.values()))
    parts.append(Text(f"  {hours} of work, by {_people(found.people, portfolio)}"))
    if found.cost is not None:
        price = f", price {words.money(found.price, portfolio.currency)}" if found.price is not None else ""
        parts.append(Text(f"  cost {words.money(found.cost, portfolio.currency)}{price}"))
    for row in found.dates:
        whom = f" with {row.client}" if row.client else ""
        agreed, after = words.day(row.agreed, year), words.moment(row.after, year)
        parts.append(Text(f"  needs a new date{whom}: {row.id}, agreed {agreed}, then {after}", style="red"))
    if not found.dates:
        parts.append(Text("  no agreed date of a milestone is missed because of it"))
    for line in compared_lines(found.compared):
        parts += [*heading("What else differs"), *(Text(f"  - {text}") for text in line.says)]
    return Group(*parts)


def _people(hours: Mapping[str, float], portfolio: Portfolio) -> str:
    known = portfolio.person
    names = {name: (known[name].name or name) if name in known else name for name in hours}
    return ", ".join(f"{names[name]} {words.hours(value)}" for name, value in hours.items()) or "nobody"
