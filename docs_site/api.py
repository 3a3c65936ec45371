"""The API: every public name, from its docstring."""

from __future__ import annotations

import inspect

import ipmplan
from docs_site.markdown import page

HIDDEN = {"__version__"}


def public() -> tuple[str, ...]:
    """Public names, functions first."""
    names = [name for name in ipmplan.__all__ if name not in HIDDEN]
    return tuple(sorted(names, key=lambda name: (inspect.isclass(getattr(ipmplan, name)), name.casefold())))


def home(name: str) -> str:
    """Full name of where a public name lives."""
    found = getattr(ipmplan, name)
    return f"{found.__module__}.{found.__qualname__}"


def api_page() -> str:
    """All public names by kind."""
    intro = "```python\nimport ipmplan as ipm\n```\n\nEverything here is a name of `ipmplan`. Ids are text, times are local, hours are working hours, money is `Decimal`, in frames a number."
    functions = [name for name in public() if not inspect.isclass(getattr(ipmplan, name))]
    classes = [name for name in public() if name not in functions]
    return page(
        "The API",
        intro,
        "## Functions { #functions }",
        *map(_entry, functions),
        "## Classes { #classes }",
        *map(_entry, classes),
    )


def _entry(name: str) -> str:
    return f"### ipm.{name} {{ #ipm-{name} }}\n\n::: {home(name)}\n    options:\n      show_root_heading: false\n      heading_level: 4"
