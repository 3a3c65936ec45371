"""How much of a property test runs: a third each time, all of it with `IPMPLAN_TESTS=full` (`make deep`)."""

from __future__ import annotations

import os

import pytest

FULL = os.environ.get("IPMPLAN_TESTS") == "full"


def amount(full: int, quick: int | None = None) -> int:
    """So many examples or seeds of `full`; `quick` where a third is too few to meet what is asked for."""
    return full if FULL else quick if quick is not None else -(-full // 3)


deep = pytest.mark.skipif(not FULL, reason="whole plans: make deep")
"""Tests of whole plans that others, quicker ones, stand in for each time."""
