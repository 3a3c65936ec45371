"""Sharing work out: what comes of it fits, nobody has what they may not do, and nearly full loads are found."""

from collections import Counter
from dataclasses import replace
from random import Random

from tests.amount import amount
from tests.models.improve.test_choose_anew import few
from tests.models.improve.test_level_loads import crowd, least_makespan
from tests.models.improve.test_without_names import crew_portfolio
from tests.models.pinned import constructed
from tests.plans import part, work
from tests.tiny import tiny_portfolio

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Task
from ipmplan.models.construct.staffing import People
from ipmplan.models.improve.exchange_seats import can_share, has_room, shared_out
from ipmplan.models.solution import Solution
from ipmplan.models.stage import measure


def loads(hint: Solution, people: People) -> dict[int, int]:
    """Hundredths of own slots that each person has to do, counted by seat."""
    found: dict[int, int] = {}
    for task, choice in enumerate(hint.choices):
        for need in hint.instance.tasks[task].modes[choice.mode].parts:
            for person in people.get((task, need.number), ()):
                found[person] = found.get(person, 0) + need.length[person] * need.share
    return found


def test_what_is_shared_out_fits_and_is_allowed() -> None:
    found = 0
    for seed in range(amount(200)):
        rng = Random(seed)
        start = constructed((crew_portfolio, tiny_portfolio, crowd)[seed % 3](rng))
        if start is None or not can_share(start.instance):
            continue
        instance = start.instance
        last = instance.moment_within(max(1, measure("makespan", start) - rng.randint(1, 4)))
        people, steps = shared_out(start, last, rng)
        if people is None:
            continue
        found += 1
        assert steps > 0, seed
        for task, choice in enumerate(start.choices):
            parts = instance.tasks[task].modes[choice.mode].parts
            named = [person for need in parts for person in people.get((task, need.number), ())]
            assert len(named) == len(set(named)) == sum(need.people for need in parts), seed
            assert all(person in need.length for need in parts for person in people[task, need.number]), seed
        for person, load in loads(start, people).items():
            assert load <= 100 * instance.axes[person].before_list[last], seed
    assert found > amount(30)


def test_where_there_is_no_room_for_all_work_there_is_no_plan() -> None:
    found: Counter[bool] = Counter()
    for seed in range(amount(120)):
        start = constructed((crew_portfolio, tiny_portfolio, few)[seed % 3](Random(seed)))
        least = None if start is None or start.instance.has_started else least_makespan(start)
        if start is None or least is None:
            continue
        for value in range(max(0, least - 4), least + 1):
            room = has_room(start.instance, start.instance.moment_within(value))
            assert room or value < least, seed
            found[room] += 1
    assert min(found[False], found[True]) > amount(10)


def test_work_that_fills_everybody_to_the_last_slot_is_shared_out() -> None:
    """Ten people of two skills, each with 100 hours in ten tasks: nearly all shares of the hundred tasks leave a gap."""
    for seed in range(5):
        rng = Random(seed)
        people = tuple(
            Person(f"p{n}", skills=(Skill("ux", 1), Skill("qa", 1)) if n % 2 else (Skill("ux", 1),)) for n in range(10)
        )
        tasks = []
        for person in range(10):
            cuts = sorted(rng.sample(range(1, 100), 9))
            for number, hours in enumerate(high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)):
                skill = "qa" if person % 2 and rng.random() < 0.5 else "ux"
                tasks.append(Task(f"T{person}-{number}", "P0", work=(work(part(hours, skill)),)))
        rng.shuffle(tasks)
        start = constructed(replace(crowd(rng), people=people, tasks=tuple(tasks)))
        assert start is not None
        shared, _ = shared_out(start, start.instance.moment_within(100), rng)
        assert shared is not None, seed
        assert set(loads(start, shared).values()) == {10_000}, seed
