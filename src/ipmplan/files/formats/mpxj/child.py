"""The process that reads a file with MPXJ: ``python -m ipmplan.files.formats.mpxj.child READER SOURCE TARGET MEGABYTES``."""

from __future__ import annotations

import sys
from importlib import import_module

NO_MPXJ, NO_JAVA, UNREADABLE = 3, 4, 5
FAILED = "failed: "


def main(arguments: list[str]) -> int:
    """Read with one of MPXJ's readers and write MSPDI.

    Parameters
    ----------
    arguments
        Class of the reader, source, target, and megabytes that Java may use.

    Returns
    -------
    int
        0, or what went wrong.
    """
    reader, source, target, megabytes = arguments
    try:
        jpype = import_module("jpype")
        import_module("mpxj")
    except ImportError:
        return NO_MPXJ
    try:
        jpype.startJVM(f"-Xmx{megabytes}m", "-XX:MaxMetaspaceSize=192m", "-XX:+ExitOnOutOfMemoryError")
    except Exception as error:  # noqa: BLE001 - jpype raises what the platform's loader raises
        sys.stderr.write(f"{FAILED}{error}\n")
        return NO_JAVA
    try:
        project = jpype.JClass(reader)().read(source)
        if project is None:
            sys.stderr.write(f"{FAILED}it is not a file of that kind\n")
            return UNREADABLE
        jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, target)
    except Exception as error:  # noqa: BLE001 - whatever Java throws
        sys.stderr.write(f"{FAILED}{type(error).__name__}: {error}\n")
        return UNREADABLE
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
