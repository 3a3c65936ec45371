"""What every answer can do: print itself, in a notebook too, and become JSON."""

from __future__ import annotations

import json
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from ipmplan.reports.answers.page import Page
from ipmplan.reports.shown import Shown

if TYPE_CHECKING:
    from rich.console import Group


class Reply(Shown):
    """An answer that a notebook holds."""

    @property
    @abstractmethod
    def page(self) -> Page:
        """Sentences and tables, as they are read."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain values, for programs: ids, local ISO times, working hours, money as text."""

    def to_json(self) -> str:
        """Write it as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, default=str)

    def __repr__(self) -> str:
        from ipmplan.reports.answers.show import as_rich
        from ipmplan.reports.terminal import as_text

        return as_text(as_rich(self.page))

    def __rich__(self) -> Group:
        from ipmplan.reports.answers.show import as_rich

        return as_rich(self.page)

    def _repr_html_(self) -> str:
        from ipmplan.reports.answers.show import as_html
        from ipmplan.reports.html.in_notebook import framed

        return framed(as_html(self.page))
