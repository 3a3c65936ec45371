"""Values of Python as the cells that tables would have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Any

from ipmplan.files.cells import cell_text
from ipmplan.files.numbers import print_number

# Columns whose lists name people of whom anybody will do; other lists mean all of what they hold.
_ANY_OF = frozenset({"people", "team"})


@dataclass(frozen=True, slots=True)
class Written:
    """A cell's text, and whether it was a value and not text: that says nothing of how the author writes decimals."""

    text: str
    typed: bool = False


def written(value: object, column: str = "") -> Written:
    """Write a value as a cell; what is not given (None, NaN, NaT) is an empty one.

    Parameters
    ----------
    value
        Text, a number, a day, a moment, a length of time, a list, or a mapping such as ``{"frontend": 3}``.
    column
        Where it stands: a list of people means any of them, other lists mean all.

    Examples
    --------
    >>> written(24).text, written(float("nan")).text, written(Decimal("52000.50")).text, written(True).text
    ('24', '', '52000.5', 'yes')
    >>> written(["T1", "T2 SS+4h"], "after").text, written(["ana", "ben"], "people").text, written({"ux": 2}).text
    ('T1; T2 SS+4h', 'ana|ben', 'ux:2')
    """
    value = _plain(value)
    if value is None:
        return Written("")
    if isinstance(value, str):
        return Written(cell_text(value, ""))
    if isinstance(value, Mapping):
        return Written("; ".join(f"{key}:{written(one).text}" for key, one in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        ordered = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return Written(("|" if column in _ANY_OF else "; ").join(written(one).text for one in ordered))
    if isinstance(value, Decimal | Fraction):
        return Written(print_number(Fraction(value)), typed=True)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return Written(value.isoformat())
    return Written(cell_text(value, "General"), typed=True)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return the value of a library for numbers or tables as one of Python's own; None for what is not given."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "to_pydatetime") or hasattr(value, "to_pytimedelta"):
        # NaT has these, too, and equals nothing.
        if value != value:  # noqa: PLR0124
            return None
        return value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value.to_pytimedelta()
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Decimal) and not value.is_finite():
        return None if value.is_nan() else str(value)
    if isinstance(value, Number | timedelta) and value != value:  # noqa: PLR0124
        return None
    return None if type(value).__name__ in {"NAType", "NaTType"} else value
