"""The first screen as data: sections of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["bad", "watch", "good", "info"]
Topic = Literal["trouble", "moved", "answers", "day", "notes", "quality", "people", "billing"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know.

    Parameters
    ----------
    what
        What it is about: a project, a task, a person. Never empty.
    figure
        How much, when, or what it is now; may be empty.
    details
        Sentences behind it, the most important first.
    tone
        How serious it is.
    """

    what: str
    figure: str = ""
    details: tuple[str, ...] = ()
    tone: Tone = "info"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines.

    Parameters
    ----------
    topic, title
        What it is about, for programs and for readers.
    lines
        In their order.
    tone
        How serious it is.
    rest
        How many lines were left out, in words; empty when none.
    """

    topic: Topic
    title: str
    lines: tuple[Line, ...] = ()
    tone: Tone = "info"
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """Sections in the order in which they are read."""

    sections: tuple[Section, ...]
