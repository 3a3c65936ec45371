"""The tables of the report."""

from __future__ import annotations

from collections.abc import Sequence

from ipmplan.reports import answered, questions, words
from ipmplan.reports.critical import critical_path
from ipmplan.reports.dues import dues
from ipmplan.reports.goals import goal_states
from ipmplan.reports.html import filtering
from ipmplan.reports.html.elements import Html, el, join, table
from ipmplan.reports.scene import Scene
from ipmplan.reports.sprint import Move, PersonInSprint, filled, finishing, people_in, sprint_days, starting

LONG = 25
REMARK = {"over": "overloaded", "full": "full", "idle": "idle", "away": "away", "ok": ""}


def sprint(view: Scene) -> Html:
    """Return people's hours, what starts and what finishes."""
    when = sprint_days(view)
    people = people_in(view, when)
    if len(people) > LONG:
        people = sorted(people, key=lambda row: (-row.load, row.id))
    heads = ("Person", "Available", "Booked", "Planned", "Free", "Load", "")
    rows = [(_person_tone(row), _person(row)) for row in people]
    return join(
        [
            el("p", f"{when.title}: {filled(people)} Hours of working time.", class_="hint"),
            table(heads, rows, numbers=heads[1:5], class_="tall" if len(rows) > LONG else ""),
            el(
                "div",
                _moves(view, "Starts", starting(view, when)),
                _moves(view, "Finishes", finishing(view, when)),
                class_="columns",
            ),
        ]
    )


def milestones(view: Scene) -> Html:
    """Return due dates against the plan, late ones first."""
    found = [due for due in dues(view) if due.status != "no tasks"]
    rows = []
    known, tasks = answered.conditions(view), {(due.kind, due.id): due.tasks for due in view.reading.scope.dues}
    for due in found:
        condition = answered.if_answered(known, tasks.get((due.kind, due.id), ()))
        tone = {"late": "bad", "buffer": "watch"}.get(due.status, "")
        project = view.project_name(due.project)
        finish = words.last_day(due.finish) if due.finish is not None else None
        name = filtering.marked(due.name, project=due.project, milestone=due.id if due.kind == "milestone" else "")
        cells = (name, project, words.day(due.due, view.year), words.day(finish, view.year))
        rows.append((tone, (*cells, due.verdict(view.hours_a_day) + (f", {condition}" if condition else ""))))
    if not rows:
        return el("p", "There are none.", class_="hint")
    heads = ("Milestone", "Project", "Due", "Reached", "")
    return table(heads, rows, fixed=heads[2:4], class_="tall" if len(rows) > LONG else "")


def critical(view: Scene) -> Html | None:
    """Return the chain that explains the latest promise or the end; None when nothing is left to do."""
    path = critical_path(view)
    if not path.steps:
        return None
    title = path.title(view.year)
    about = (
        f"{title[0].upper()}{title[1:]}: each of these waits for what its last column says, mostly the one above it."
    )
    if path.others:
        about += (
            f" {words.count(path.others, 'other task')} without slack, beside this chain; see the list of all tasks."
        )
    rows = [
        (
            "",
            (
                filtering.task(view, step.task.id),
                view.project_name(view.project_of(step.task.id)),
                ", ".join(view.person_name(person) for person in step.people) or "(a wait)",
                words.moment(step.start, view.year),
                words.moment(step.end, view.year),
                step.named,
            ),
        )
        for step in path.steps
    ]
    heads = ("Task", "Project", "Who", "Start", "End", "Because")
    return join(
        [
            el("p", about, class_="hint"),
            table(heads, rows, fixed=("Start", "End"), class_="tall" if len(rows) > LONG else ""),
        ]
    )


def decisions(view: Scene) -> Html | None:
    """Return the questions that hold tasks back; None when all are answered."""
    if not view.questions:
        return None
    rows = []
    for one in sorted(view.questions, key=lambda one: (str(one.decision.expected or "9999"), one.decision.id)):
        decision = one.decision
        holds = ", ".join(view.work_name(task) for task in decision.tasks)
        owner = "client" if decision.owner == "client" else "us"
        expected = words.day(decision.expected, view.year) + (" (overdue)" if one.overdue else "")
        asked, project = decision.question or decision.id, view.project_name(decision.project)
        needed = words.day(one.needed_by, view.year)
        cells = (
            filtering.marked(asked, project=decision.project),
            project,
            owner,
            expected,
            needed,
            questions.delay_words(view, one),
            holds,
        )
        rows.append(("watch" if one.overdue else "", cells))
    heads = ("Question", "Project", "Answer from", "Expected", "Needed by", "A week later than planned", "Holds")
    return table(heads, rows, fixed=("Expected", "Needed by"))


def tasks(view: Scene) -> Html:
    """Return every task with its people."""
    rows = []
    for task in sorted(view.schedule.tasks, key=lambda task: (task.start, task.end, task.id)):
        own = view.by_task.get(task.id, ())
        people = ", ".join(dict.fromkeys(view.person_name(person) for person in view.people_of(task.id)))
        hours = sum(row.hours for row in own)
        slack = "critical" if task.critical else words.hours(task.slack_hours)
        start, end = words.moment(task.start, view.year), words.moment(task.end, view.year)
        name = join([filtering.task(view, task.id), " ", el("small", task.id)])
        cells = (
            name,
            view.project_name(view.project_of(task.id)),
            people or "(a wait)",
            words.number(hours),
            start,
            end,
            slack,
        )
        rows.append(("", cells))
    heads = ("Task", "Project", "Who", "Hours", "Start", "End", "Slack")
    shown = el(
        "details",
        el("summary", words.count(len(rows), "task")),
        table(heads, rows, numbers=("Hours",), fixed=("Start", "End", "Slack")),
    )
    return Html(shown.replace("<details", "<details open", 1) if len(rows) <= LONG else shown)


def goals(view: Scene) -> Html:
    """Return goal values with their bounds."""
    about = "Goals count in this order; a bound is what no plan can go below."
    rows = [
        ("", (state.goal, state.value, state.bound, state.unit, state.verdict.strip("()")))
        for state in goal_states(view)
    ]
    heads = ("Goal", "Value", "Bound", "Unit", "")
    return join([el("p", about, class_="hint"), table(heads, rows, numbers=("Value", "Bound"))])


def notes(view: Scene) -> Html | None:
    """Return what the planner had to say; None when nothing."""
    found = view.schedule.notes
    return el("ul", *(el("li", note) for note in found), class_="notes") if found else None


def _person_tone(row: PersonInSprint) -> str:
    return {"over": "bad", "idle": "watch"}.get(row.state, "")


def _person(row: PersonInSprint) -> tuple[str, ...]:
    remark = REMARK[row.state]
    if row.away:
        remark = f"away {row.away}" if row.state in {"away", "ok"} else f"{remark}; away {row.away}"
    hours = (words.number(value) for value in (row.available, row.booked, row.planned, row.free))
    return (row.name, *hours, _bar(row), remark)


def _bar(row: PersonInSprint) -> Html:
    """Return the load as a bar with its number."""
    if not row.available:
        return el("span", "–")
    booked = min(row.booked / row.available, 1.0) * 100
    planned = min(row.planned / row.available * 100, 100 - booked)
    parts = [
        el("i", class_="booked", style=f"width:{booked:.1f}%"),
        el("i", class_="planned", style=f"width:{planned:.1f}%"),
    ]
    return el("span", el("span", *parts, class_="bar"), f" {words.percent(row.load)}", class_="load")


def _moves(view: Scene, title: str, moves: Sequence[Move]) -> Html:
    if not moves:
        return el("div", el("h3", title), el("p", "Nothing.", class_="hint"))
    rows = []
    for move in moves:
        when = words.day(move.when if title == "Starts" else words.last_day(move.when), view.year)
        task = filtering.task(view, move.task)
        name = join([task, " ", el("small", "critical")]) if move.critical else task
        rows.append(("", (when, name, view.project_name(move.project), ", ".join(move.people) or "(a wait)")))
    listed = table(("When", "Task", "Project", "Who"), rows, fixed=("When",), class_="tall" if len(rows) > LONG else "")
    return el("div", el("h3", f"{title} ({len(moves)})"), listed)
