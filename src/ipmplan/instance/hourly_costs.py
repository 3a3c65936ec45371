"""What work costs, in cents: by who does it, how long, and when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np

from ipmplan.instance.axis import Slots, TimeAxis
from ipmplan.instance.parts import PartModel, TaskModel
from ipmplan.study.money import RateCard, cents


class Money:
    """Prices of work; every amount is worked out once.

    Parameters
    ----------
    cards
        What an hour of each person costs, by date.
    axes
        Task time of each person.
    ticks
        Tick of each slot of the shared grid.
    today
        Tick of the status date.
    minutes
        Minutes of a tick.
    counts
        Whether the portfolio says anything about money; otherwise all work is free.
    """

    def __init__(
        self,
        cards: Sequence[RateCard],
        axes: Sequence[TimeAxis],
        ticks: Slots,
        today: int,
        minutes: int,
        *,
        counts: bool,
    ) -> None:
        self.cards = cards
        self.counts = counts
        self._axes = axes
        self._ticks = ticks
        self._today = today
        self._minutes = minutes
        self._cheapest_parts: dict[tuple[int, int], list[int]] = {}
        self._dearest_parts: dict[tuple[int, int], list[int]] = {}
        self._able: dict[tuple[int, int], Slots] = {}
        self._costs: dict[tuple[int, int, int, int], int] = {}

    @cached_property
    def hourly(self) -> tuple[int, ...]:
        """Cents of an hour of each person on the status date."""
        return tuple(int(card.at(self._today) * 100) for card in self.cards)

    def able(self, part: PartModel) -> Slots:
        """Everybody who may do a part, a row each: the person, own slots, cents as in `steady_cost`."""
        known = self._able
        if part.alike not in known:
            rows = [
                (person, length, self.steady_cost(person, length, part.share)) for person, length in part.length.items()
            ]
            known[part.alike] = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return known[part.alike]

    def steady_cost(self, person: int, length: int, share: int) -> int:
        """Cents that `length` own slots of a person cost whenever they are worked, -1 when that depends on it."""
        if self.counts and len(self.rates[person]) > 1:
            return -1
        return self.cost(person, length, share, 0)

    def cost(self, person: int, length: int, share: int, start: int) -> int:
        """Cents that `length` own slots cost when a person starts them at a grid slot."""
        if not self.counts:
            return 0
        rates = self.rates[person]
        first = self._axes[person].before_list[start]
        segment = bisect_right(rates, first, key=lambda rate: rate[0]) - 1
        inside = segment + 1 == len(rates) or rates[segment + 1][0] >= first + length
        key = (person, length, share, -1 - segment if inside else first)
        if key not in self._costs:
            hours = Decimal(self._minutes) / 60
            total = Decimal(0)
            for number in range(segment, len(rates)):
                begin, rate = rates[number]
                stop = rates[number + 1][0] if number + 1 < len(rates) else first + length
                total += max(0, min(stop, first + length) - max(begin, first)) * hours * rate
            self._costs[key] = int(cents(total * Decimal(share) / 100) * 100)
        return self._costs[key]

    def cost_steps(self, person: int, length: int, share: int, low: int, high: int) -> list[tuple[int, int]]:
        """Starts between two grid moments from which on a piece of work costs something else, with its cents."""
        axis, rates = self._axes[person], self.rates[person]
        first, last = axis.before_list[low], axis.before_list[min(high, len(self._ticks))] - length
        if last < first:
            return []
        starts = {first}
        for begin, _ in rates[1:]:
            starts.update(range(max(first, begin - length), min(last, begin) + 1))
        steps: list[tuple[int, int]] = []
        for own in sorted(starts):
            slot = axis.slot_list[own]
            amount = self.cost(person, length, share, slot)
            if not steps or amount != steps[-1][1]:
                steps.append((slot, amount))
        return steps

    def least(self, person: int, length: int, share: int, low: int, high: int | None) -> int | None:
        """Fewest cents that a piece of work costs between two grid moments, None when it does not fit between them.

        Parameters
        ----------
        person, length, share
            Who does it, in how many own slots, at how many per cent.
        low, high
            None = it may end after the grid does, too; premiums are then left out in its favour.
        """
        if not self.counts:
            return 0
        low = min(low, len(self._ticks))
        if high is None:
            tick = int(self._ticks[min(low, len(self._ticks) - 1)]) if len(self._ticks) else self._today
            hours = Decimal(self._minutes) / 60 * length
            return int(cents(hours * self.cards[person].least(tick) * Decimal(share) / 100) * 100)
        axis, rates = self._axes[person], self.rates[person]
        first, last = axis.before_list[low], axis.before_list[min(high, len(self._ticks))] - length
        if last < first:
            return None
        # Between two changes of the rate, what it costs rises or falls evenly with its start.
        changes = [begin for begin, _ in rates[1:]]
        starts = {first, last, *changes, *(begin - length for begin in changes)}
        slots = axis.slot_list
        return min(self.cost(person, length, share, slots[own]) for own in starts if first <= own <= last)

    @cached_property
    def rates(self) -> list[list[tuple[int, Decimal]]]:
        """Cost of an hour of each person by own slot from which it holds."""
        found = []
        for person, card in enumerate(self.cards):
            ticks = [self._today, *(t for t in card.breaks if t > self._today)]
            before = self._axes[person].before_list
            rates: dict[int, Decimal] = {}
            for tick in ticks:
                rates[before[int(np.searchsorted(self._ticks, tick))]] = card.at(tick)
            found.append(sorted(rates.items()))
        return found

    def cheapest(self, task: TaskModel) -> int:
        """Cents that every choice for a task costs, whenever it is done; 0 when nobody can do it."""
        amounts = []
        for mode in task.modes:
            parts = [self._cheapest_part(part) for part in mode.parts]
            amounts += [mode.cost + sum(part for part in parts if part is not None)] if None not in parts else []
        return min(amounts, default=0) if self.counts else 0

    def _cheapest_part(self, part: PartModel) -> int | None:
        """Cents that the cheapest people for a part cost, None when there are too few."""
        known = self._cheapest_parts
        if part.alike not in known:
            known[part.alike] = sorted(
                cents
                if cents >= 0 and not self._changes(person)
                else self.least(person, length, part.share, 0, None) or 0
                for person, length, cents in self.able(part).tolist()
            )
        costs = known[part.alike]
        return sum(costs[: part.people]) if len(costs) >= part.people else None

    def _changes(self, person: int) -> bool:
        """Whether somebody's hour ever costs something else, also where they have no time on the grid."""
        return any(tick > self._today for tick in self.cards[person].breaks)

    def dearest(self, task: TaskModel) -> int:
        """Cents that no choice for a task exceeds."""
        amounts = [0]
        for mode in task.modes:
            amounts.append(mode.cost + sum(self._dearest_part(part) for part in mode.parts))
        return max(amounts)

    def _dearest_part(self, part: PartModel) -> int:
        """Cents that nobody's work on a part exceeds."""
        known = self._dearest_parts
        if part.alike not in known:
            known[part.alike] = sorted(
                max((cost for _, cost in self.cost_steps(person, length, part.share, 0, len(self._ticks))), default=0)
                for person, length in part.length.items()
            )
        return sum(known[part.alike][-part.people :])
