"""The commands that write, each with the folder that it works on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from ipmplan.cli import main
from ipmplan.files.planfile import write_plan
from ipmplan.loading import load
from ipmplan.planner import plan as make_plan
from robustness.corpus import HARVEST, JIRA
from robustness.kill import Scene

START = date(2026, 1, 5)
TINY = {
    "portfolio.toml": 'name = "Tiny"\nas_of = 2026-01-12\n[calendar]\nworkweek = "Mon-Fri 09:00-17:00"\n',
    "people.csv": "id,name,skills,rate\nana,Ana F,frontend:2,80\nben,Ben,backend:1,70\n",
    "projects.csv": "id,name,client,billing,price\nWEB,Website,Museum,fixed,9000\n",
    "milestones.csv": "id,project,name,due,payment\nM1,WEB,Live,2026-01-30,4000\n",
    "tasks.csv": "id,project,milestone,name,work,after\nT1,WEB,M1,Header,frontend 8h,\nT2,WEB,M1,Home,backend 8h,T1\n",
    "decisions.csv": "id,project,question,asked_on,tasks\nD1,WEB,How many lists?,2026-01-08,T2\n",
    "progress.csv": "date,task,person,hours,remaining,ref\n2026-01-08,T1,ana,4,4,r1\n",
}


def folder(place: Path) -> None:
    """A tiny portfolio with a plan and the one before."""
    for name, text in TINY.items():
        (place / name).write_text(text, encoding="utf-8")
    portfolio = load(place)
    schedule = make_plan(portfolio, time_limit=None, work_limit=0.02, workers=1)
    write_plan(place / "plan.json", schedule)
    write_plan(place / "plan.json", schedule)
    (place / "plan.json.bak").write_text("{}", encoding="utf-8")


def with_sources(place: Path) -> None:
    """The same, and other tools' files to import."""
    folder(place)
    (place / "harvest.txt").write_bytes(HARVEST)
    (place / "jira.txt").write_bytes(JIRA)


def with_a_milestone(place: Path) -> None:
    """The same, and a milestone that is reached and paid for."""
    folder(place)
    rows = "2026-01-08,T1,ana,4,0,r1\n2026-01-09,T2,ben,8,0,r2\n"
    (place / "progress.csv").write_text(f"date,task,person,hours,remaining,ref\n{rows}", encoding="utf-8")


def with_ways(place: Path) -> None:
    """The same, and ways to reach the milestone sooner, to apply."""
    for name, content in _ways().items():
        (place / name).write_bytes(content)


def with_a_way_applied(place: Path) -> None:
    """The same, one of which stands in the tables, to take back."""
    with_ways(place)
    _run(place, "recover", "--apply", "1")


@cache
def _ways() -> Mapping[str, bytes]:
    with TemporaryDirectory() as made:
        place = Path(made)
        folder(place)
        _run(place, "recover", "M1", "--by", "2026-01-12", "--work-limit", "0.02", "--workers", "1")
        return {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}


def _run(place: Path, *arguments: str) -> None:
    result = CliRunner().invoke(main, ["-C", str(place), *arguments])
    if result.exit_code:
        raise RuntimeError(result.output)


def scenes() -> list[Scene]:
    """Every command that writes files, of those that there are."""
    return [scene for scene in _all() if _known(scene)]


def _known(scene: Scene) -> bool:
    return any(word in main.commands for word in scene.arguments)


def _all() -> list[Scene]:
    quick = ["--work-limit", "0.02", "--workers", "1"]
    return [
        Scene("plan", ["plan", "{}", *quick, "--goals", "cheap"], folder),
        Scene(
            "plan --report", ["plan", "{}", *quick, "--report", "{}/report.html"], folder, frozenset({"report.html"})
        ),
        Scene("report", ["report", "{}"], folder, frozenset({"report.html"})),
        Scene("approve", ["-C", "{}", "approve", "--by", "Mia", "--told", "staff"], folder),
        Scene("import", ["import", "{}/jira.txt", "{}/made"], with_sources),
        Scene("import --force", ["import", "{}/jira.txt", "{}", "--force"], with_sources),
        Scene("import --as progress", ["import", "{}/harvest.txt", "{}", "--as", "progress"], with_sources),
        Scene("import --as history", ["import", "{}/jira.txt", "{}", "--as", "history"], with_sources),
        Scene("export", ["export", "{}", "--to", "{}/plan.xml"], folder),
        Scene("init", ["init", "{}/made"], folder),
        Scene("hold", ["-C", "{}", "hold", "T2", "--people", "ben"], folder),
        Scene("answer", ["-C", "{}", "answer", "D1", "Two lists", "--on", "2026-01-09"], folder),
        Scene("forecast", ["forecast", "{}", "--runs", "50"], folder),
        Scene("recover --apply", ["-C", "{}", "recover", "--apply", "1"], with_ways),
        Scene("recover --undo", ["-C", "{}", "recover", "--undo"], with_a_way_applied),
        Scene("invoice --write", ["invoice", "{}", "--write"], with_a_milestone),
        Scene(
            "progress", ["-C", "{}", "progress", "T1", "--hours", "2", "--person", "ana", "--on", "2026-01-09"], folder
        ),
    ]
