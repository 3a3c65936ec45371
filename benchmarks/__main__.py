"""Run benchmarks: ``python -m benchmarks SUITE FOLDER``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

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
    history = tuple(asked.history)
    run = Run(
        asked.folder, asked.time, asked.workers, asked.only, asked.csv, asked.seed, asked.peer, history, asked.seeds
    )
    suites = all_suites()
    names = [name for name, one in suites.items() if one.holds(run.folder)] if asked.suite == "all" else [asked.suite]
    if not names:
        print(f"{run.folder}: holds nothing for any suite\nMaybe you meant another folder.", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    summaries = []
    try:
        for name in names:
            if len(names) > 1:
                print(f"\n== {name} ==")
            summaries.append(suites[name].run(_for(run, name, len(names) > 1)))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the rows above are complete", file=sys.stderr)
        return 1
    print(" | ".join(summary.text for summary in summaries))
    return 1 if any(summary.failures for summary in summaries) else 0


def _for(run: Run, name: str, several: bool) -> Run:
    """Give each suite a CSV file of its own, since their columns differ."""
    if run.csv is None or not several:
        return run
    return replace(run, csv=run.csv.with_stem(f"{run.csv.stem}-{name}"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks", description="Plan published instances and judge the plans."
    )
    parser.add_argument(
        "suite", metavar="SUITE", choices=[*all_suites(), "all"], help=f"{', '.join(all_suites())} or all"
    )
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, nargs="?", default=Path(), help="where the instances are"
    )
    parser.add_argument("--time", type=float, default=20.0, help="seconds for each instance (20)")
    parser.add_argument("--workers", type=int, default=2, help="search workers (2)")
    parser.add_argument("--only", default="", metavar="PREFIX", help="families that start so")
    parser.add_argument("--csv", type=Path, help="write all columns here, row by row")
    parser.add_argument("--seed", type=int, default=1, help="random seed (1)")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds, where several are tried: goals (5)")
    parser.add_argument("--peer", default="", help="also run this solver, where it is installed: pyjobshop")
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
