"""Which sentences of the contract have a worked example: `python -m tests.contract.coverage`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.contract.sentences import Statement, contract
from tests.contract.unexampled import REASONS


@dataclass(frozen=True)
class Coverage:
    """What each statement is shown by, names that fit no statement or several, and examples that hold too early.

    An example of what is not built has to be expected to fail: when it holds, the tag in the document is taken out.
    """

    examples: Mapping[Statement, Sequence[str]]
    reasons: Mapping[Statement, str]
    unknown: Sequence[str]
    early: Sequence[str]

    @property
    def missing(self) -> list[Statement]:
        """Statements that are built and have neither an example nor a reason."""
        return [one for one in self.examples if one.built and not self.examples[one] and one not in self.reasons]

    @property
    def surplus(self) -> list[Statement]:
        """Statements with a reason to have no example that have one, or need none as they are not built."""
        return [one for one in self.reasons if self.examples[one] or not one.built]


def coverage() -> Coverage:
    """Read the document and the tests beside this file."""
    all_statements = contract()
    examples: dict[Statement, list[str]] = {one: [] for one in all_statements}
    reasons: dict[Statement, str] = {}
    unknown: list[str] = []
    early: list[str] = []

    def named(beginning: str, where: str) -> list[Statement]:
        found = [one for one in all_statements if one.text.startswith(beginning)]
        if len(found) != 1:
            unknown.append(f"{where}: {len(found)} statements begin with {beginning!r}")
        return found[:1]

    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = import_module(f"tests.contract.{path.stem}")
        for name, test in vars(module).items():
            for beginning in getattr(test, "covers", ()) if name.startswith("test_") else ():
                for one in named(beginning, f"{path.stem}.{name}"):
                    examples[one].append(f"{path.stem}.{name}")
                    if not one.built and not _expected_to_fail(test):
                        early.append(f"{path.stem}.{name}: {one.text}")
    for beginning, reason in REASONS.items():
        for one in named(beginning, "unexampled"):
            reasons[one] = reason
    return Coverage(examples, reasons, unknown, early)


def _expected_to_fail(test: object) -> bool:
    return any(mark.name == "xfail" for mark in getattr(test, "pytestmark", ()))


def main() -> int:
    """Print what is missing, and how much there is."""
    found = coverage()
    for one in found.missing:
        print(f"docs/formats.md:{one.line}: no example: {one.text}")
    for line in found.unknown:
        print(line)
    for line in found.early:
        print(f"not built, but its example is not expected to fail: {line}")
    built = [one for one in found.examples if one.built]
    shown = sum(bool(found.examples[one]) for one in built)
    print(
        f"{len(built)} statements are built: {shown} with an example, {len(found.reasons)} with a reason for none, "
        f"{len(found.missing)} without; {len(found.examples) - len(built)} are not built yet"
    )
    return 1 if found.missing or found.unknown or found.early or found.surplus else 0


if __name__ == "__main__":
    sys.exit(main())
