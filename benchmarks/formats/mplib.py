"""MPLIB: several projects that share resources."""

from __future__ import annotations

from pathlib import Path

import psplib

from benchmarks.formats import reads
from benchmarks.formats.parsed import network
from benchmarks.problems.network import Network


@reads(".rcmp")
def read(path: Path) -> Network:
    """Read an MPLIB file."""
    return network(path.stem, psplib.parse_mplib(path))
