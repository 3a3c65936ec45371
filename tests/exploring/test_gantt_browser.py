"""The explorer's chart as a plain page in a real browser, with a model made up in JavaScript: what is drawn, sent and said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.browser import opened
from tests.reports.fabricate import portfolio, schedule

import ipmplan
from ipmplan.exploring.chart import chart
from ipmplan.reports.result import Plan

pytestmark = pytest.mark.browser
ROOM = Path(ipmplan.__file__).parent / "exploring"
PAGE = """<!DOCTYPE html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>%(css)s body { margin: 0; %(body)s }</style><div id="here"></div><pre id="told"></pre>
<script type="application/json" id="chart">%(chart)s</script>
<script type="module">
const source = %(esm)s;
const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
const heard = new Map(), sent = [];
const values = { chart: JSON.parse(document.getElementById("chart").textContent), busy: false };
const model = {
  get: (name) => values[name],
  set(name, value) { values[name] = value; for (const one of heard.get(`change:${name}`) ?? []) one(); },
  on: (name, one) => heard.set(name, [...(heard.get(name) ?? []), one]),
  off: (name, one) => heard.set(name, (heard.get(name) ?? []).filter((known) => known !== one)),
  send: (content) => sent.push(content),
};
const hear = (message) => heard.get("msg:custom").forEach((one) => one(message));
const el = document.getElementById("here");
const close = widget.render({ model, el });
const bar = (task) => el.querySelector(`.ipm-task[data-task="${task}"]`);
const pointer = (node, type, x, y) => node.dispatchEvent(
  new PointerEvent(type, { bubbles: true, button: 0, clientX: x, clientY: y, pointerId: 1 }));
const drag = (task, days) => {
  const node = bar(task), { left, top } = node.getBoundingClientRect();
  const width = el.querySelector(".ipm-grid > svg:last-child").getBoundingClientRect().width;
  const chart = values.chart, span = (Date.parse(chart.last + "Z") - Date.parse(chart.first + "Z")) / 86400000;
  const way = days * width / span;
  pointer(node, "pointerdown", left + 2, top + 8);
  for (let step = 1; step <= 5; step += 1) pointer(node, "pointermove", left + 2 + way * step / 5, top + 8);
  pointer(node, "pointerup", left + 2 + way, top + 8);
};
const key = (task, name, more = {}) =>
  bar(task).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
const told = {};
%(script)s
document.getElementById("told").textContent = JSON.stringify({ ...told, sent });
</script>"""


def page(drawn: dict[str, Any], script: str, body: str = "background: #fff") -> str:
    esm = json.dumps((ROOM / "gantt.js").read_text(encoding="utf-8")).replace("</", "<\\/")
    css = (ROOM / "gantt.css").read_text(encoding="utf-8")
    values = json.dumps(drawn).replace("</", "<\\/")
    return PAGE % {"css": css, "esm": esm, "chart": values, "script": script, "body": body}


def told(drawn: dict[str, Any], script: str, folder: Path, body: str = "background: #fff") -> dict[str, Any]:
    """What a page has written down when its script has run; nothing may be on the console."""
    document, said = opened(page(drawn, script, body), folder, until="document.getElementById('told').textContent")
    assert said == []
    found = re.search(r'<pre id="told">(.*?)</pre>', document, re.DOTALL)
    assert found is not None
    assert found[1], "the script did not come to its end"
    return dict(json.loads(found[1].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")))


def drawn(size: int = 4) -> dict[str, Any]:
    made = portfolio(size)
    return chart(Plan(schedule(made), made))


def movable(values: dict[str, Any]) -> dict[str, Any]:
    """A task that may be dragged."""
    return next(task for task in values["tasks"] if task["movable"])


def test_every_task_has_a_bar_that_says_what_it_is(tmp_path: Path) -> None:
    values = drawn()
    script = """
told.bars = [...el.querySelectorAll(".ipm-task")].map((node) => [node.dataset.task, node.getAttribute("aria-label"), node.getAttribute("role")]);
told.stops = el.querySelectorAll('.ipm-task[tabindex="0"]').length;
el.querySelector('[data-by="person"]').click();
told.people = el.querySelectorAll(".ipm-labels div").length;
"""
    found = told(values, script, tmp_path)
    assert {bar[0] for bar in found["bars"]} == {task["id"] for task in values["tasks"]}
    assert all(label and role == "button" for _, label, role in found["bars"])
    assert found["stops"] == 1
    assert found["people"] == len(values["people"])


def test_a_bar_that_is_dragged_tells_its_new_day_and_waits_for_the_plan(tmp_path: Path) -> None:
    values = drawn()
    task = movable(values)
    script = f"""
drag({json.dumps(task["id"])}, 7);
told.pending = bar({json.dumps(task["id"])}).classList.contains("pending");
model.set("busy", true); model.set("busy", false);
told.after = bar({json.dumps(task["id"])}).classList.contains("pending");
"""
    found = told(values, script, tmp_path)
    (sent,) = found["sent"]
    assert (sent["kind"], sent["task"]) == ("move", task["id"])
    assert sent["start"] > task["start"][:10]
    off = {(start[:10], end[:10]) for start, end, _ in values["off"]}
    assert not any(start <= sent["start"] < end for start, end in off)
    assert (found["pending"], found["after"]) == (True, False)


def test_a_plan_that_comes_during_a_drag_is_drawn_after_it(tmp_path: Path) -> None:
    values = drawn()
    task = movable(values)
    changed = {**values, "summary": "Another plan."}
    script = f"""
const node = bar({json.dumps(task["id"])}), {{ left, top }} = node.getBoundingClientRect();
pointer(node, "pointerdown", left + 2, top + 8);
pointer(node, "pointermove", left + 300, top + 8);
model.set("chart", {json.dumps(changed)});
told.same = bar({json.dumps(task["id"])}) === node;
pointer(document.body, "pointerup", left + 300, top + 200);
told.summary = el.querySelector(".ipm-summary").textContent;
"""
    found = told(values, script, tmp_path)
    assert found["same"]
    assert found["summary"] == "Another plan."
    assert [one["kind"] for one in found["sent"]] == ["move"]


def test_what_has_begun_stays_and_nothing_goes_into_the_past(tmp_path: Path) -> None:
    values = drawn()
    task = movable(values)
    begun = {**task, "movable": False, "begun": True}
    fixed = {**values, "tasks": [begun if one["id"] == task["id"] else one for one in values["tasks"]]}
    assert told(fixed, f"drag({json.dumps(task['id'])}, 7);", tmp_path)["sent"] == [{"kind": "why", "task": task["id"]}]
    back = told(values, f"drag({json.dumps(task['id'])}, -400);", tmp_path)["sent"]
    assert all(one["start"] >= values["now"][:10] for one in back)


def test_a_click_asks_why_and_the_answer_is_shown_with_its_chain(tmp_path: Path) -> None:
    values = drawn()
    first, second = [task["id"] for task in values["tasks"]][:2]
    answer = {
        "kind": "why",
        "task": first,
        "title": "<b>T</b>",
        "lines": ["It waits for design."],
        "tables": [{"title": "The chain", "heads": ["task"], "rows": [["<img src=x onerror=console.error(1)>"]]}],
        "chain": [second, first],
    }
    script = f"""
drag({json.dumps(first)}, 0);
hear({json.dumps(answer)});
told.text = el.querySelector(".ipm-why").textContent;
told.chain = [...el.querySelectorAll(".ipm-task.chain")].map((node) => node.dataset.task);
told.live = el.querySelector("[aria-live]").textContent;
key({json.dumps(first)}, "Escape");
told.closed = el.querySelector(".ipm-why").hidden;
"""
    found = told(values, script, tmp_path)
    assert found["sent"] == [{"kind": "why", "task": first}]
    assert "It waits for design." in found["text"]
    assert "<img" in found["text"]
    assert found["chain"] == [second]
    assert "It waits for design." in found["live"]
    assert found["closed"]


def test_keys_move_a_bar_and_go_from_bar_to_bar(tmp_path: Path) -> None:
    values = drawn()
    task = movable(values)
    name = json.dumps(task["id"])
    script = f"""
bar({name}).focus();
key({name}, "ArrowRight"); key({name}, "ArrowRight", {{ shiftKey: true }});
told.live = el.querySelector("[aria-live]").textContent;
told.before = sent.length;
key({name}, "Escape"); key({name}, "Enter");
key({name}, "ArrowRight"); key({name}, "Enter");
bar({name}).focus(); key({name}, "ArrowDown");
told.focused = document.activeElement.dataset.task;
"""
    found = told(values, script, tmp_path)
    assert found["before"] == 0
    assert "Enter moves it" in found["live"]
    assert [one["kind"] for one in found["sent"]] == ["why", "move"]
    assert found["sent"][1]["start"] > task["start"][:10]
    assert found["focused"] not in {None, task["id"]}


@pytest.mark.parametrize(("body", "theme"), [("background: #111", "dark"), ("background: #fff", "light")])
def test_it_is_dark_where_the_page_is(tmp_path: Path, body: str, theme: str) -> None:
    script = """told.theme = el.querySelector(".ipm-gantt").dataset.theme;
document.body.dataset.jpThemeLight = "false";
await new Promise((done) => setTimeout(done, 50));
told.lab = el.querySelector(".ipm-gantt").dataset.theme;"""
    found = told(drawn(), script, tmp_path, body)
    assert (found["theme"], found["lab"]) == (theme, "dark")


def test_a_new_plan_is_drawn_and_what_is_closed_listens_no_more(tmp_path: Path) -> None:
    values = drawn()
    changed = {**values, "summary": "Another plan."}
    script = f"""
model.set("chart", {json.dumps(changed)});
told.summary = el.querySelector(".ipm-summary").textContent;
close();
told.left = [...heard.values()].flat().length;
told.empty = el.children.length;
"""
    found = told(values, script, tmp_path)
    assert (found["summary"], found["left"], found["empty"]) == ("Another plan.", 0, 0)


def test_300_bars_are_drawn_and_one_is_dragged_without_drawing_the_others_anew(tmp_path: Path) -> None:
    values = many(300)
    task = movable(values)
    script = f"""
const others = [...el.querySelectorAll(".ipm-task")];
told.count = others.length;
let changed = 0;
const watch = new MutationObserver((found) => {{ changed += found.filter((one) => one.target !== bar({json.dumps(task["id"])})
  && one.target.closest?.(".ipm-scroll")).length; }});
watch.observe(el, {{ attributes: true, childList: true, subtree: true }});
const node = bar({json.dumps(task["id"])}), {{ left, top }} = node.getBoundingClientRect();
pointer(node, "pointerdown", left + 2, top + 8);
await new Promise((done) => setTimeout(done, 0));
changed = 0;
const began = performance.now();
for (let step = 1; step <= 100; step += 1) pointer(node, "pointermove", left + 2 + step * 3, top + 8);
told.milliseconds = (performance.now() - began) / 100;
await new Promise((done) => setTimeout(done, 0));
told.changed = changed;
"""
    found = told(values, script, tmp_path)
    assert found["count"] == len(values["tasks"]) >= 300
    assert found["changed"] == 0


def many(count: int) -> dict[str, Any]:
    """At least so many bars: one plan, its tasks again and again under other names."""
    values = drawn(4)
    tasks = list(values["tasks"])
    found = [{**tasks[n % len(tasks)], "id": f"{tasks[n % len(tasks)]['id']}-{n}"} for n in range(count)]
    return {**values, "tasks": found, "stints": []}


def test_names_full_of_html_do_nothing(tmp_path: Path) -> None:
    made = portfolio(2)
    evil = "<img src=x onerror=\"console.error('ran')\"></script>"
    plan = schedule(made)
    made = replace(made, tasks=tuple(replace(task, name=evil) for task in made.tasks))
    found = told(chart(Plan(plan, made)), "told.text = el.querySelector('.ipm-labels').textContent;", tmp_path)
    assert "<img" in found["text"]
