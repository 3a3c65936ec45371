"""Files of other planners, .mpp first of all: MPXJ writes them as Microsoft Project's XML, in a process of its own.

The process has a limit of memory and of time, so that a broken or hostile file cannot take the machine with it. The reader is chosen by
the suffix of the file, never by what is in it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from ipmplan.core.words import visible
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.mpxj.child import FAILED, NO_JAVA, NO_MPXJ

# Suffix -> class of MPXJ.
READERS = {
    ".mpp": "org.mpxj.mpp.MPPReader",
    ".mpt": "org.mpxj.mpp.MPPReader",
    ".mpx": "org.mpxj.mpx.MPXReader",
    ".xer": "org.mpxj.primavera.PrimaveraXERFileReader",
    ".pmxml": "org.mpxj.primavera.PrimaveraPMFileReader",
    ".gan": "org.mpxj.ganttproject.GanttProjectReader",
    ".planner": "org.mpxj.planner.PlannerReader",
    ".pod": "org.mpxj.projectlibre.ProjectLibreReader",
    ".pp": "org.mpxj.asta.AstaFileReader",
    ".cdpx": "org.mpxj.conceptdraw.ConceptDrawProjectReader",
    ".fts": "org.mpxj.fasttrack.FastTrackReader",
}
SECONDS = 120
MEGABYTES = 768
LONGEST_WORDS = 200


def as_mspdi(source: Path, *, seconds: float = SECONDS) -> bytes:
    """Have MPXJ write a file as Microsoft Project's XML.

    Parameters
    ----------
    source
        The file; its suffix is one of `READERS`.
    seconds
        How long it may take.

    Returns
    -------
    bytes
        The XML.

    Raises
    ------
    InputError
        When MPXJ or Java is not there, the file cannot be read, or reading takes too much time or memory.
    """
    reader = READERS[source.suffix.casefold()]
    with TemporaryDirectory(prefix="ipmplan-") as folder:
        target = Path(folder, "plan.xml")
        call = [sys.executable, "-m", "ipmplan.files.formats.mpxj.child", reader, str(source.resolve()), str(target)]
        try:
            done = subprocess.run(  # noqa: S603 - see above
                [*call, str(MEGABYTES)], capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired as error:
            message = f"reading it took more than {seconds:.0f} seconds"
            hint = "Maybe save it as XML in the program that it comes from?"
            raise InputError(Issue(message, source.name, hint)) from error
        if done.returncode == 0 and target.is_file():
            return target.read_bytes()
        raise InputError(_issue(source, done.returncode, done.stderr.decode("utf-8", "replace")))


def _issue(source: Path, status: int, words: str) -> Issue:
    suffix = source.suffix.casefold()
    if status == NO_MPXJ:
        hint = 'Maybe `pip install "ipmplan[mpxj]"`, or save it as XML in the program that it comes from?'
        return Issue(f"reading {suffix} files takes the package mpxj, which is not installed", source.name, hint)
    if status == NO_JAVA:
        hint = "Maybe install a Java runtime (Debian: apt install default-jre-headless), or save it as XML?"
        return Issue(f"reading {suffix} files takes Java, which is not found", source.name, hint)
    lines = [line for line in words.splitlines() if line.startswith(FAILED)]
    said = (
        visible(lines[-1].removeprefix(FAILED).strip())[:LONGEST_WORDS] if lines else f"it ended with status {status}"
    )
    return Issue(f"the file cannot be read as {suffix} ({said})", source.name, "Maybe save it as XML instead?")
