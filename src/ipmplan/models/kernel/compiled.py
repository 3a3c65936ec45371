"""How functions of the kernel are compiled, and where the machine code is kept for the next process."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

Function = TypeVar("Function", bound=Callable[..., object])


def compiled(function: Function) -> Function:
    """Compile a function when it is first called, to run without Python's lock; the machine code is kept on disk.

    Compiled functions are few and rather long, since each costs up to a second when it is compiled.
    """
    # numba looks for changes only in the file of the function that is called, not in those it calls: the folder's name
    # tells for all of them.
    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(_folder())
    try:
        # Without reference counting, since nothing is allocated: that halves the time to compile.
        return cast("Function", cast("Any", njit)(cache=True, nogil=True, _nrt=False)(function))
    finally:
        settings.CACHE_DIR = before


def is_compiled() -> bool:
    """Whether the machine code of the kernel as it is now lies on disk."""
    return any(_folder().glob("**/*.nbi"))


@cache
def _folder() -> Path:
    """Folder for the machine code of the kernel as it is now."""
    here = Path(__file__).parent
    digest = sha256(b"".join(path.read_bytes() for path in sorted(here.glob("*.py")))).hexdigest()[:16]
    beside = here / "__pycache__"
    try:
        beside.mkdir(exist_ok=True)
        writable = os.access(beside, os.W_OK)
    except OSError:
        writable = False
    return (beside if writable else Path.home() / ".cache" / "ipmplan") / f"kernel-{digest}"
