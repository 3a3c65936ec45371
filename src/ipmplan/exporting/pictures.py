"""``.png`` and ``.svg``: the Gantt chart as a picture, drawn by kaleido."""

from __future__ import annotations

from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.exporting import Exported, Options
from ipmplan.reports.figures import gantt

WIDTH, SCALE = 1400, 2
MOST_ROWS = 1_000_000


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Draw the Gantt chart by project.

    Raises
    ------
    InputError
        When kaleido, or the browser that it draws with, is not there.
    """
    kind = Path(options.place).suffix.casefold().removeprefix(".") or "png"
    hint = 'Maybe `pip install "ipmplan[pictures]"`, and Chrome or Chromium?'
    try:
        import kaleido
    except ImportError as error:
        message = "pictures are drawn by kaleido, which is not installed"
        raise InputError(Issue(message, options.place, hint)) from error
    assert kaleido is not None
    # A picture cannot be scrolled: every row is in it.
    figure = gantt(schedule, portfolio, "project", rows=MOST_ROWS)
    height = int(figure.layout.height or 900)
    try:
        data = figure.to_image(format=kind, width=WIDTH, height=height, scale=SCALE if kind == "png" else 1)
    except Exception as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError(Issue(f"kaleido could not draw: {first}", options.place, hint)) from error
    return Exported(data)
