"""Pages for clients and staff: reading what they are made from, and writing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ipmplan.cli.frame import ensure_writable, home, tell
from ipmplan.cli.source import read_both
from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

if TYPE_CHECKING:
    from ipmplan.reports.views.sources import Sources

SUFFIXES = (".html", ".md", ".pdf")


def write_client(
    source: Path,
    plan_file: str | None,
    out: str | None,
    project: str | None,
    lang: str,
    message: str | None,
    contact: str | None,
    template: Path | None,
    *,
    odds: bool,
) -> dict[str, object]:
    """Write a client's page, and say what of it the manager should look at.

    Raises
    ------
    InputError
        When something cannot be read or written, or the page must not be sent.
    click.UsageError
        When no project is named.
    """
    if project is None:
        raise click.UsageError("whose page is it?\nMaybe `--for client --project P0`?")
    target = Path(out) if out is not None else home(source) / f"{project}.html"
    if target.suffix.casefold() not in SUFFIXES:
        message_ = f"a client's page is no {quoted(target.suffix or target.name)}, only {', '.join(SUFFIXES)}"
        raise InputError(Issue(message_, str(target)))
    known, path = _sources(source, plan_file)
    ensure_writable(target, "the page")
    from ipmplan.reports.pages import client_page
    from ipmplan.reports.pages.letter import letter_beside, parse_letter
    from ipmplan.reports.pages.pdf import print_pdf
    from ipmplan.reports.views.client_view import client_view
    from ipmplan.reports.views.leaks import leaks

    letter = parse_letter(message) if message is not None else letter_beside(home(source), project)
    view = client_view(
        known, project, message=letter.message, contact=letter.contact if contact is None else contact, odds=odds
    )
    form = "md" if target.suffix.casefold() == ".md" else "html"
    text = client_page(view, "md" if form == "md" else "html", lang, template)
    data = print_pdf(text) if target.suffix.casefold() == ".pdf" else text.encode("utf-8")
    _write(target, data)
    found = (*leaks(view, known.portfolio, project), *_without_rates(known, project))
    tell(found)
    if not view.contact:
        tell([Issue("the page names nobody to ask", project, "Maybe add `--contact`, or a letter.md?", "note")])
    return {"plan": str(path), "report": str(target), "warnings": [issue.message for issue in found]}


def _without_rates(known: Sources, project: str) -> list[Issue]:
    """Say why a client who pays by the hour reads hours, and no money."""
    from ipmplan.reports.views.contract import unpriced_hours

    hours = unpriced_hours(known, project) if known.portfolio.project[project].billing == "time" else 0
    if not hours:
        return []
    message = f"{float(hours):,.4g} h have no billing rate: the page says hours, and not what is due"
    return [Issue(message, f"project {project}", "Maybe add `bill` of these people to rates.csv?", "warning")]


def _sources(source: Path, plan_file: str | None) -> tuple[Sources, Path]:
    """Read a plan with all that is known as of its day; say when the tables are of a later one."""
    from ipmplan.loading import read
    from ipmplan.reports.views.sources import sources_beside

    portfolio, schedule, path = read_both(source, plan_file)
    now, _ = read(source)
    if now is not None and now.as_of_tick > portfolio.as_of_tick:
        message = f"the plan is of {portfolio.as_of_day}, the tables are of {now.as_of_day}"
        tell([Issue(message, str(path), "Maybe `ipmplan plan` first?", "warning")])
    return sources_beside(home(source), schedule, portfolio), path


def _write(target: Path, data: bytes) -> None:
    from ipmplan.files.atomic import write_bytes

    try:
        write_bytes(target, data)
    except OSError as error:
        raise InputError(Issue(f"the page cannot be written: {error.strerror or error}", str(target))) from error


def write_staff(
    source: Path, plan_file: str | None, out: str | None, people: tuple[str, ...], lang: str, template: Path | None
) -> dict[str, object]:
    """Write a briefing as HTML and Markdown, and a calendar, for everybody or some.

    Raises
    ------
    InputError
        When something cannot be read or written.
    """
    from ipmplan.reports.pages import staff_page
    from ipmplan.reports.pages.calendars import calendar_file, kept_events
    from ipmplan.reports.views.staff_view import staff_of, staff_view

    target = Path(out) if out is not None else home(source) / "briefings"
    known, path = _sources(source, plan_file)
    views = [staff_view(known, one) for one in (people or staff_of(known))]
    events = kept_events(known.scene.schedule, known.as_read, home(source))
    files: dict[str, bytes] = {}
    for view in views:
        files[f"{view.id}.html"] = staff_page(view, "html", lang, template).encode("utf-8")
        files[f"{view.id}.md"] = staff_page(view, "md", lang, template).encode("utf-8")
        files[f"{view.id}.ics"] = calendar_file(events, known.portfolio, [view.id])
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            _write(target / name, data)
    except OSError as error:
        raise InputError(Issue(f"the briefings cannot be written: {error.strerror or error}", str(target))) from error
    return {"plan": str(path), "files": [str(target / name) for name in files]}
