"""Fills templates: HTML with everything escaped, Markdown with everything escaped as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ipmplan.errors import InputError, Issue
from ipmplan.reports.pages.language import FOLDER, Language

if TYPE_CHECKING:
    from jinja2 import Environment

Form = Literal["html", "md"]
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_LEADING = re.compile(r"^(\s*)(?:([-+=])|([0-9]+)([.)]))(?=\s|$)")


def render(name: str, form: Form, values: Mapping[str, object], language: Language, own: Path | None = None) -> str:
    """Fill a template.

    Parameters
    ----------
    name
        Of the template: ``client`` or ``staff``.
    form
        ``html`` or ``md``.
    values
        What it may show; nothing else can be reached from it.
    language
        Its phrases.
    own
        Folder whose templates come first; what it lacks is ours.

    Raises
    ------
    InputError
        When there is no such folder, or a template in it is wrong.
    """
    from jinja2 import TemplateError

    if own is not None and not own.is_dir():
        raise InputError(Issue("there is no such folder of templates", str(own)))
    tools = _environment(form, own)
    try:
        text = tools.get_template(f"{name}.{form}.j2").render(t=language, **values)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        file = getattr(error, "name", None) or f"{name}.{form}.j2"
        where = f"{own / file if own is not None else file}{f':{line}' if line else ''}"
        raise InputError(Issue(f"the template cannot be filled: {error}", where)) from error
    return text if form == "html" else re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _environment(form: Form, own: Path | None) -> Environment:
    """Templates in a sandbox: they reach the values that they are given, and no attribute that begins with `_`."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    ours = PackageLoader(__package__, FOLDER)
    loader = ours if own is None else ChoiceLoader([FileSystemLoader(own), ours])
    found = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=form == "html",
        finalize=None if form == "html" else markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["paragraphs"] = paragraphs
    return found


def markdown(value: object) -> object:
    r"""Escape what Markdown would read as its own, and put a text on one line.

    Examples
    --------
    >>> markdown("# a *big* <b>\nthing")
    '\\# a \\*big\\* \\<b\\> thing'
    >>> markdown("- 3 wishes")
    '\\- 3 wishes'
    >>> markdown("0.5 h"), markdown("2. March"), markdown(", ")
    ('0.5 h', '2\\. March', ', ')
    """
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    marked = _MARKS.sub(r"\\\1", re.sub(r"\s+", " ", value))
    return _LEADING.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", marked)


def paragraphs(text: str) -> list[str]:
    r"""Cut a text at its empty lines.

    Examples
    --------
    >>> paragraphs("Dear all,\n\nwe are on time.")
    ['Dear all,', 'we are on time.']
    """
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
