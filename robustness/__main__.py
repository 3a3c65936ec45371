"""``python -m robustness fuzz`` and ``python -m robustness kill``."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from robustness.fuzz import Failure, fuzz, keep, limit_memory
from robustness.kill import Torn, kills
from robustness.scenes import scenes

EVERY = 500


def main(arguments: list[str] | None = None) -> int:
    """Run, print a line for each failure, and return 1 when there was one."""
    parser = argparse.ArgumentParser(prog="python -m robustness", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    fuzzing = kinds.add_parser("fuzz", help="mutated inputs over all readers")
    fuzzing.add_argument("--inputs", type=int, default=10_000)
    fuzzing.add_argument("--only", default="", help="readers whose names begin with this")
    fuzzing.add_argument("--keep", type=Path, default=Path("build/robustness"), help="where failing inputs are written")
    killing = kinds.add_parser("kill", help="commands killed at some moment")
    killing.add_argument("--times", type=int, default=1_000)
    killing.add_argument("--only", default="", help="commands whose names begin with this")
    for one in (fuzzing, killing):
        one.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    return _fuzz(chosen) if chosen.kind == "fuzz" else _kill(chosen)


def _fuzz(chosen: argparse.Namespace) -> int:
    limit_memory()
    failures: list[Failure] = []
    number = 0
    for number, found in enumerate(fuzz(chosen.inputs, chosen.seed, only=chosen.only), start=1):
        if found is not None:
            failures.append(found)
            print(f"{found.reader}, input {found.number}: {found.what.strip().splitlines()[-1]}", flush=True)
        if number % EVERY == 0:
            print(f"{number:,} inputs, {len(failures)} failures", flush=True)
    keep(failures, chosen.keep) if failures else None
    print(f"{number:,} mutated inputs: {len(failures)} did something else than being read or told as wrong input")
    return 1 if failures else 0


def _kill(chosen: argparse.Namespace) -> int:
    those = [scene for scene in scenes() if scene.name.startswith(chosen.only)]
    torn: list[Torn] = []
    for found in kills(those, chosen.times, chosen.seed):
        if found is not None:
            torn.append(found)
            print(f"{found.scene}, killed {found.moment}: {', '.join(found.files)}", flush=True)
    each = ", ".join(f"{name} {count}" for name, count in Counter(one.scene for one in torn).items())
    print(
        f"{chosen.times:,} kills over {len(those)} commands: {len(torn)} left something between{f' ({each})' if each else ''}"
    )
    return 1 if torn else 0


if __name__ == "__main__":
    raise SystemExit(main())
