"""What a re-plan has moved, in sentences, and what more moves would bring."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.plan import Offer
from ipmplan.replanner import Replanned
from ipmplan.reports import words

MOST = 5


def sentences(found: Replanned) -> Iterator[str]:
    """Yield how many tasks moved, which of those that had to stay could not, and what more moves would bring."""
    said = found.schedule.compared
    if said is None:
        return
    people = f", {said.reassigned or 'none'} of them to other people" if said.moved else ""
    yield f"{words.count(said.moved, 'task')} moved against the plan of {words.day(said.as_of)}{people}."
    if found.frozen or found.freed:
        yield f"{words.count(len(found.frozen), 'task')} stayed frozen."
    if found.freed:
        more = f" and {len(found.freed) - MOST} more" if len(found.freed) > MOST else ""
        yield f"Facts have moved what had to stay: {', '.join(found.freed[:MOST])}{more}."
    for offer in said.offers:
        yield _offer(offer, said.moved)


def _offer(offer: Offer, moved: int) -> str:
    days = f"{words.number(offer.days)} {'day' if offer.days == 1 else 'days'}"
    command = f"`ipmplan replan --moves {offer.moved}`"
    people = f", {offer.reassigned} of them to other people" if offer.reassigned else ""
    what = "less late" if offer.goal == "lateness" else f"less {offer.goal}"
    return f"With {words.count(offer.moved, 'move')} instead of {moved}{people}: {days} {what} ({command})."
