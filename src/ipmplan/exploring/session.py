"""The explorer without any widget: edits, undo and redo, planning in the background, scenarios, and writing into the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from threading import Event as Flag
from threading import RLock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from ipmplan import planner
from ipmplan.core.edits import Edit, IncludeProject, sentences
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario, ensure_named_apart
from ipmplan.errors import InputError, IpmplanError, Issue
from ipmplan.exploring import moving
from ipmplan.exploring.answering import ExplorerLimits, answer
from ipmplan.exploring.state import ExplorerState, PlanRun, Version
from ipmplan.files.together import locked, write_files
from ipmplan.loading import load
from ipmplan.reports.result import Plan
from ipmplan.validation import faults

if TYPE_CHECKING:
    from ipmplan.explaining.rewritten import RewrittenFolder
    from ipmplan.models.incumbent import Event
    from ipmplan.reports.answers.why import WhyAnswer

CRASHED = "Something went wrong while planning: a mistake of ours. The cell's output, or the log, says what."


class ExplorerSession:
    """What one explores a portfolio with; each change is planned in a thread, and tells `listen` the new state.

    Parameters
    ----------
    portfolio
        As its tables say it.
    plan
        The plan to begin from; None = one is made first.
    scenarios
        Those that may be switched on, beside each tentative project.
    limits
        How long is searched.

    Raises
    ------
    InputError
        When two scenarios have one name, or one names what is unknown.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        plan: Plan | None = None,
        *,
        scenarios: Iterable[Scenario] = (),
        limits: ExplorerLimits = ExplorerLimits(),  # noqa: B008
    ) -> None:
        offered = (*_tentative(portfolio), *scenarios)
        ensure_named_apart(offered)
        for one in offered:
            one.apply(portfolio)
        self.state = ExplorerState(portfolio, (Version("as in the tables", plan=plan),), scenarios=offered)
        self._limits = limits
        self._listeners: list[Callable[[ExplorerState], None]] = []
        self._lock = RLock()
        self._stop = Flag()
        self._thread: Thread | None = None
        self._number = 0
        if plan is None:
            self._plan(anew=True)

    def listen(self, listener: Callable[[ExplorerState], None]) -> None:
        """Call this with each new state, from whatever thread has made it."""
        self._listeners.append(listener)

    def do(self, edit: Edit) -> None:
        """Make an edit and plan with it.

        Raises
        ------
        InputError
            When it names what is unknown, or the portfolio would be wrong with it: then nothing has changed.
        """
        (said,) = sentences(self.state.portfolio, [edit])
        self._go(self.state.edited(edit, said))

    def move(self, task: str, day: date | str) -> None:
        """Hold a task on another day, as dragging its bar does.

        Raises
        ------
        InputError
            When there is no such task, or it cannot be there.
        """
        self.do(moving.moved(self.state.portfolio, task, date.fromisoformat(day) if isinstance(day, str) else day))

    def switch(self, name: str, *, on: bool) -> None:
        """Switch a scenario on or off.

        Raises
        ------
        InputError
            When none is called that, or the portfolio would be wrong with it.
        """
        if name not in {one.name for one in self.state.scenarios}:
            raise InputError(Issue(f"unknown scenario `{name}`", "explorer"))
        if (name in self.state.now.on) != on:
            self._go(self.state.switched(name, on=on))

    def undo(self) -> None:
        """Show the version before, at once with its plan."""
        self._show(self.state.back())

    def redo(self) -> None:
        """Show the version that was undone last."""
        self._show(self.state.forward())

    def plan_again(self) -> None:
        """Search longer for the shown version, also where more moves then."""
        self._plan(anew=True)

    def stop(self) -> None:
        """End the search; the best plan so far is taken."""
        self._stop.set()
        self._set(lambda state: state.stopping())

    def keep(self, name: str) -> Scenario:
        """Keep what was changed as a scenario, for `compare` and for scenarios.toml.

        Raises
        ------
        InputError
            When it has no name, or nothing was changed.
        """
        if not self.state.edits:
            raise InputError(Issue("nothing was changed yet", "explorer", "Maybe drag a bar first?"))
        scenario = Scenario(name.strip(), self.state.edits)
        others = [one for one in self.state.scenarios if one.name != scenario.name]
        ensure_named_apart([*others, scenario])
        self._set(lambda state: state.keeping(scenario))
        return scenario

    def changes(self) -> RewrittenFolder:
        """What `write` would do to the files.

        Raises
        ------
        InputError
            When the portfolio was read from nowhere, nothing was changed, or the files were changed meanwhile.
        """
        from ipmplan.explaining.rewritten import rewritten

        state = self.state
        if not state.base.source:
            raise InputError(Issue("the portfolio was made in Python: there are no tables to write", "explorer"))
        if not state.edits:
            raise InputError(Issue("nothing was changed yet", "explorer", "Maybe drag a bar first?"))
        place = Path(state.base.source)
        if load(place) != state.base:
            hint = "Maybe open the explorer again?"
            raise InputError(Issue("the tables were changed meanwhile: nothing was written", str(place), hint))
        return rewritten(place, state.edits, None if state.now.plan is None else state.now.plan.schedule)

    def write(self) -> tuple[Path, ...]:
        """Write what was changed into the tables, and the plan beside them, in one step; then begin from there.

        Raises
        ------
        InputError
            As `changes`, or when it cannot be written: then nothing has changed.
        """
        state, place = self.state, Path(self.state.base.source)
        folder = place if place.is_dir() else place.parent
        with locked(folder):
            found = self.changes()
            try:
                write_files(folder, found.changed)
            except OSError as error:
                raise InputError(Issue(f"it cannot be written: {error.strerror or error}", str(folder))) from error
        base, plan = load(place), state.now.plan
        known = None if plan is None else Plan(plan.schedule, base, plan.before)
        kept = tuple(one for one in state.scenarios if one.name not in state.now.on)
        message = f"Wrote {', '.join(found.changed)}."
        new = ExplorerState(base, (Version("as in the tables", plan=known),), scenarios=kept, message=message)
        self._set(lambda _: new)
        return tuple(folder / name for name in found.changed)

    def why(self, task: str) -> WhyAnswer:
        """Say why a task of the shown plan is where it is.

        Raises
        ------
        InputError
            When there is no plan, or it does not have that task.
        """
        from ipmplan.explain import why

        shown = self.state.shown
        if shown is None:
            raise InputError(Issue("nothing is planned yet", "explorer"))
        return why(shown, task, quick=True)

    def wait(self, seconds: float = 600.0) -> ExplorerState:
        """Wait until nothing is being planned, and return the state.

        Raises
        ------
        TimeoutError
            When it takes longer.
        """
        until = monotonic() + seconds
        while (thread := self._thread) is not None and thread.is_alive():
            thread.join(max(0.0, until - monotonic()))
            if thread.is_alive():
                raise TimeoutError(f"still planning after {seconds:g} s")
        return self.state

    def _go(self, state: ExplorerState) -> None:
        """Show a new version and plan it, if the portfolio is right with it."""
        wrong = [issue for issue in faults(state.portfolio) if issue.severity == "error"]
        if wrong:
            raise InputError(wrong)
        self._set(lambda _: state)
        self._plan(anew=False)

    def _show(self, state: ExplorerState) -> None:
        self._stop.set()
        self._set(lambda _: state)
        if state.now.plan is None and not state.now.trouble:
            self._plan(anew=False)

    def _plan(self, *, anew: bool) -> None:
        with self._lock:
            self._stop.set()
            self._stop, self._number, before = Flag(), self._number + 1, self._thread
            seconds = self._limits.patient if anew or self.state.shown is None else self._limits.quick
            run = PlanRun(self._number, seconds)
            self._set(lambda state: state.running(run))
            asked = (self.state.portfolio, self.state.shown, self._number, self._stop)
            self._thread = Thread(target=self._work, args=(before, *asked), kwargs={"anew": anew}, daemon=True)
            self._thread.start()

    def _work(
        self,
        before: Thread | None,
        portfolio: Portfolio,
        shown: Plan | None,
        number: int,
        stop: Flag,
        *,
        anew: bool,
    ) -> None:
        """Plan in a thread of its own, after the search before has ended."""
        if before is not None:
            before.join()
        if number != self._number:
            return

        def tell(event: Event) -> None:
            better = event.kind == "plan"
            self._set(lambda state: state.told(number, event.goal, event.value, better=better))

        trouble = CRASHED
        try:
            plan = answer(portfolio, shown, self._limits, tell, stop, anew=anew)
            self._set(lambda state: state.planned(number, plan))
            trouble = ""
        except IpmplanError as error:
            trouble = str(error)
        finally:
            if trouble:
                self._set(lambda state: state.failed(number, trouble))

    def _set(self, change: Callable[[ExplorerState], ExplorerState]) -> None:
        with self._lock:
            new = change(self.state)
            if new is self.state:
                return
            self.state = new
            for listener in tuple(self._listeners):
                listener(new)


def begin_from(portfolio: Portfolio) -> Plan | None:
    """The plan that lies beside the tables, where it is one of this portfolio."""
    place = Path(portfolio.source)
    path = (place if place.is_dir() else place.parent) / "plan.json"
    if not portfolio.source or not path.is_file():
        return None
    try:
        plan = Plan.read(path, portfolio)
    except InputError:
        return None
    wrong = [issue for issue in planner.check(plan.schedule, portfolio) if issue.severity == "error"]
    return None if wrong else plan


def _tentative(portfolio: Portfolio) -> list[Scenario]:
    """A scenario for each project that may be won."""
    tentative = (project for project in portfolio.projects if project.status == "tentative")
    return [Scenario(f"we win {project.id}", [IncludeProject(project.id)]) for project in tentative]
