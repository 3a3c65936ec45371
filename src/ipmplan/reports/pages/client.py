"""A client's page: what a `ClientView` holds, in the client's language."""

from __future__ import annotations

from pathlib import Path

from ipmplan.reports.pages.language import Language
from ipmplan.reports.pages.render import Form, render
from ipmplan.reports.views.client import ClientView


def client_page(view: ClientView, form: Form = "html", lang: str = "en", template: Path | None = None) -> str:
    """Write a client's page.

    Parameters
    ----------
    view
        What the client may see; nothing else is at hand here.
    form
        ``html``, which prints on A4, or ``md`` for a mail.
    lang
        ``en`` or ``de``.
    template
        Folder with templates and phrases of one's own.

    Raises
    ------
    InputError
        When the language or a template is wrong.
    """
    return render("client", form, {"view": view}, Language(lang, template), template)
