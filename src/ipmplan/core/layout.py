"""How a table was laid out where it was read, so that rows can be offered that fit it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table in their order.

    Parameters
    ----------
    columns
        Names as our tables have them, also those that are not ours.
    titles
        What the header says.
    delimiter
        What stands between cells; a tab pastes into spreadsheets.

    Examples
    --------
    >>> Layout(("id", "person", "hours"), ("ID", "Person", "Stunden"), ";").row({"id": "B1", "hours": "25%"})
    'B1;;25%'
    """

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    delimiter: str

    @property
    def header(self) -> str:
        """The header as it is written."""
        return self._written(list(self.titles))

    def row(self, cells: Mapping[str, str]) -> str:
        """Write a row; columns without a cell are empty, cells without a column are left out."""
        return self._written([cells.get(column, "") for column in self.columns])

    def _written(self, cells: list[str]) -> str:
        stream = io.StringIO()
        csv.writer(stream, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return stream.getvalue()
