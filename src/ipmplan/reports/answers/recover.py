"""Ways back to a date, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.names import date_name
from ipmplan.explaining.recover import Menu, Route
from ipmplan.explaining.recover.idea import KINDS
from ipmplan.explaining.recover.kept import menu_document, write_menu
from ipmplan.reports import words
from ipmplan.reports.answers.answer import Reply
from ipmplan.reports.answers.page import Listing, Page

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from ipmplan.reports.figures.style import Theme
    from ipmplan.reports.scene import Scene


@dataclass(frozen=True, repr=False)
class RecoverAnswer(Reply):
    """Ways to reach a date, each planned with and judged, those that no other one beats.

    Parameters
    ----------
    menu
        The ways, as facts.
    """

    menu: Menu
    _scene: Scene = field(compare=False)
    _portfolio: Portfolio = field(compare=False)

    @property
    def ways(self) -> pd.DataFrame:
        """`kind`, `way`, `finish`, `p80`, `reaches`, `sooner_hours`, `cost_eur` (in the currency), `people`, `moved`, `hurts`, `needs_yes_of`; numbered from 1."""
        import pandas as pd

        rows = [
            (
                way.proposal.kind,
                way.proposal.text,
                way.outcome.finish,
                way.outcome.p80,
                way.reaches,
                way.outcome.sooner_hours,
                float(way.outcome.cost) if way.outcome.cost is not None else None,
                len(_people(way)),
                way.outcome.moved,
                len(way.outcome.hurt),
                ", ".join(way.proposal.clients),
            )
            for way in self.menu.ways
        ]
        heads = [
            "kind",
            "way",
            "finish",
            "p80",
            "reaches",
            "sooner_hours",
            words.column("cost", self._scene.currency),
            "people",
            "moved",
            "hurts",
            "needs_yes_of",
        ]
        return pd.DataFrame(rows, columns=heads, index=pd.RangeIndex(1, len(rows) + 1, name="number"))

    def figure(self, *, theme: Theme = "light") -> Figure:
        """Draw the ways by date and money."""
        from ipmplan.reports.figures.answers import ways_figure

        return ways_figure(self._scene, self.menu, theme)

    @property
    def page(self) -> Page:
        """Sentences and a table, as they are read."""
        return menu_page(self._scene, self.menu)

    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain values; each way has its edits and its plan."""
        return menu_document(self.menu, self._portfolio)

    def save(self, place: str | Path) -> Path:
        """Keep the menu as recover.json beside the tables, from where `ipmplan recover --apply N` takes a way.

        Parameters
        ----------
        place
            Folder or workbook that the portfolio was read from.

        Raises
        ------
        InputError
            When it cannot be written.
        """
        return write_menu(Path(place), self.menu, self._portfolio)


def menu_page(scene: Scene, menu: Menu) -> Page:
    """A menu as it is read."""
    name = date_name(scene.portfolio, menu.name)
    by, planned = words.day(menu.by, scene.year), words.day(words.last_day(menu.planned), scene.year)
    title = f"{words.named(menu.name, name)}: planned for {planned}, wanted by {by}"
    lines = []
    nearest = menu.nearest
    if not menu.ways:
        lines.append(f"Nothing of {words.count(menu.tried, 'way')} that were planned with brings it forward.")
    elif nearest is not None:
        when = words.moment(nearest.outcome.finish, scene.year)
        lines.append(f"Nothing of these reaches it; the nearest miss is way 1: {when}.")
    else:
        count = sum(way.reaches for way in menu.ways)
        lines.append(f"{words.count(count, 'way reaches', 'ways reach')} it, of {menu.tried} that were planned with.")
    rows = tuple(
        (
            str(number),
            _day(scene, way.outcome.finish) + ("" if way.reaches else " late"),
            _day(scene, way.outcome.p80),
            _more(way),
            str(len(_people(way))),
            _text(scene, way),
        )
        for number, way in enumerate(menu.ways, 1)
    )
    notes = []
    if rows:
        notes.append(
            "Each is planned and judged. `ipmplan recover --apply N` writes it into the tables, `--undo` takes it back."
        )
    if menu.vain:
        shown = "; ".join(proposal.text for proposal in menu.vain[:6])
        notes.append(f"Brings nothing, or breaks a rule: {shown}{' ...' if len(menu.vain) > 6 else ''}.")
    heads = ("no.", "reached", "80 % by", f"{scene.currency} more", "people", "way")
    numbers = ("no.", heads[3], "people")
    grid = Listing(
        "Ways to get there",
        heads,
        rows,
        fixed=("reached", "80 % by"),
        numbers=numbers,
        wraps=("way",),
        notes=tuple(notes),
    )
    return Page(title, tuple(lines), (grid,))


def _people(way: Route) -> set[str]:
    """Whom it touches: those who do other tasks, and those who are asked for more."""
    return {*way.outcome.people, *way.proposal.asks}


def _text(scene: Scene, way: Route) -> str:
    clients = ", ".join(way.proposal.clients)
    yes = f" (needs the client's yes: {clients})" if clients else ""
    hurts = f"; {_hurts(scene, way)}" if way.outcome.hurt else ""
    return f"{KINDS[way.proposal.kind]}: {way.proposal.text}{yes}{hurts}"


def _day(scene: Scene, moment: datetime | None) -> str:
    return words.day(words.last_day(moment), scene.year) if moment is not None else "–"


def _more(way: Route) -> str:
    """Money more, with its sign."""
    return "–" if way.outcome.cost is None else f"{way.outcome.cost:+,.0f}"


def _hurts(scene: Scene, way: Route) -> str:
    said = [
        f"{date_name(scene.portfolio, row.id)} {words.late(row.hours, scene.hours_a_day)} later"
        for row in way.outcome.hurt[:2]
    ]
    rest = len(way.outcome.hurt) - len(said)
    return "; ".join([*said, *([f"and {rest} more"] if rest else [])])
