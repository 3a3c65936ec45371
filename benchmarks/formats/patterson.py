"""Patterson's format: RG300 and other RCPSP sets."""

from __future__ import annotations

from pathlib import Path

import psplib

from benchmarks.formats import reads
from benchmarks.formats.parsed import network
from benchmarks.problems.network import Network


@reads(".rcp")
def read(path: Path) -> Network:
    """Read a Patterson file."""
    return network(path.stem, psplib.parse_patterson(path))
