"""Why a date is where it is, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ipmplan.explaining.names import date_name
from ipmplan.explaining.outcome import Effect
from ipmplan.explaining.why import Counterfactual, Hindrance, Step, Tried, Weighed, Why
from ipmplan.reports import words
from ipmplan.reports.answers.answer import Reply
from ipmplan.reports.answers.page import Listing, Page
from ipmplan.reports.critical import away, because
from ipmplan.reports.scene import Scene
from ipmplan.study.bound import Table

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from ipmplan.reports.figures.style import Theme

MOST_CAUSES = 8


@dataclass(frozen=True, repr=False)
class WhyAnswer(Reply):
    """Why a task, a milestone or a project of a plan is where it is, and what would bring it forward.

    Parameters
    ----------
    why
        The chain, its causes and floats, as facts.
    tried
        Changes that were planned with; None when none was asked for.
    """

    why: Why
    tried: Tried | None
    _scene: Scene = field(compare=False)

    @property
    def steps(self) -> pd.DataFrame:
        """The chain, first step first: `task`, `people`, `start`, `end`, `because`."""
        import pandas as pd

        moment = self._scene.portfolio.grid.moment
        rows = [
            (step.task, ", ".join(step.people), moment(step.start), moment(step.end), self._because(step))
            for step in self.why.steps
        ]
        return pd.DataFrame(rows, columns=["task", "people", "start", "end", "because"])

    @property
    def causes(self) -> pd.DataFrame:
        """What could be otherwise, with `sooner_hours`: what the date gains without it, the order of all work kept."""
        import pandas as pd

        rows = [
            (one.cause.task, one.cause.kind, cause_words(self._scene, one.cause), one.hours) for one in self.why.causes
        ]
        return pd.DataFrame(rows, columns=["task", "kind", "cause", "sooner_hours"])

    @property
    def changes(self) -> pd.DataFrame:
        """Changes that were planned with and help: `change`, `finish`, `sooner_hours`, `cost_eur` (in the currency), `moved`, `hurt`."""
        import pandas as pd

        found = self.tried.helpful if self.tried is not None else ()
        rows = [
            (
                one.idea.text,
                one.outcome.finish,
                one.outcome.sooner_hours,
                float(one.outcome.cost) if one.outcome.cost is not None else None,
                one.outcome.moved,
                len(one.outcome.hurt),
            )
            for one in found
        ]
        return pd.DataFrame(
            rows,
            columns=["change", "finish", "sooner_hours", words.column("cost", self._scene.currency), "moved", "hurt"],
        )

    def figure(self, *, theme: Theme = "light") -> Figure:
        """Draw the chain as bars over time."""
        from ipmplan.reports.figures.answers import chain_figure

        return chain_figure(self._scene, self.why, theme)

    @property
    def page(self) -> Page:
        """Sentences and tables, as they are read."""
        return why_page(self._scene, self.why, self.tried)

    def to_dict(self) -> dict[str, Any]:
        """Turn it into plain values, for programs."""
        scene, why = self._scene, self.why
        moment = scene.portfolio.grid.moment
        return {
            "target": why.target.id,
            "kind": why.target.kind,
            "start": moment(why.start).isoformat(),
            "end": moment(why.end).isoformat(),
            "short": short(scene, why),
            "total_float_hours": why.slack.hours,
            "free_float_hours": why.free_hours,
            "chain": [
                {
                    "task": step.task,
                    "people": list(step.people),
                    "start": moment(step.start).isoformat(),
                    "end": moment(step.end).isoformat(),
                    "after": step.ties[0].bound.after if step.ties else "",
                    "kind": step.ties[0].bound.kind if step.ties else "",
                    "because": because(scene, step, named=False),
                }
                for step in why.steps
            ],
            "causes": [
                {
                    "task": one.cause.task,
                    "kind": one.cause.kind,
                    "cause": cause_words(scene, one.cause),
                    "sooner_hours": one.hours,
                }
                for one in why.causes
            ],
            "changes": [_change(one) for one in (self.tried.helpful if self.tried is not None else ())],
            "vain": [idea.text for idea in (self.tried.vain if self.tried is not None else ())],
        }

    def _because(self, step: Step) -> str:
        return because(self._scene, step, named=True)


def why_page(scene: Scene, why: Why, tried: Tried | None) -> Page:
    """An explanation as it is read."""
    name = date_name(scene.portfolio, why.target.id)
    moment = scene.portfolio.grid.moment
    when = f"{words.moment(moment(why.start), scene.year)} to {words.moment(moment(why.end), scene.year)}"
    title = f"{words.named(why.target.id, name)}: {when}"
    if not why.steps:
        return Page(title, ("It has ended: nothing of it is left to do.",))
    return Page(title, (short(scene, why), float_words(scene, why)), tuple(_grids(scene, why, tried)))


def short(scene: Scene, why: Why) -> str:
    """The one sentence: what keeps the date where it is, and what it gains without that, the order of all work kept."""
    if not why.steps:
        return "It has ended."
    verb = "begin" if why.of_start else "be reached" if why.target.kind != "task" else "end"
    main = why.main
    if main is not None:
        gain = (
            f"{words.late(main.hours, scene.hours_a_day)} sooner" if main.hours else "sooner, outside of working time"
        )
        text = f"{_at(scene, main.cause)}{cause_words(scene, main.cause)}; without that it would {verb} {gain}."
    else:
        last = why.steps[-1]
        text = f"Nothing of this alone would let it {verb} sooner: it {because(scene, last, named=True)}."
        if why.chosen_hours:
            text = f"The planner's choice: with the same order of work it could {verb} {words.late(why.chosen_hours, scene.hours_a_day)} sooner."
    return text[:1].upper() + text[1:]


def _at(scene: Scene, cause: Hindrance) -> str:
    """Whose work it is, where the words do not say it."""
    return f"{scene.work_name(cause.task)}: "


def float_words(scene: Scene, why: Why) -> str:
    """How far the work can slip, everybody's order of work kept."""
    total, free = why.slack.hours, why.free_hours
    until = "a promised date is missed by more" if why.slack.dated else "the plan ends later"
    if not total:
        return f"It cannot slip at all before {until} (float 0)."
    room = f"It can slip {words.late(total, scene.hours_a_day)} before {until}"
    return f"{room}, and {words.late(free, scene.hours_a_day) if free else 'not at all'} before other work moves (free float)."


def cause_words(scene: Scene, cause: Hindrance) -> str:
    """A cause as a clause."""
    if cause.absence is not None:
        people = tuple(row.person for row in scene.by_task.get(cause.task, ()) if row.kind == "planned")
        return away(scene, cause.absence, people or (cause.absence.person,), named=True)

    def name(table: Table, ident: str) -> str:
        return scene.name(table, ident)

    said = [bound.words(name, lambda day: words.day(day, scene.year), private=True) for bound in cause.bounds]
    return " and ".join(said)


def _grids(scene: Scene, why: Why, tried: Tried | None) -> Iterator[Listing]:
    moment = scene.portfolio.grid.moment
    rows = tuple(
        (
            words.day(moment(step.start), scene.year),
            words.day(words.last_day(moment(step.end)), scene.year),
            scene.work_name(step.task),
            ", ".join(scene.person_name(person) for person in step.people) or "(a wait)",
            because(scene, step, named=True) + _served(why, step),
        )
        for step in why.steps
    )
    yield Listing(
        "The chain that keeps it there",
        ("from", "to", "task", "who", "because"),
        rows,
        fixed=("from", "to"),
        wraps=("because",),
    )
    yield _causes(scene, why)
    if tried is not None:
        yield _changes(scene, tried)


def _served(why: Why, step: Step) -> str:
    """The goal that a choice serves."""
    found = why.served.get(step.task)
    if found is None:
        return ""
    if found.effect == "worse":
        return f"; it serves {found.goal}, which would be {words.number(found.more)} worse"
    if found.effect == "better":
        return f"; {found.goal} would be {words.number(found.more)} better: search longer"
    return "; no goal asks for it sooner"


def _causes(scene: Scene, why: Why) -> Listing:
    helps = [one for one in why.causes if one.ticks > 0][:MOST_CAUSES]
    rows = tuple((scene.work_name(one.cause.task), cause_words(scene, one.cause), _gain(scene, one)) for one in helps)
    return Listing(
        "Without this alone, the order of all other work kept",
        ("task", "without", "sooner"),
        rows,
        fixed=("sooner",),
        wraps=("without",),
    )


def _gain(scene: Scene, one: Weighed) -> str:
    return words.late(one.hours, scene.hours_a_day) if one.hours else "a little"


def _changes(scene: Scene, tried: Tried) -> Listing:
    rows = tuple(
        (
            one.idea.text,
            f"{words.late(one.outcome.sooner_hours, scene.hours_a_day)} sooner",
            words.moment(one.outcome.finish, scene.year),
            cost_words(scene, one.outcome),
            words.count(one.outcome.moved, "task moves", "tasks move"),
        )
        for one in tried.helpful
    )
    notes = []
    if tried.again is not None and tried.again.sooner_hours > 0:
        gain = words.late(tried.again.sooner_hours, scene.hours_a_day)
        notes.append(
            f"Planned again towards this date alone, without any change: {gain} sooner; the changes come on top."
        )
    if tried.vain:
        notes.append(f"Tried, and brings nothing: {'; '.join(idea.text for idea in tried.vain)}.")
    heads = ("change", "brings", "then on", "costs", "beside it")
    title = "Planned again with one change, no other milestone later"
    empty = "None of the changes that were tried brings it forward."
    return Listing(
        title, heads, rows, fixed=("brings", "then on"), wraps=("change", "beside it"), empty=empty, notes=tuple(notes)
    )


def cost_words(scene: Scene, outcome: Effect) -> str:
    """What a changed plan costs beside the one before."""
    if outcome.cost is None:
        return "–"
    amount = words.money(abs(outcome.cost), scene.currency)
    if amount.startswith("0 "):
        return "the same"
    return f"{amount} {'more' if outcome.cost > 0 else 'less'}"


def _change(one: Counterfactual) -> dict[str, Any]:
    return {
        "change": one.idea.text,
        "kind": one.idea.kind,
        "finish": one.outcome.finish.isoformat(),
        "sooner_hours": one.outcome.sooner_hours,
        "cost": str(one.outcome.cost) if one.outcome.cost is not None else None,
        "people": list(one.outcome.people),
        "moved": one.outcome.moved,
        "hurt": [{"id": row.id, "hours": row.hours} for row in one.outcome.hurt],
    }
