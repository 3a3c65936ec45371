"""Somebody's briefing: what a `StaffView` holds."""

from __future__ import annotations

from pathlib import Path

from ipmplan.reports.pages.language import Language
from ipmplan.reports.pages.render import Form, render
from ipmplan.reports.views.staff import StaffView


def staff_page(view: StaffView, form: Form = "html", lang: str = "en", template: Path | None = None) -> str:
    """Write somebody's briefing.

    Parameters
    ----------
    view
        What they may see; nothing else is at hand here.
    form
        ``html`` or ``md``.
    lang
        ``en`` or ``de``.
    template
        Folder with templates and phrases of one's own.

    Raises
    ------
    InputError
        When the language or a template is wrong.
    """
    return render("staff", form, {"view": view}, Language(lang, template), template)
