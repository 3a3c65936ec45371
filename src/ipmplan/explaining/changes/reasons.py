"""Why a task is not where it was: what would stand in the way of its old place in the new plan, as facts first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.words import on
from ipmplan.explaining.changes.data import Reason
from ipmplan.study.bound import after_link
from ipmplan.study.pieces import has_left
from ipmplan.study.reading import Reading

HOURS = 0.01


class Reasons:
    """Reasons of changes between an old plan and a new one, read with the portfolio of the new one.

    A fact that keeps a task from its old place comes before another task that has it now; where neither is found, it is the
    planner's choice.
    """

    def __init__(self, old: Schedule, new: Reading) -> None:
        self.new = new
        self.portfolio = new.portfolio
        self.old_rows: Mapping[str, PlannedTask] = {row.id: row for row in old.tasks}
        self.new_rows: Mapping[str, PlannedTask] = {row.id: row for row in new.schedule.tasks}
        self.old_work, self.new_work = _work(old), _work(new.schedule)
        self.by_person: dict[str, list[Assignment]] = {}
        for row in new.schedule.assignments:
            if row.kind == "planned":
                self.by_person.setdefault(row.person, []).append(row)

    def hours(self, name: str) -> tuple[float, float]:
        """Planned and recorded hours of a task, before and after."""
        before, after = (sum(row.hours for row in work.get(name, ())) for work in (self.old_work, self.new_work))
        return before, after

    def people(self, name: str) -> tuple[set[str], set[str]]:
        """Who works at a task, before and after."""
        before, after = (
            {row.person for row in work.get(name, ()) if row.person} for work in (self.old_work, self.new_work)
        )
        return before, after

    def of(self, name: str) -> Reason:
        """Why a task of either plan is not as it was."""
        old, new = self.old_rows.get(name), self.new_rows.get(name)
        if old is None:
            return Reason("scope", "it is new")
        if new is None:
            known = self.portfolio.task.get(name)
            return Reason(
                "scope", "it is cancelled" if known is not None and known.cancelled else "it is not planned any more"
            )
        return (
            self._lost(name)
            or self._later_by_facts(name, old, new)
            or self._longer(name)
            or self._stretched(name, old, new)
            or (self._in_the_way(name, old) if new.start >= old.start else self._sooner(name, old, new))
            or Reason("choice", "the planner's choice")
        )

    def _lost(self, name: str) -> Reason | None:
        """Somebody who did it and cannot any more."""
        before, after = self.people(name)
        for person in sorted(before - after):
            known = self.portfolio.person.get(person)
            if known is None or has_left(self.portfolio, person):
                return Reason("away", f"{person} is not there any more", person)
            rows = [row for row in self.old_work[name] if row.person == person]
            absence = self._away(person, min(row.start for row in rows), max(row.end for row in rows))
            if absence is not None:
                return _absent(person, absence)
        return None

    def _away(self, person: str, start: datetime, end: datetime) -> Absence | None:
        """An absence that takes working time of where somebody's work was."""
        grid = self.portfolio.grid
        first, last = grid.start_of(start), grid.end_of(end)
        for absence in self.portfolio.absences:
            if absence.person not in {person, EVERYBODY}:
                continue
            begin, stop = grid.start_of(absence.start), self.new.time.absence_end(absence)
            lo, hi = max(first, begin), min(last, stop)
            if lo < hi and self._would_work(lo, hi):
                return absence
        return None

    def _would_work(self, start: int, end: int) -> bool:
        return self.new.time.portfolio.count(start, end) > 0

    def _later_by_facts(self, name: str, old: PlannedTask, new: PlannedTask) -> Reason | None:
        """What is written or happened that keeps a task from its old start."""
        grid = self.portfolio.grid
        if new.start <= old.start or not self.new.is_fresh(name):
            return None
        begun, today = grid.start_of(old.start), self.portfolio.as_of_tick
        held = self.new.study.holds.get(name)
        if held is not None and held.first is not None and held.first > begun and held.row.start is not None:
            return Reason("hold", f"it is held on {on(held.row.start)}")
        task = self.new.task(name)
        if task.not_before is not None and grid.start_of(task.not_before) > begun:
            return Reason("release", f"it may not start before {on(task.not_before)}")
        for decision in self.new.scope.decisions.get(name, ()):
            if self.new.scope.answer(decision) > begun:
                return Reason("release", f"the answer to {decision.id} is awaited", decision.id)
        slipped = self._predecessor(name, begun)
        if slipped is not None:
            return slipped
        for row in self.old_work.get(name, ()):
            absence = self._away(row.person, row.start, row.end) if row.person else None
            if absence is not None:
                return _absent(row.person, absence)
        return Reason("late", "it has not begun as planned") if begun < today else None

    def _predecessor(self, name: str, begun: int) -> Reason | None:
        """The predecessor that now leaves it the latest start, where that is behind the old one."""
        found: list[tuple[int, str]] = []
        for link in self.new.links_into.get(name, ()):
            if link.before in self.new.spans and link.type[1] == "S":
                moment = self.new.spans[link.before][link.type[0] == "F"]
                bound = after_link(self.new, moment, link)
                if bound > begun:
                    found.append((bound, link.before))
        if not found:
            return None
        before = max(found)[1]
        words = "is new" if before not in self.old_rows else "slipped"
        return Reason("predecessor", f"its predecessor {before} {words}", before)

    def _longer(self, name: str) -> Reason | None:
        """More or less work than before, by the same people."""
        before, after = self.hours(name)
        same = self.people(name)[0] == self.people(name)[1]
        if not same or abs(after - before) < HOURS:
            return None
        if not self.new.is_fresh(name):
            return Reason("progress", f"it takes {after:g} h in all, {before:g} h were planned")
        grew = "grew" if after > before else "shrank"
        return Reason("estimate", f"its estimate {grew} from {before:g} h to {after:g} h")

    def _stretched(self, name: str, old: PlannedTask, new: PlannedTask) -> Reason | None:
        """Somebody who still does it, and is away between its old start and its new end, so that the same work ends later."""
        if new.end <= old.end:
            return None
        stayed = self.people(name)[0] & self.people(name)[1]
        absences = ((person, self._away(person, max(old.start, self._today), new.end)) for person in sorted(stayed))
        return next((_absent(person, absence) for person, absence in absences if absence is not None), None)

    @property
    def _today(self) -> datetime:
        return self.portfolio.grid.moment(self.portfolio.as_of_tick)

    def _in_the_way(self, name: str, old: PlannedTask) -> Reason | None:
        """Work that now has its people, or a pool of its, when it would have had them."""
        rows = self.old_work.get(name, ())
        for row in rows:
            for other in self.by_person.get(row.person, ()):
                if other.task != name and other.start < row.end and other.end > row.start:
                    return Reason("room", f"makes room for {other.task}", other.task)
        uses = self.new.uses(name) if name in self.new.rows else {}
        for other_name, span in self.new.rows.items():
            shared = other_name != name and any(pool in uses for pool in self.new.uses(other_name))
            if shared and span.start < old.end and span.end > old.start:
                return Reason("room", f"makes room for {other_name}", other_name)
        before, after = self.people(name)
        if before != after and rows:
            gone = ", ".join(sorted(before - after)) or "others"
            return Reason("others", f"given to {', '.join(sorted(after - before)) or 'fewer people'} instead of {gone}")
        return None

    def _sooner(self, name: str, old: PlannedTask, new: PlannedTask) -> Reason | None:
        """What made room for it: something before it that ends sooner, or work that went elsewhere."""
        for link in self.new.links_into.get(name, ()):
            was, now = self.old_rows.get(link.before), self.new_rows.get(link.before)
            if was is not None and now is not None and now.end < was.end and now.end <= new.start < was.end:
                return Reason("predecessor", f"its predecessor {link.before} ends sooner", link.before)
        for row in self.new_work.get(name, ()):
            for other, rows in self.old_work.items():
                if other != name and any(
                    one.person == row.person and one.start < min(row.end, old.start) and one.end > row.start
                    for one in rows
                ):
                    return Reason("room", f"{other} has left room", other)
        return None


def _absent(person: str, absence: Absence) -> Reason:
    until = f" until {on(absence.end)}" if isinstance(absence.end, date) else ""
    why = f" ({absence.reason})" if absence.reason else ""
    return Reason("away", f"{person} is away", person, f"{person} is away{why} since {on(absence.start)}{until}")


def _work(schedule: Schedule) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for row in schedule.assignments:
        if row.kind != "booking":
            found.setdefault(row.task, []).append(row)
    return found
