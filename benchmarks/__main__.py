"""Run benchmarks: ``python -m benchmarks SUITE FOLDER...``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.solvers.peers import PEERS
from benchmarks.suite import Run, all_suites
from ipmplan.errors import InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one suite or all that the folder holds; the last line is the grand total.

    Returns
    -------
    int
        0 = every instance got a plan that its judges accept; 1 = some did not; 2 = the call is wrong.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    suites = all_suites()
    tasks = [
        (name, folder)
        for folder in asked.folder or [Path()]
        for name in (suites if asked.suite == "all" else [asked.suite])
        if asked.suite != "all" or suites[name].holds(folder)
    ]
    if not tasks:
        print(
            f"{', '.join(map(str, asked.folder))}: holds nothing for any suite\nMaybe you meant another folder.",
            file=sys.stderr,
        )
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    summaries = []
    try:
        for name, folder in tasks:
            several = len({folder for _, folder in tasks}) > 1
            title = " ".join([name] * (asked.suite == "all") + [folder.resolve().name] * several)
            if len(tasks) > 1:
                print(f"\n== {title} ==")
            summaries.append(suites[name].run(_run(asked, folder, title.replace(" ", "-") if len(tasks) > 1 else "")))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the rows above are complete", file=sys.stderr)
        return 1
    print(" | ".join(summary.text for summary in summaries))
    return 1 if any(summary.failures for summary in summaries) else 0


def _run(asked: argparse.Namespace, folder: Path, title: str) -> Run:
    """Say what was asked of one suite and folder; with several, each has a CSV file of its own."""
    return Run(
        folder,
        asked.time,
        asked.workers,
        asked.only,
        asked.csv.with_stem(f"{asked.csv.stem}-{title}") if asked.csv and title else asked.csv,
        asked.seed,
        tuple(asked.peer),
        tuple(asked.history),
        asked.seeds,
        asked.work,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description="Plan published instances and judge the plans."
    )
    parser.add_argument(
        "suite", metavar="SUITE", choices=[*all_suites(), "all"], help=f"{', '.join(all_suites())} or all"
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="*", help="where the instances are")
    parser.add_argument("--time", type=float, default=20.0, help="seconds for each instance (20)")
    parser.add_argument("--workers", type=int, default=2, help="search workers (2)")
    parser.add_argument("--only", default="", metavar="PREFIX", help="families that start so")
    parser.add_argument("--csv", type=Path, help="write all columns here, row by row")
    parser.add_argument("--seed", type=int, default=1, help="random seed (1)")
    parser.add_argument(
        "--seeds", type=int, default=5, help="how many seeds, where several are tried: goals, twice (5)"
    )
    parser.add_argument("--work", type=float, default=6.0, help="deterministic work of the shorter run of twice (6)")
    parser.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="NAME",
        help=f"also run this solver, where it is installed: {', '.join(PEERS)}; may be given more than once",
    )
    parser.add_argument(
        "--history",
        type=Path,
        metavar="FOLDER",
        action="append",
        default=[],
        help="earlier data of the same layout to learn forecasts from; may be given more than once",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
