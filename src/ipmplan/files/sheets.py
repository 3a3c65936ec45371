"""What openpyxl's fast reader leaves out of a sheet: merged ranges, and formulas that were never calculated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_MERGED_CELLS = 1_000_000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_UNCALCULATED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^<>]*><f(?:/>|[^<>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>')
_LETTERS = 26
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetExtras:
    """What is known of cells beside their values; cells are (row, column), both from 1.

    Parameters
    ----------
    covered
        By row and column, for each cell of a merged range but the first, the one whose value counts.
    uncalculated
        By row and column, the names of cells with a formula and no value.
    """

    covered: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)
    uncalculated: Mapping[int, Mapping[int, str]] = field(default_factory=dict)


def sheet_extras(xml: bytes, most_columns: int, most_rows: int) -> SheetExtras:
    """Find merged ranges and uncalculated formulas in the XML of a sheet.

    Parameters
    ----------
    xml
        Of one sheet.
    most_columns, most_rows
        What lies beyond is left out.

    Examples
    --------
    >>> sheet_extras(b'<mergeCells><mergeCell ref="B2:B4"/></mergeCells>', 100, 1000).covered
    {3: {2: (2, 2)}, 4: {2: (2, 2)}}
    """
    covered: dict[int, dict[int, Cell]] = {}
    count = 0
    for left, top, right, bottom in _MERGED.findall(xml):
        first = (int(top), _column(left))
        last_row, last_column = min(int(bottom), most_rows), min(_column(right), most_columns)
        size = (last_row - first[0] + 1) * (last_column - first[1] + 1)
        if not 0 < size <= MOST_MERGED_CELLS - count:
            continue
        count += size
        for row in range(first[0], last_row + 1):
            for column in range(first[1], last_column + 1):
                if (row, column) != first:
                    covered.setdefault(row, {})[column] = first
    uncalculated: dict[int, dict[int, str]] = {}
    for letters, line in _UNCALCULATED.findall(xml):
        uncalculated.setdefault(int(line), {})[_column(letters)] = f"{letters.decode()}{line.decode()}"
    return SheetExtras(covered, uncalculated)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number
