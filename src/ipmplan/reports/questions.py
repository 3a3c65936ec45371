"""Open questions in words: from whom, by when, and what a week more would do."""

from __future__ import annotations

from ipmplan.reports import words
from ipmplan.reports.scene import Scene
from ipmplan.tracking.decisions import Question
from ipmplan.tracking.moved import Moved

MOST_MOVED = 3


def question_words(scene: Scene, question: Question) -> tuple[str, ...]:
    """A question, when it is needed, who has it, and what a week's delay does, each a line."""
    return (f"{name_of(question)}: {when(scene, question)}", *details(scene, question))


def name_of(question: Question) -> str:
    """The question with its id."""
    asked = question.decision.question or question.decision.id
    return asked if asked == question.decision.id else f"{asked} ({question.decision.id})"


def when(scene: Scene, question: Question) -> str:
    """By when the answer is needed; what was expected, and what the plan takes."""
    decision, year = question.decision, scene.year
    needed = f"needed by {words.day(question.needed_by, year)}" if question.needed_by is not None else ""
    taken = words.day(question.taken, year)
    if question.overdue:
        said = f"overdue since {words.day(decision.expected, year)}; taken as {taken}"
    elif decision.expected is None:
        said = f"no date; taken as {taken}"
    else:
        return f"{needed}, expected {taken}" if needed else f"by {taken}"
    return f"{said}; {needed}" if needed else said


def details(scene: Scene, question: Question) -> tuple[str, ...]:
    """From whom, what waits for it, and what a week's delay does."""
    decision = question.decision
    owner = "us"
    if decision.owner == "client":
        project = scene.portfolio.project.get(decision.project)
        owner = (project.client if project is not None else "") or "the client"
    text = f"from {owner}"
    if question.waiting:
        others = len(question.waiting) - 1
        more = f" and {words.count(others, 'other task')}" if others else ""
        text += f", holds {scene.work_name(question.waiting[0])}{more}"
    if not question.waiting:
        return (text,)
    begin = "planned again with a week more" if question.resolved else "a week more"
    return (text, f"{begin}: {delay_words(scene, question)}")


def delay_words(scene: Scene, question: Question) -> str:
    """What it does when an answer comes a week later than the plan takes it."""
    if question.impossible:
        return "no plan exists"
    if not question.delay:
        return "no dated milestone moves"
    if any(one.now is None for one in question.delay):
        # In the order as planned, work would wait for somebody who is not there any more.
        return f"work would come after somebody's last day; `ipmplan answer {question.decision.id} --resolve` plans it anew"
    named = ", ".join(_moved(scene, one) for one in question.delay[:MOST_MOVED])
    rest = len(question.delay) - MOST_MOVED
    more = f" and {rest} more" if rest > 0 else ""
    late = question.late_hours
    if late < 0:
        return f"{named}{more}; {words.hours(-late)} of lateness less"
    return f"{named}{more}; {f'{words.hours(late)} of lateness' if late > 0 else 'nothing is later than due'}"


def _moved(scene: Scene, one: Moved) -> str:
    name = _name(scene, one)
    way = "later" if one.hours >= 0 else "sooner"
    return f"{name} {words.late(abs(one.hours), scene.hours_a_day)} {way}"


def _name(scene: Scene, one: Moved) -> str:
    if one.kind == "project":
        return f"{scene.project_name(one.id)}, all of it,"
    if one.kind == "task":
        return scene.work_name(one.id)
    known = scene.portfolio.milestone.get(one.id)
    return f"{known.name or one.id} ({known.project})" if known is not None else one.id
