"""What can go wrong, in one tree, and the issues that say so.

Every message names the file and line or the id, and the value; a likely fix follows on a line of its own
that starts with "Maybe".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ipmplan.core.edits import Edit

MOST_SHOWN = 20
# The rule of an issue that says that no plan exists.
IMPOSSIBLE = "impossible"
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong, odd or worth knowing, in words a project manager reads.

    Parameters
    ----------
    message
        What is wrong, with the value, as one sentence.
    where
        ``file:line`` for input, an id for a plan; empty when neither applies.
    hint
        A likely fix, as a full sentence that starts with "Maybe"; empty when there is none.
    severity
        ``error`` stops; ``warning`` is told and lived with; ``note`` is only listed.
    rule
        The name of the rule that found it (``skills``, ``budget`` ...); empty for input problems.

    Examples
    --------
    >>> print(Issue("unknown skill `fronted`", "tasks.csv:7", "Maybe you meant `frontend`?"))
    tasks.csv:7: unknown skill `fronted`
    Maybe you meant `frontend`?
    """

    message: str
    where: str = ""
    hint: str = ""
    severity: Severity = "error"
    rule: str = ""

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}\n{self.hint}" if self.hint else head


class IpmplanError(Exception):
    """The root of all errors that ipmplan raises on purpose.

    Examples
    --------
    >>> try:
    ...     raise OutOfTime("no plan was found in 5 seconds")
    ... except IpmplanError as error:
    ...     print(error)
    no plan was found in 5 seconds
    """


class InputError(IpmplanError):
    """The input or the call is wrong; carries every problem found, not only the first.

    Parameters
    ----------
    issues
        All problems, warnings included, in the order of the files.

    Examples
    --------
    >>> error = InputError([Issue("duplicate id `ana`", "people.csv:3")])
    >>> print(error)
    people.csv:3: duplicate id `ana`
    """

    def __init__(self, issues: Issue | Iterable[Issue]) -> None:
        self.issues: tuple[Issue, ...] = (issues,) if isinstance(issues, Issue) else tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class NoPlanError(IpmplanError):
    """No plan came out: none exists, or none was found in time.

    Examples
    --------
    >>> issubclass(Infeasible, NoPlanError), issubclass(OutOfTime, NoPlanError)
    (True, True)
    """


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One single change that would make a plan possible.

    Parameters
    ----------
    text
        The change in words ("P3-beta 6 working days later").
    amount
        How much of ``unit`` it takes; smaller is cheaper among relaxations of one kind.
    unit
        ``days``, the currency, ``people``, ``units`` (of a pool) or ``conditions`` (rows or cells less).
    edits
        What it does to the portfolio; `apply_all` of `ipmplan.core.edits` does it.

    Examples
    --------
    >>> Relaxation("P3-beta 6 working days later", 6, "days").text
    'P3-beta 6 working days later'
    """

    text: str
    amount: float
    unit: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """The smallest set of facts found that cannot hold together.

    Parameters
    ----------
    facts
        One sentence each.
    relaxations
        Cheapest single changes, each of which removes the conflict.
    minimal
        Whether every fact was shown to be needed.
    note
        What else is known about changes, such as that none helps alone; may be empty.

    Examples
    --------
    >>> Conflict(["P1-go is due on Mon 5 Jan, firm", "P1 takes 16 hours"]).facts[0]
    'P1-go is due on Mon 5 Jan, firm'
    """

    facts: Sequence[str]
    relaxations: Sequence[Relaxation] = field(default_factory=tuple)
    minimal: bool = True
    note: str = ""


class Infeasible(NoPlanError):
    """It was proved that no plan exists.

    Parameters
    ----------
    conflict
        What cannot hold together and what would help.

    Examples
    --------
    >>> print(Infeasible(Conflict(["T1 is due today"], [Relaxation("T1 one working day later", 1, "days")])))
    no plan exists; these cannot hold together:
      - T1 is due today
    Maybe T1 one working day later.
    """

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        lines = ["no plan exists; these cannot hold together:"]
        lines += [f"  - {fact}" for fact in conflict.facts]
        lines += [conflict.note] if conflict.note else []
        lines += [f"Maybe {change.text}." for change in conflict.relaxations]
        super().__init__("\n".join(lines))


class OutOfTime(NoPlanError):
    """Time ran out before a plan was found; none was proved impossible either.

    Examples
    --------
    >>> print(OutOfTime("no plan was found in 5 seconds"))
    no plan was found in 5 seconds
    """


class InternalError(IpmplanError):
    """ipmplan made a mistake: what it found breaks a rule, and is not given to anybody.

    Parameters
    ----------
    issues
        What is wrong with it, each with the name of its rule.
    call
        What it takes to get there again: seed, limits, workers.

    Examples
    --------
    >>> print(InternalError([Issue("it is due on Mon 5 Jan, firm", "P1-go", rule="deadlines")], "seed 7, work limit 2"))
    ipmplan has made a mistake: the plan that it found breaks its own rules, so it is not given
      - rule deadlines: P1-go: it is due on Mon 5 Jan, firm
    Maybe report this, with the portfolio and: seed 7, work limit 2. Another seed may find a plan.
    """

    def __init__(self, issues: Iterable[Issue], call: str) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        self.call = call
        shown = [f"  - rule {issue.rule}: {issue}" for issue in self.issues[:MOST_SHOWN]]
        if len(self.issues) > MOST_SHOWN:
            shown.append(f"  - and {len(self.issues) - MOST_SHOWN:,} more")
        super().__init__(
            "\n".join(
                [
                    "ipmplan has made a mistake: the plan that it found breaks its own rules, so it is not given",
                    *shown,
                    f"Maybe report this, with the portfolio and: {call}. Another seed may find a plan.",
                ]
            )
        )
