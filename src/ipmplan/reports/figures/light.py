"""Figures that stay light: a notebook keeps their data, and nothing of the library that draws them."""

from __future__ import annotations

import json
from typing import Any

from plotly.graph_objects import Figure

MIME = "application/vnd.plotly.v1+json"
# What plotly takes where nobody has chosen: it puts the whole library into the notebook.
_HEAVY = "plotly_mimetype+notebook"
_CONFIG = {"responsive": True, "displaylogo": False, "scrollZoom": False}


class LightFigure(Figure):  # type: ignore[misc]
    """A plotly figure that Jupyter gets as data: JupyterLab and VS Code draw it themselves.

    Where ``plotly.io.renderers.default`` was chosen, that is used.

    Examples
    --------
    >>> figure = LightFigure()
    >>> sorted(figure.bundle())
    ['application/vnd.plotly.v1+json', 'text/plain']
    """

    def bundle(self) -> dict[str, Any]:
        """Return what a notebook keeps of it, by kind."""
        drawn = json.loads(str(self.to_json()))
        return {MIME: {**drawn, "config": _CONFIG}, "text/plain": f"Figure of {len(self.data)} traces"}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None, **more: object) -> dict[str, Any]:
        import plotly.io as pio

        if pio.renderers.default == _HEAVY:
            return self.bundle()
        made: dict[str, Any] = super()._repr_mimebundle_(include, exclude, **more)
        return made

    def _ipython_display_(self) -> None:
        import plotly.io as pio
        from IPython.display import display

        if pio.renderers.default == _HEAVY:
            display(self.bundle(), raw=True)  # type: ignore[no-untyped-call]
        else:
            super()._ipython_display_()
