"""``ipmplan --version``: what a plan depends on."""

from __future__ import annotations

import sys
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

import ipmplan


def version_option(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Print the versions and end; called by click."""
    if not value or ctx.resilient_parsing:
        return
    click.echo(versions())
    ctx.exit()


def versions() -> str:
    """Name everything on which it depends what plan comes out, one a line.

    Examples
    --------
    >>> print(versions())
    ipmplan ...
    solver: CP-SAT of ortools ...
    kernel: ..., compiled by numba ...
    Python ...
    """
    numba = _installed("numba")
    how = f"compiled by numba {numba}" if numba else "not compiled: numba is not installed"
    lines = [
        f"ipmplan {ipmplan.__version__}",
        f"solver: CP-SAT of ortools {_installed('ortools') or 'that is not installed'}",
        f"kernel: {kernel()}, {how}",
        f"Python {sys.version.split()[0]}",
    ]
    return "\n".join(lines)


def kernel() -> str:
    """Digest of the kernel's sources, under which its machine code is kept; the compiler is not loaded for it."""
    files = sorted((Path(ipmplan.__file__).parent / "models" / "kernel").rglob("*.py"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
