"""``python -m ipmplan.models.kernel`` compiles the search ahead of its first use."""

from __future__ import annotations

import sys

from ipmplan.models.kernel.prepare import prepare

prepare(lambda: print("Compiling the search, once on this machine ...", file=sys.stderr))  # noqa: T201
