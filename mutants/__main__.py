"""Run mutants: ``python -m mutants --sample 200 --seed 1``."""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from mutants import pool, sandbox, session
from mutants.cover import collect
from mutants.known import equivalents
from mutants.sites import mutants


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the mistakes, one at a time, and tell which of them no test notices.

    Returns
    -------
    int
        0 = at least `--at-least` percent were noticed, 1 = fewer.
    """
    asked = _parser().parse_args(arguments)
    # Ended from outside, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    project = asked.project
    root = project / "build" / "mutants"
    copies = [sandbox.prepare(project, root / f"copy-{number}") for number in range(asked.jobs)]
    # From here on the project may change: everything is read from the copies.
    sources = {name: (copies[0].root / name).read_bytes() for name in judged(copies[0].root, asked.only)}
    known = equivalents()
    every = [mutant for name, source in sources.items() for mutant in mutants(name, source)]
    found = [mutant for mutant in every if (mutant.path, *mutant.texts(sources[mutant.path])) not in known]
    if not found:
        print(f"{asked.only}: no code in which mistakes are made\nMaybe you meant another path.", file=sys.stderr)
        return 2
    sample = found if asked.sample >= len(found) else Random(asked.seed).sample(found, asked.sample)
    print(f"{len(sample)} of {len(found)} mutants, seed {asked.seed}", flush=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for library in session.LIBRARIES:
            importlib.import_module(library)
    cover = collect(copies, root / "cover", asked.limit, asked.tests)
    for test in cover.failed:
        print(f"left out, fails or takes too long in good code: {test}")
    begun = time.monotonic()
    verdicts = []
    with (root / "last.jsonl").open("w", encoding="utf-8") as log:
        for verdict in pool.run(sources, copies, sample, cover, asked.limit):
            verdicts.append(verdict)
            source = sources[verdict.mutant.path]
            _tell(verdict, source)
            log.write(json.dumps(_row(verdict, source)) + "\n")
            log.flush()
    return _sum_up(verdicts, time.monotonic() - begun, asked.at_least)


def judged(project: Path, only: str = "") -> list[str]:
    """Files in which mistakes are made, or those of them whose path begins with `only`."""
    tops = [project / target for target in sandbox.TARGETS]
    paths = [path for top in tops for path in (sorted(top.rglob("*.py")) or [top]) if path.is_file()]
    prefix = f"{sandbox.SOURCE}/{only.removeprefix(f'{sandbox.SOURCE}/')}"
    return [name for name in (str(path.relative_to(project)) for path in paths) if name.startswith(prefix)]


def _tell(verdict: pool.Verdict, source: bytes) -> None:
    mutant = verdict.mutant
    word = "killed  " if verdict.killer else "SURVIVED"
    ran = f"{verdict.ran} of {verdict.covering} tests" if verdict.covering else "no test runs through it"
    print(f"{word} {mutant.path}:{mutant.lines[0]} {mutant.operator} ({ran}, {verdict.seconds:.1f} s) {verdict.killer}")
    if not verdict.killer:
        for line in mutant.diff(source):
            print(f"    {line}")
    sys.stdout.flush()


def _row(verdict: pool.Verdict, source: bytes) -> dict[str, object]:
    mutant = verdict.mutant
    was, becomes = mutant.texts(source)
    return {
        "path": mutant.path,
        "line": mutant.lines[0],
        "operator": mutant.operator,
        "was": was,
        "becomes": becomes,
        "killer": verdict.killer,
        "ran": verdict.ran,
        "covering": verdict.covering,
        "complete": verdict.complete,
        "seconds": round(verdict.seconds, 2),
    }


def _sum_up(verdicts: Iterable[pool.Verdict], seconds: float, at_least: float) -> int:
    by_file: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        by_file[verdict.mutant.path].append(bool(verdict.killer))
    print()
    for path, killed in sorted(by_file.items()):
        print(f"{sum(killed):4} of {len(killed):3} killed  {path}")
    total, killed_in_all = sum(map(len, by_file.values())), sum(map(sum, by_file.values()))
    percent = 100 * killed_in_all / total
    print(f"{killed_in_all} of {total} killed = {percent:.1f} %, in {seconds / 60:.1f} min")
    return 0 if percent >= at_least else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m mutants", description="Make small mistakes; see which no test notices.")
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="how many mutants (200)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--only", default="", metavar="PATH", help="files below this path, such as core/calendar.py")
    parser.add_argument("--tests", nargs="+", default=(), metavar="PATH", help="only tests below these paths (all)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="how many side by side (2)")
    parser.add_argument("--limit", type=float, default=90.0, metavar="S", help="computing time for each, seconds (90)")
    parser.add_argument("--project", type=Path, default=Path.cwd(), metavar="FOLDER", help="the clone (.)")
    parser.add_argument("--at-least", type=float, default=0.0, metavar="PERCENT", help="exit with 1 below that (0)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
