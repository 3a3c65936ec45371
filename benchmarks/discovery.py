"""Find the modules of a package by themselves, so that a new suite or format is one new file."""

from __future__ import annotations

import importlib
import pkgutil


def import_all(package: str) -> None:
    """Import every module of `package`, in the order of their names, so that each registers itself.

    Examples
    --------
    >>> import_all("benchmarks.formats")
    """
    found = importlib.import_module(package)
    for module in sorted(info.name for info in pkgutil.iter_modules(found.__path__)):
        importlib.import_module(f"{package}.{module}")
