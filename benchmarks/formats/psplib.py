"""PSPLIB and MMLIB: ``.sm`` with one mode for each job, ``.mm`` with several and resources that are used up."""

from __future__ import annotations

from pathlib import Path

import psplib

from benchmarks.formats import reads
from benchmarks.formats.parsed import network
from benchmarks.problems.network import Network


@reads(".sm", ".mm")
def read(path: Path) -> Network:
    """Read a file of PSPLIB (J30 to J120, J10mm to J30mm) or MMLIB."""
    return network(path.stem, psplib.parse_psplib(path))
