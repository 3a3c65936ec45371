"""The menu: proposals are planned with one after the other, compared, and those that another one beats go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from time import monotonic

from ipmplan.core.calendar import Moment
from ipmplan.core.edits import AddRow, apply_all
from ipmplan.core.plan import Schedule
from ipmplan.explaining.chances import p80
from ipmplan.explaining.effort import Allowance
from ipmplan.explaining.outcome import Effect, outcome
from ipmplan.explaining.recover import clients, overtime, staff
from ipmplan.explaining.recover.idea import Proposal
from ipmplan.explaining.recover.pareto import best
from ipmplan.explaining.recover.wanted import Wanted
from ipmplan.explaining.solving import Towards, judged, solve
from ipmplan.study.reading import Reading

LEAST, MOST = 0.8, 4.0
MOST_WAYS = 7
# Planning of proposals ends here, so that pairs have their turn.
SHARE_OF_SINGLES = 0.8
KINDS: tuple[Callable[[Wanted], Iterator[Proposal]], ...] = (
    staff.first,
    overtime.overtime,
    staff.handover,
    staff.people,
    staff.freelancers,
    clients.later,
    clients.less,
    staff.team,
)


@dataclass(frozen=True, slots=True)
class Route:
    """A way that was planned with.

    Parameters
    ----------
    proposal
        What is done.
    outcome
        What comes out beside the plan.
    reaches
        Whether the date is reached by the day that is wanted.
    schedule
        The plan, judged by every rule.
    """

    proposal: Proposal
    outcome: Effect
    reaches: bool
    schedule: Schedule


@dataclass(frozen=True)
class Menu:
    """Ways to reach a date.

    Parameters
    ----------
    name, by
        What was asked for.
    planned
        When it is reached in the plan.
    ways
        Those that no other one beats, the soonest first.
    tried
        How many were planned with.
    vain
        Those that bring nothing.
    """

    name: str
    by: Moment
    planned: datetime
    ways: tuple[Route, ...]
    tried: int
    vain: tuple[Proposal, ...]

    @property
    def nearest(self) -> Route | None:
        """The soonest way when none reaches the date; None when one does, or there is none."""
        return None if not self.ways or any(way.reaches for way in self.ways) else self.ways[0]


def recover(wanted: Wanted, effort: Allowance, tell: Callable[[str], None] = lambda _: None) -> Menu:
    """Plan with everything that could lead to a date.

    Parameters
    ----------
    wanted
        The date.
    effort
        `seconds` for all searches together; `work` for each of them.
    tell
        Called with each proposal before it is planned with.

    Raises
    ------
    InputError
        When there is nothing of that name in the plan.
    """
    subject = wanted.subject
    proposals = list(_in_turns(wanted))
    table = _Table(wanted, effort, len(proposals))
    tell("planning again without a change")
    table.put(Proposal("first", "Plan again towards it; no other date moves", ()))
    for proposal in proposals:
        if not table.over(SHARE_OF_SINGLES):
            tell(proposal.text)
            table.put(proposal)
    for proposal in _pairs(table.ways):
        if not table.over(1.0):
            tell(proposal.text)
            table.put(proposal)
    planned = wanted.plan.grid.moment(subject.finish(wanted.plan) or 0)
    tell("odds of what is left")
    ways = [table.with_odds(way) for way in best(table.ways)[:MOST_WAYS]]
    return Menu(wanted.name, wanted.by, planned, tuple(ways), table.tried, tuple(table.vain))


class _Table:
    """What was planned with so far."""

    def __init__(self, wanted: Wanted, effort: Allowance, proposals: int) -> None:
        self.wanted = wanted
        self.ways: list[Route] = []
        self.vain: list[Proposal] = []
        self.tried = 0
        self._began = monotonic()
        self._seconds = effort.seconds if effort.work is None else float("inf")
        each = min(MOST, max(LEAST, effort.seconds / (proposals + 3)))
        self._effort = replace(effort, seconds=each)

    def over(self, share: float) -> bool:
        """Whether that part of the time is over."""
        return monotonic() - self._began > share * self._seconds

    def put(self, proposal: Proposal) -> None:
        """Plan with a proposal."""
        wanted, self.tried = self.wanted, self.tried + 1
        stay = proposal.kind != "first" or not proposal.edits
        asked = Towards(wanted.schedule, wanted.portfolio, wanted.subject, wanted.by, others_stay=stay)
        found = solve(asked, proposal.edits, self._effort)
        if found is not None and any(row.table == "extra" for row in _added(proposal)):
            proposal, found = self._trim(proposal, found)
        after = Reading(found, apply_all(wanted.portfolio, proposal.edits)) if found is not None else None
        made = outcome(wanted.plan, after, wanted.subject) if after is not None else None
        if found is None or after is None or made is None or made.sooner_hours <= 0:
            self.vain.append(proposal)
            return
        reaches = (wanted.subject.finish(after) or 0) <= wanted.end
        self.ways.append(Route(proposal, made, reaches, found))

    def with_odds(self, way: Route) -> Route:
        """The same with the moment by which the date is reached with four chances in five."""
        changed = apply_all(self.wanted.portfolio, way.proposal.edits)
        moment = p80(way.schedule, changed, self.wanted.subject, self._effort.seed)
        return replace(way, outcome=replace(way.outcome, p80=moment))

    def _trim(self, proposal: Proposal, found: Schedule) -> tuple[Proposal, Schedule]:
        """Only overtime that is worked is asked for."""
        smaller = overtime.trimmed(self.wanted, proposal, found)
        kept = judged(found, apply_all(self.wanted.portfolio, smaller.edits))
        return (smaller, kept) if kept is not None else (proposal, found)


def _added(proposal: Proposal) -> Iterator[AddRow]:
    return (edit for edit in proposal.edits if isinstance(edit, AddRow))


def _in_turns(wanted: Wanted) -> Iterator[Proposal]:
    """One proposal of each kind, then the second of each, so that what time allows has all kinds."""
    for row in zip_longest(*(kind(wanted) for kind in KINDS)):
        yield from (proposal for proposal in row if proposal is not None)


def _pairs(ways: Sequence[Route]) -> Iterator[Proposal]:
    """The best ways of two kinds together, where none alone reaches the date without a client's yes."""
    if any(way.reaches and not way.proposal.clients for way in ways):
        return
    alone = [way for way in ways if not way.proposal.clients and way.proposal.edits and way.proposal.kind != "first"]
    alone.sort(key=lambda way: -way.outcome.sooner_hours)
    one = {way.proposal.kind: way.proposal for way in reversed(alone)}
    firsts = [one[kind] for kind in dict.fromkeys(way.proposal.kind for way in alone)][:3]
    for number, left in enumerate(firsts):
        for right in firsts[number + 1 :]:
            text = f"{left.text}; {right.text[:1].lower()}{right.text[1:]}"
            asks = tuple(dict.fromkeys((*left.asks, *right.asks)))
            yield Proposal("together", text, (*left.edits, *right.edits), asks)
