// The explorer's Gantt chart: draws the values of `chart` (chart.py says what they are) and tells what was done with it.
// It sends {kind: "move", task, start: day} and {kind: "why", task}; it gets {kind: "why", ...} and {kind: "no", text} back.

const DAY = 86_400_000;
const ROW = 22;
const HEAD = 40;
const SVG = "http://www.w3.org/2000/svg";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
// Local times without offsets are read as if they were UTC, so that no clock change moves a bar.
const time = (text) => Date.parse(text.length > 10 ? `${text}Z` : `${text}T00:00:00Z`);
const iso = (when) => new Date(when).toISOString().slice(0, 10);
const said = (when) => {
  const day = new Date(when);
  return `${DAYS[day.getUTCDay()]} ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
};

function html(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function draw(tag, attributes = {}, parent = null) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (parent) parent.append(made);
  return made;
}

// Black or white, whichever is read better on a colour.
function ink(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 ? "#111" : "#fff";
}

// Whether what lies behind is dark: JupyterLab and VS Code say so; elsewhere the page's own background does.
export function isDark() {
  const body = document.body;
  const lab = body.dataset.jpThemeLight;
  if (lab) return lab === "false";
  const code = body.dataset.vscodeThemeKind;
  if (code) return code.includes("dark") || code === "vscode-high-contrast";
  const found = getComputedStyle(body).backgroundColor.match(/[\d.]+/g)?.map(Number);
  if (!found || found[3] === 0) return matchMedia("(prefers-color-scheme: dark)").matches;
  return 0.299 * found[0] + 0.587 * found[1] + 0.114 * found[2] < 128;
}

class Gantt {
  constructor(model, el) {
    this.model = model;
    this.by = "project";
    this.scale = 0;
    this.pending = {};
    this.chosen = null;
    this.chain = new Set();
    this.nodes = new Map();
    this.summary = html("span", { class: "ipm-summary" });
    this.views = [["project", "By project"], ["person", "By person"]].map(([by, text]) =>
      html("button", { type: "button", "data-by": by, onclick: () => this.show(by) }, text));
    const zoom = (text, label, factor) =>
      html("button", { type: "button", "aria-label": label, title: label, onclick: () => this.zoom(factor) }, text);
    this.bar = html("div", { class: "ipm-bar" }, this.summary, ...this.views,
      zoom("−", "Show more time", 1 / 1.4), zoom("+", "Show less time", 1.4), zoom("Fit", "Show all", 0));
    this.scroll = html("div", { class: "ipm-scroll" });
    this.why = html("section", { class: "ipm-why", "aria-label": "Why it is there", hidden: "" });
    this.tip = html("div", { class: "ipm-tip", role: "tooltip" });
    this.live = html("div", { class: "ipm-said", "aria-live": "polite" });
    this.root = html("div", { class: "ipm-gantt" }, this.bar, this.scroll, this.why, this.live, this.tip);
    el.append(this.root);
    this.onChart = () => { this.pending = {}; this.render(); };
    this.onBusy = () => {
      this.root.classList.toggle("busy", model.get("busy"));
      if (!model.get("busy") && Object.keys(this.pending).length) { this.pending = {}; this.render(); }
    };
    this.onMessage = (message) => this.hear(message);
    model.on("change:chart", this.onChart);
    model.on("change:busy", this.onBusy);
    model.on("msg:custom", this.onMessage);
    this.themes = new MutationObserver(() => this.theme());
    this.themes.observe(document.body, { attributes: true });
    this.sizes = new ResizeObserver(() => { if (!this.scale) this.render(); });
    this.sizes.observe(this.scroll);
    this.theme();
    this.render();
    this.onBusy();
  }

  close() {
    this.model.off("change:chart", this.onChart);
    this.model.off("change:busy", this.onBusy);
    this.model.off("msg:custom", this.onMessage);
    this.themes.disconnect();
    this.sizes.disconnect();
    this.root.remove();
  }

  theme() { this.root.dataset.theme = isDark() ? "dark" : "light"; }

  show(by) { this.by = by; this.render(); }

  zoom(factor) { this.scale = factor ? Math.min(160, Math.max(2, this.perDay * factor)) : 0; this.render(); }

  tell(text) { this.live.textContent = text; }

  hear(message) {
    if (message.kind === "no") { this.pending = {}; this.render(); this.tell(message.text); }
    if (message.kind === "why") this.explain(message);
  }

  x(when) { return ((when - this.first) / DAY) * this.perDay; }

  // Rows from top to bottom: a head for each project with its tasks, or one for each person.
  rows(chart) {
    if (this.by === "person") {
      return chart.people.map((person) => ({ label: person.name, stints: chart.stints.filter((s) => s.person === person.id) }));
    }
    const found = [];
    for (const project of chart.projects) {
      const tasks = chart.tasks.filter((task) => task.project === project.id).sort((a, b) => time(a.start) - time(b.start));
      found.push({ label: project.name, group: project, stones: chart.stones.filter((s) => s.project === project.id) });
      for (const task of tasks) found.push({ label: task.name, task });
    }
    return found;
  }

  render() {
    // A bar in somebody's hand is not drawn anew.
    this.stale = Boolean(this.pressed);
    if (this.stale) return;
    const chart = this.model.get("chart");
    const focused = this.root.contains(document.activeElement) && document.activeElement.dataset?.task;
    const [left, top] = [this.scroll.scrollLeft, this.scroll.scrollTop];
    this.nodes.clear();
    for (const button of this.views) button.setAttribute("aria-pressed", String(button.dataset.by === this.by));
    this.summary.textContent = chart?.summary ?? "";
    if (!chart || !chart.tasks) {
      this.scroll.replaceChildren(html("div", { class: "ipm-empty" }, "Nothing is planned yet."));
      return;
    }
    this.first = time(chart.first);
    const days = (time(chart.last) - this.first) / DAY;
    const room = Math.max(300, (this.scroll.clientWidth || 1000) - 236 - 18);
    this.perDay = this.scale || Math.max(4, room / days);
    this.colours = new Map(chart.projects.map((project) => [project.id, project.colour]));
    this.tasks = new Map(chart.tasks.map((task) => [task.id, task]));
    this.off = new Set();
    for (const [start, end] of chart.off) for (let day = time(start); day < time(end); day += DAY) this.off.add(iso(day));
    const rows = this.rows(chart);
    const width = Math.ceil(days * this.perDay);
    const labels = html("div", { class: "ipm-labels", "aria-hidden": "true" });
    const body = draw("svg", { width, height: rows.length * ROW, role: "group", "aria-label": "Bars of the plan" });
    this.paintTime(body, chart, rows.length * ROW);
    rows.forEach((row, number) => {
      const label = html("div", row.group ? { class: "group" } : { title: row.label });
      if (row.group) label.append(html("i", { style: `background:${row.group.colour}` }));
      label.append(row.label);
      labels.append(label);
      const y = number * ROW;
      draw("line", { x1: 0, x2: width, y1: y + ROW, y2: y + ROW, stroke: "var(--line)", "stroke-opacity": 0.5 }, body);
      for (const stone of row.stones ?? []) this.paintStone(body, stone, y);
      if (row.task) this.paintTask(body, row.task, time(row.task.start), time(row.task.end), y, false);
      for (const stint of row.stints ?? []) {
        const task = this.tasks.get(stint.task);
        if (task) this.paintTask(body, task, time(stint.start), time(stint.end), y, true);
      }
    });
    const grid = html("div", { class: "ipm-grid" }, html("div", { class: "ipm-corner" }), this.head(chart, width), labels, body);
    this.scroll.replaceChildren(grid);
    this.scroll.scrollTo(left, top);
    this.mark();
    const first = this.nodes.values().next().value;
    if (first) first[0].setAttribute("tabindex", "0");
    if (focused) this.focus(focused);
  }

  head(chart, width) {
    const svg = draw("svg", { width, height: HEAD, class: "ipm-head", "aria-hidden": "true" });
    const every = this.perDay >= 26 ? 1 : this.perDay >= 5 ? 7 : 28;
    let month = "";
    for (let day = this.first; day < time(chart.last); day += DAY) {
      const date = new Date(day);
      const [x, name] = [this.x(day), `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`];
      if (name !== month) {
        // A month of which hardly a day is shown would lie under the name of the next.
        if (this.perDay * (32 - date.getUTCDate()) > 70) draw("text", { x: x + 4, y: 15, class: "month" }, svg).textContent = name;
        month = name;
      }
      const monday = Math.round((day - time("2024-01-01")) / DAY);
      if ((every === 1 && !this.off.has(iso(day))) || (every > 1 && monday % every === 0)) {
        draw("text", { x: x + 3, y: 32 }, svg).textContent = `${date.getUTCDate()}${every === 1 ? "" : ` ${MONTHS[date.getUTCMonth()]}`}`;
      }
    }
    return svg;
  }

  paintTime(svg, chart, height) {
    const band = (start, end, colour, title) => {
      const made = draw("rect", { x: this.x(start), y: 0, width: Math.max(0, this.x(end) - this.x(start)), height, fill: colour }, svg);
      if (title) draw("title", {}, made).textContent = title;
    };
    if (chart.sprint) band(time(chart.sprint[0]), time(chart.sprint[1]), "var(--sprint)", "");
    for (const [start, end, text] of chart.off) band(time(start), time(end), "var(--shade)", text);
    draw("line", { x1: this.x(time(chart.now)), x2: this.x(time(chart.now)), y1: 0, y2: height, class: "ipm-now" }, svg);
  }

  paintStone(svg, stone, y) {
    const [x, middle, late] = [this.x(time(stone.finish)), y + ROW / 2, stone.late ? " late" : ""];
    const group = draw("g", { role: "img", "aria-label": `${stone.name}: ${stone.said}` }, svg);
    if (stone.due) {
      const due = this.x(time(stone.due));
      draw("line", { x1: due, x2: due, y1: y + 3, y2: y + ROW - 3, class: `ipm-due${late}` }, group);
      if (stone.late) draw("line", { x1: due, x2: x, y1: middle, y2: middle, class: "ipm-due late" }, group);
    }
    draw("path", { d: `M${x - 6},${middle} l6,-6 l6,6 l-6,6 z`, class: `ipm-stone${late}` }, group);
    this.hint(group, () => `◆ ${stone.name}\n${stone.said}`);
  }

  paintTask(svg, task, start, end, y, named) {
    const shift = this.pending[task.id] ?? 0;
    const width = Math.max(4, this.x(end) - this.x(start));
    const kinds = ["movable", "critical", "begun"].filter((kind) => task[kind]);
    if (!task.hours) kinds.push("wait");
    if (shift) kinds.push("pending");
    if (!named && task.was) {
      const from = this.x(time(task.was[0]));
      draw("rect", { x: from, y: y + 3.5, width: Math.max(4, this.x(time(task.was[1])) - from), height: ROW - 7, rx: 3, class: "ipm-was" }, svg);
    }
    const group = draw("g", {
      class: ["ipm-task", ...kinds].join(" "), tabindex: "-1", role: "button", "data-task": task.id,
      "aria-label": this.label(task), transform: `translate(${this.x(start) + shift * this.perDay},${y})`,
    }, svg);
    if (task.movable) group.setAttribute("aria-keyshortcuts", "ArrowLeft ArrowRight Enter");
    const colour = this.colours.get(task.project) ?? "#9AA0A6";
    draw("rect", { class: "box", x: 0, y: 4, width, height: ROW - 8, rx: 3, fill: colour }, group);
    if (task.held) draw("path", { d: `M${width + 4},6 h6 v5 l2,2 h-4 v4 h-2 v-4 h-4 l2,-2 z`, class: "pin" }, group);
    if (named && width > 34) {
      const letters = Math.floor((width - 8) / 6.6);
      draw("text", { x: 4, y: ROW / 2 + 3.5, style: `fill:${ink(colour)}` }, group).textContent = task.name.length > letters ? `${task.name.slice(0, letters - 1)}…` : task.name;
    }
    group.start = this.x(start);
    group.y = y;
    if (!this.nodes.has(task.id)) this.nodes.set(task.id, []);
    this.nodes.get(task.id).push(group);
    this.hint(group, () => `${task.name}\n${task.when}\n${task.who}${task.hours ? `, ${task.hours}` : ""}\n${task.slack}${task.held ? ", held" : ""}${task.begun ? ", begun" : ""}`);
    group.addEventListener("pointerdown", (event) => this.press(event, task, group));
    group.addEventListener("keydown", (event) => this.key(event, task, group));
  }

  label(task) {
    const state = [task.slack, task.held ? "held" : "", task.begun ? "has begun" : ""].filter(Boolean).join(", ");
    return `${task.name}: ${task.when}, ${task.who}, ${state}`;
  }

  hint(node, text) {
    node.addEventListener("pointermove", (event) => {
      if (!this.dragged) this.tipAt(event.clientX, event.clientY, text());
    });
    node.addEventListener("pointerleave", () => { if (!this.dragged) this.tip.style.display = "none"; });
  }

  tipAt(x, y, text) {
    this.tip.textContent = text;
    this.tip.style.display = "block";
    this.tip.style.left = `${Math.min(x + 14, innerWidth - this.tip.offsetWidth - 8)}px`;
    this.tip.style.top = `${Math.min(y + 14, innerHeight - this.tip.offsetHeight - 8)}px`;
  }

  // The day on which a task would begin: not in the past, and no day on which nobody works.
  target(task, days) {
    const chart = this.model.get("chart");
    const begin = time(task.start.slice(0, 10));
    const step = days < 0 ? -DAY : DAY;
    let day = Math.max(begin + days * DAY, time(chart.now.slice(0, 10)));
    for (let tries = 0; this.off.has(iso(day)) && tries < 30; tries += 1) day += step;
    if (day < time(chart.now.slice(0, 10))) return 0;
    return Math.round((day - begin) / DAY);
  }

  shift(task, days) {
    for (const node of this.nodes.get(task.id) ?? []) node.setAttribute("transform", `translate(${node.start + days * this.perDay},${node.y})`);
  }

  press(event, task, group) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.pressed = true;
    group.focus({ preventScroll: true });
    const [from, left] = [event.clientX, this.scroll.scrollLeft];
    let days = 0;
    const move = (at) => {
      const way = at.clientX - from + this.scroll.scrollLeft - left;
      if (!task.movable || (!this.dragged && Math.abs(way) < 4)) return;
      this.dragged = true;
      group.classList.add("dragging");
      days = this.target(task, Math.round(way / this.perDay));
      this.shift(task, days);
      this.tipAt(at.clientX, at.clientY, `${task.name}\nfrom ${said(time(task.start.slice(0, 10)) + days * DAY)} on`);
    };
    const done = (at) => {
      for (const type of ["pointerup", "pointercancel"]) window.removeEventListener(type, done, true);
      window.removeEventListener("pointermove", move, true);
      group.classList.remove("dragging");
      const dragged = this.dragged;
      this.dragged = this.pressed = false;
      this.tip.style.display = "none";
      if (this.stale) this.render();
      if (at.type === "pointercancel" || (dragged && !days)) this.shift(task, 0);
      else if (dragged) this.drop(task, days);
      else this.ask(task);
    };
    // The pointer may leave the bar, and what is around the chart may keep events to itself: the window hears all, first.
    window.addEventListener("pointermove", move, true);
    for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, done, true);
  }

  key(event, task, group) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const days = group.days ?? 0;
    if (step && task.movable) {
      const wished = days + step * (event.shiftKey ? 7 : 1);
      const found = this.target(task, wished);
      group.days = (step > 0) === (found > days) || found === days ? found : days;
      group.classList.toggle("pending", group.days !== 0);
      this.shift(task, group.days);
      this.tell(`${task.name} from ${said(time(task.start.slice(0, 10)) + group.days * DAY)} on. Enter moves it, Escape leaves it.`);
    } else if (next) {
      const all = [...this.nodes.keys()];
      this.focus(all[Math.min(all.length - 1, Math.max(0, all.indexOf(task.id) + next))]);
    } else if (event.key === "Enter" && days) {
      group.days = 0;
      this.drop(task, days);
    } else if (event.key === "Enter" || event.key === " ") {
      this.ask(task);
    } else if (event.key === "Escape") {
      group.days = 0;
      group.classList.remove("pending");
      this.shift(task, 0);
      this.explain(null);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  focus(name) {
    const node = this.nodes.get(name)?.[0];
    if (!node) return;
    for (const nodes of this.nodes.values()) for (const one of nodes) one.setAttribute("tabindex", "-1");
    node.setAttribute("tabindex", "0");
    node.focus();
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  drop(task, days) {
    this.pending[task.id] = days;
    for (const node of this.nodes.get(task.id) ?? []) node.classList.add("pending");
    const start = iso(time(task.start.slice(0, 10)) + days * DAY);
    this.tell(`${task.name} is held on ${said(time(start))}; planning again.`);
    this.model.send({ kind: "move", task: task.id, start });
  }

  ask(task) {
    this.chosen = task.id;
    this.chain = new Set();
    this.mark();
    this.model.send({ kind: "why", task: task.id });
  }

  mark() {
    for (const [name, nodes] of this.nodes) {
      for (const node of nodes) {
        node.classList.toggle("chosen", name === this.chosen);
        node.classList.toggle("chain", name !== this.chosen && this.chain.has(name));
      }
    }
  }

  explain(found) {
    this.why.hidden = !found;
    this.why.replaceChildren();
    this.chosen = found ? found.task : null;
    this.chain = new Set(found ? found.chain : []);
    this.mark();
    if (!found) return;
    const close = html("button", { type: "button", "aria-label": "Close", onclick: () => this.explain(null) }, "×");
    this.why.append(html("h3", {}, found.title), close, ...found.lines.map((line) => html("p", {}, line)));
    for (const table of found.tables) {
      const head = html("tr", {}, ...table.heads.map((text) => html("th", { scope: "col" }, text)));
      const rows = table.rows.map((row) => html("tr", {}, ...row.map((text) => html("td", {}, text))));
      this.why.append(html("h4", {}, table.title), html("table", {}, html("thead", {}, head), html("tbody", {}, ...rows)));
    }
    this.tell([found.title, ...found.lines].join(" "));
  }
}

function render({ model, el }) {
  const made = new Gantt(model, el);
  return () => made.close();
}

export default { render };
