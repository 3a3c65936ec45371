"""How functions of the kernel are compiled, and where the machine code is kept for the next process."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., object])


def _numba() -> tuple[Any, str]:
    """The compiler, None where there is no wheel for this Python or machine, or one that does not load; and why not."""
    try:
        import numba
    except ImportError as problem:
        return None, str(problem)
    return numba, ""


_NUMBA, _MISSING = _numba()


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, to run without Python's lock; the machine code is kept on disk.

    Compiled functions are few and rather long, since each costs up to a second when it is compiled. Without numba, or with
    ``NUMBA_DISABLE_JIT=1``, they stay as they are, and give the same.
    """
    if _NUMBA is None:
        return function
    # numba looks for changes only in the file of the function that is called, not in those it calls: the folder's name
    # tells for all of them.
    settings = _NUMBA.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(_folder())
    try:
        # Without reference counting, since nothing is allocated: that halves the time to compile.
        return cast("Function", _NUMBA.njit(cache=True, nogil=True, _nrt=False)(function))
    finally:
        settings.CACHE_DIR = before


def why_slow() -> str:
    """Why nothing is compiled; empty when it is.

    Examples
    --------
    >>> why_slow() in {"", "NUMBA_DISABLE_JIT is set"} or why_slow().startswith("numba cannot be used")
    True
    """
    if _NUMBA is None:
        return f"numba cannot be used ({_MISSING})"
    return "NUMBA_DISABLE_JIT is set" if _NUMBA.config.DISABLE_JIT else ""


def is_compiled() -> bool:
    """Whether the machine code of the kernel as it is now lies on disk."""
    return any(_folder().glob("**/*.nbi"))


@cache
def _folder() -> Path:
    """Folder for the machine code of the kernel as it is now."""
    here = Path(__file__).parent
    digest = sha256(b"".join(path.read_bytes() for path in sorted(here.rglob("*.py")))).hexdigest()[:16]
    beside = here / "__pycache__"
    try:
        beside.mkdir(exist_ok=True)
        writable = os.access(beside, os.W_OK)
    except OSError:
        writable = False
    return (beside if writable else Path.home() / ".cache" / "ipmplan") / f"kernel-{digest}"
