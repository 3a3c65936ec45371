"""Old files are what forecasts learn from: finished tasks with what was promised and what it took."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from click.testing import CliRunner
from tests.folders import write
from tests.interchange.office import ANA, assigned, office, task

from ipmplan.cli import main
from ipmplan.core.records import Finished
from ipmplan.loading import load

DONE = "<PercentComplete>100</PercentComplete><ActualStart>2025-12-15T09:00:00</ActualStart>"
DONE += "<ActualFinish>2025-12-17T18:00:00</ActualFinish>"
SAVED = "<Baseline><Number>0</Number><Start>2025-12-15T09:00:00</Start><Finish>2025-12-16T18:00:00</Finish>"
SAVED += "<Work>PT16H0M0S</Work></Baseline>"


def test_a_folder_of_old_files_becomes_history_once(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    worked = "<ActualWork>PT20H0M0S</ActualWork><RemainingWork>PT0H0M0S</RemainingWork>"
    rows = task(1, "Design", 24, DONE + SAVED) + task(2, "Open", 8)
    people = f"{ANA}<Group>Design</Group>"
    plan = office(rows, people, assigned(1, 1, 20, more=worked + SAVED) + assigned(2, 1, 8))
    (old / "office.xml").write_bytes(plan)
    (old / "broken.xml").write_bytes(b"<a>")
    (old / "notes.txt").write_text("no plan")
    place = write(tmp_path)
    call = ["import", str(old), str(place), "--as", "history"]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert "added 1 rows to history" in done.output
    assert "tasks that are not finished teach nothing: T2" in done.output
    assert "broken.xml: the file is not XML" in done.output
    assert load(place).history == (
        Finished("Design", "Office", "", "", "design", "ana-ferreira", Fraction(16), Fraction(20), date(2025, 12, 17)),
    )
    before = (place / "history.csv").read_bytes()
    assert "added 0 rows to history; 1 were there already" in CliRunner().invoke(main, call).output
    assert (place / "history.csv").read_bytes() == before
