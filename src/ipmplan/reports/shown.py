"""How results show themselves in a notebook: words and tables first, a figure under them, none of it heavy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipmplan.reports.figures.light import LightFigure


class Shown(ABC):
    """A result that a notebook shows as HTML, with a figure of its own where it has one."""

    __slots__ = ()

    @abstractmethod
    def _repr_html_(self) -> str:
        """Words and tables."""

    def _figure_below(self) -> LightFigure | None:
        """Return the figure that is shown under them; None for none."""
        return None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)  # type: ignore[no-untyped-call]
        figure = self._figure_below()
        if figure is not None:
            display(figure)  # type: ignore[no-untyped-call]
