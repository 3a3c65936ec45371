"""Other planners' files are read in a process of its own: what is missing, broken or slow is one clear message."""

import subprocess
from pathlib import Path

import pytest

from ipmplan.errors import InputError
from ipmplan.files.formats import mpxj
from ipmplan.files.formats.mpxj import child


@pytest.mark.parametrize(
    ("status", "words", "hint"),
    [
        (child.NO_MPXJ, "takes the package mpxj, which is not installed", 'pip install "ipmplan[mpxj]"'),
        (child.NO_JAVA, "takes Java, which is not found", "Maybe install a Java runtime"),
        (child.UNREADABLE, "cannot be read as .mpp (MPXJException: Invalid file)", "Maybe save it as XML instead?"),
        # Java ends so when it is out of memory.
        (134, "cannot be read as .mpp", "Maybe save it as XML instead?"),
    ],
)
def test_what_went_wrong_is_told(
    status: int, words: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(call: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        assert call[2:5] == ["ipmplan.files.formats.mpxj.child", "org.mpxj.mpp.MPPReader", str(tmp_path / "a.mpp")]
        return subprocess.CompletedProcess(call, status, b"", b"log\nfailed: MPXJException: Invalid file\n")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(InputError) as caught:
        mpxj.as_mspdi(tmp_path / "a.mpp")
    assert words in str(caught.value)
    assert hint in str(caught.value)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(call: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        raise subprocess.TimeoutExpired(call, 120)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(InputError, match="took more than 120 seconds"):
        mpxj.as_mspdi(tmp_path / "a.mpp")


def test_the_process_says_that_mpxj_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(child, "import_module", missing)
    assert (
        child.main(["org.mpxj.mpp.MPPReader", str(tmp_path / "a.mpp"), str(tmp_path / "a.xml"), "64"]) == child.NO_MPXJ
    )
