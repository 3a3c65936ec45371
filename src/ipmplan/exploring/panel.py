"""The explorer as it is shown: buttons and fields around the chart. It holds no state of its own but what is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from html import escape
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import anywidget
import ipywidgets as w
import traitlets

from ipmplan.core.edits import Edit, sentences
from ipmplan.core.scenario import Scenario
from ipmplan.errors import InputError
from ipmplan.exploring import moving
from ipmplan.exploring.chart import chart, reason
from ipmplan.exploring.session import ExplorerSession
from ipmplan.exploring.state import ExplorerState, PlanRun
from ipmplan.models.goals import goal
from ipmplan.reports import words
from ipmplan.reports.result import Plan

HERE = Path(__file__).parent
TICK = 0.25
NARROW = {"width": "auto"}


class ExplorerGantt(anywidget.AnyWidget):
    """The chart: gets plain values, sends what was done with a bar."""

    _esm = HERE / "gantt.js"
    _css = HERE / "gantt.css"
    chart = traitlets.Dict().tag(sync=True)
    busy = traitlets.Bool(default_value=False).tag(sync=True)


class ExplorerPanel(w.VBox):
    """What `ipm.explore` returns: the chart with its controls.

    Parameters
    ----------
    session
        What is shown and changed; cells may drive it, too.
    """

    def __init__(self, session: ExplorerSession) -> None:
        self.session = session
        self._loop = _running_loop()
        self._due = False
        self._drawn: Plan | None = None
        self._began = (0, 0.0)
        self._gantt = ExplorerGantt()
        self._gantt.on_msg(lambda _, content, __: self._hear(content))
        self._status = w.HTML(layout=w.Layout(flex="1 1 auto"))
        self._progress = w.FloatProgress(max=1.0, layout=w.Layout(width="120px"), description_allow_html=False)
        self._buttons = {
            "undo": _button("Undo", "undo", session.undo),
            "redo": _button("Redo", "repeat", session.redo),
            "again": _button("Plan again", "refresh", session.plan_again),
            "stop": _button("Stop", "stop", session.stop),
        }
        self._changes = w.HTML()
        self._diff = w.HTML()
        self._scenarios = w.VBox()
        bar = w.HBox([*self._buttons.values(), self._progress, self._status], layout=w.Layout(align_items="center"))
        super().__init__([bar, self._gantt, self._changes, self._controls()])
        session.listen(lambda _: self._soon())
        self._show()

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown; None before there is one."""
        return self.session.state.shown

    @property
    def kept(self) -> tuple[Scenario, ...]:
        """Scenarios that can be switched on, those that were kept here among them: `ipm.compare` takes them."""
        return self.session.state.scenarios

    def _controls(self) -> w.Tab:
        made = w.Tab([self._facts(), self._scenario_page(), self._write_page()], selected_index=0)
        made.titles = ("Change", "Scenarios", "Write to tables")
        return made

    def _facts(self) -> w.VBox:
        base = self.session.state.base
        projects = [(f"{one.name or one.id} ({one.id})", one.id) for one in base.projects]
        stones = [(f"{one.name or one.id} ({one.id})", one.id) for one in base.milestones]
        project, amount = w.Dropdown(options=projects, description="Budget of"), w.Text(placeholder="21500, or empty")
        dated = w.Dropdown(options=[*stones, *projects], description="Due date of")
        day = w.DatePicker(layout=w.Layout(width="160px"))
        person = w.Text(placeholder="Kim; frontend:3, qa; 95", description="One more")
        orders = moving.orders(base)
        order = w.Dropdown(options=list(orders), description="Goals")
        shown = w.HTML(" → ".join(orders["as in the tables"]))
        order.observe(lambda change: setattr(shown, "value", " → ".join(orders[change["new"]])), "value")
        rows = [
            (project, amount, lambda: moving.budget(project.value, amount.value)),
            (dated, day, lambda: moving.due(self.session.state.portfolio, dated.value, day.value)),
            (person, w.Label("name; skills; cost of an hour"), lambda: moving.extra_person(person.value)),
            (order, shown, lambda: moving.order(",".join(orders[order.value]))),
        ]
        return w.VBox([w.HBox([*fields, self._plans_with(make)]) for *fields, make in rows])

    def _plans_with(self, make: Callable[[], Edit]) -> w.Button:
        return _button("Plan with it", "check", lambda: self._try(lambda: self.session.do(make())))

    def _scenario_page(self) -> w.VBox:
        name = w.Text(placeholder="name", description="Keep as")

        def keep() -> None:
            self._try(lambda: self.session.keep(name.value))

        return w.VBox([self._scenarios, w.HBox([name, _button("Keep as scenario", "bookmark", keep)])])

    def _write_page(self) -> w.VBox:
        write = _button("Write", "save", lambda: self._try(self._write))
        write.disabled = True

        def preview() -> None:
            self._diff.value = ""
            write.disabled = True
            diff = self.session.changes().diff
            self._diff.value = f"<pre style='white-space:pre-wrap'>{escape(diff) or 'no line is another one'}</pre>"
            self._previewed = self.session.state.edits
            write.disabled = False

        self._write_button, self._previewed = write, ()
        show = _button("Show what would change", "search", lambda: self._try(preview))
        return w.VBox([w.HBox([show, write]), self._diff])

    def _write(self) -> None:
        if self._previewed != self.session.state.edits:
            self._forget_preview()
            self._say("More was changed since: look at it again before it is written.")
            return
        self.session.write()
        self._forget_preview()

    def _forget_preview(self) -> None:
        self._write_button.disabled = True
        self._diff.value = ""

    def _hear(self, content: dict[str, Any]) -> None:
        """What the chart says: a bar was dragged, or asked why."""
        task = str(content.get("task", ""))
        if content.get("kind") == "move":
            self._try(lambda: self.session.move(task, str(content.get("start"))))
        elif content.get("kind") == "why":
            Thread(target=lambda: self._explain(task), daemon=True).start()

    def _explain(self, task: str) -> None:
        try:
            found = {"kind": "why", **reason(self.session.why(task))}
        except InputError as error:
            found = {"kind": "no", "text": str(error)}
        self._post(lambda: self._gantt.send(found))

    def _try(self, action: Callable[[], object]) -> None:
        """Do something; what is wrong with it is said, and nothing has changed then."""
        try:
            action()
        except InputError as error:
            self._gantt.send({"kind": "no", "text": str(error)})
            self._say(str(error))

    def _say(self, text: str) -> None:
        self._status.value = f"<span style='white-space:pre-wrap'>{escape(text)}</span>"

    def _post(self, action: Callable[[], None]) -> None:
        """Do it in the kernel's own thread, where there is one."""
        if self._loop is None:
            action()
        else:
            self._loop.call_soon_threadsafe(action)

    def _soon(self) -> None:
        if not self._due:
            self._due = True
            self._post(self._show)

    def _show(self) -> None:
        """Bring all that is shown up to the state."""
        self._due = False
        state = self.session.state
        if state.shown is not self._drawn and state.shown is not None:
            self._drawn = state.shown
            first = state.versions[0].plan
            self._gantt.chart = chart(state.shown, first.schedule if first is not None and state.at else None)
        self._gantt.busy = state.run is not None
        self._buttons["undo"].disabled = not state.can_undo
        self._buttons["redo"].disabled = not state.can_redo
        self._buttons["again"].disabled = state.run is not None
        self._buttons["stop"].disabled = state.run is None or state.run.stopping
        self._say(_said(state))
        self._changes.value = _list(state)
        self._offer(state)
        if self._previewed != state.edits:
            self._forget_preview()
        self._progress.layout.visibility = "hidden" if state.run is None else "visible"
        if state.run is not None and self._began[0] != state.run.number:
            self._began = (state.run.number, monotonic())
            self._tick()

    def _tick(self) -> None:
        run = self.session.state.run
        if run is None:
            return
        self._progress.value = min(1.0, (monotonic() - self._began[1]) / run.seconds)
        if self._loop is not None and self._began[0] == run.number:
            self._loop.call_later(TICK, self._tick)

    def _offer(self, state: ExplorerState) -> None:
        """A box for each scenario."""
        known = [(box.description, box.value) for box in self._scenarios.children]
        wanted = [(one.name, one.name in state.now.on) for one in state.scenarios]
        if known == wanted:
            return
        boxes = []
        for name, on in wanted:
            box = w.Checkbox(value=on, description=name, indent=False)
            box.observe(lambda change, name=name: self._switch(name, on=change["new"]), "value")
            boxes.append(box)
        self._scenarios.children = boxes

    def _switch(self, name: str, *, on: bool) -> None:
        self._try(lambda: self.session.switch(name, on=on))
        self._offer(self.session.state)


def _button(text: str, icon: str, action: Callable[[], object]) -> w.Button:
    made = w.Button(description=text, icon=icon, tooltip=text, layout=w.Layout(**NARROW))
    made.on_click(lambda _: action())
    return made


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _said(state: ExplorerState) -> str:
    """What is going on, in a line."""
    if state.run is not None:
        return _search(state.run)
    if state.now.trouble:
        return f"No plan with this: {state.now.trouble}\nUndo takes it back; Plan again looks for longer."
    return state.message or (f"Planned: {state.now.said}." if state.at else "")


def _search(run: PlanRun) -> str:
    if not run.goal or run.value is None:
        return "Stopping ..." if run.stopping else "Planning ..."
    unit = goal(run.goal).UNIT
    found = f", {words.count(run.found, 'better plan')}" if run.found else ""
    return f"{'Stopping' if run.stopping else 'Planning'}: {run.goal} {run.value:g} {unit}{found} ..."


def _list(state: ExplorerState) -> str:
    """What is different from the tables, a line for each."""
    if not state.edits:
        return ""
    rows = "".join(f"<li>{escape(text)}</li>" for text in sentences(state.base, state.edits))
    return f"<b>Changed, and in no table yet</b><ul style='margin:0'>{rows}</ul>"
