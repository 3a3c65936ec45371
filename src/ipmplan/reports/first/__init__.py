"""What a person reads first: facts in their order, the same for terminal, report and notebook, which only print them."""

from ipmplan.reports.first.data import Line, Screen, Section, Tone
from ipmplan.reports.first.screen import first_screen

__all__ = ["Line", "Screen", "Section", "Tone", "first_screen"]
