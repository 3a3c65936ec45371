"""Pages in a real browser: no word on the console, the first screen holds what it promises, and A4 takes one or two pages."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from tests.browser import opened
from tests.pages.studio import known, studio

from ipmplan.core.records import Requirement
from ipmplan.reports.pages import client_page, staff_page
from ipmplan.reports.pages.pdf import print_pdf
from ipmplan.reports.views.client_view import client_view
from ipmplan.reports.views.staff_view import staff_view

pytestmark = pytest.mark.browser


def wished(number: int) -> str:
    """A client's page with many wishes."""
    made = studio()
    wishes = [
        Requirement(f"R{n}", "P0", "", f"Wish {n}: people meet the villages first.", ("P0-design",))
        for n in range(number)
    ]
    made = replace(made, requirements=tuple(wishes))
    return client_page(client_view(known(made), "P0", message="We had a good fortnight.", contact="Mia"), lang="de")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_word_on_the_console(tmp_path: Path, width: int) -> None:
    for page in (wished(8), staff_page(staff_view(known(studio()), "p0"))):
        document, said = opened(page, tmp_path, width=width)
        assert said == []
        assert "<h1>" in document


def test_a4_takes_one_or_two_pages_with_everything_on_them() -> None:
    pages = PdfReader(io.BytesIO(print_pdf(wished(14)))).pages
    assert len(pages) in (1, 2)
    # Where words end is lost in a PDF, and letters are drawn together.
    text = normalize("NFKC", "".join("".join(page.extract_text() for page in pages).split()))
    assert [n for n in range(14) if f"Wish{n}:peoplemeetthevillagesfirst." not in text] == []
    assert "Fragen?BitteanMia" in text
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_says_status_and_what_is_needed(tmp_path: Path, width: int, height: int) -> None:
    script = (
        "<script>addEventListener('load',()=>{const seen=[...document.querySelectorAll('h1,.status b,.ask strong')]"
        ".filter(e=>e.getBoundingClientRect().bottom<=HEIGHT).map(e=>e.textContent);"
        "document.body.dataset.seen=seen.join('|');"
        "document.body.dataset.wide=document.documentElement.scrollWidth>innerWidth})</script>"
    )
    page = client_page(client_view(known(studio()), "P0"))
    page = page.replace("default-src 'none'", "script-src 'unsafe-inline'")
    document, _ = opened(
        page.replace("</body>", script.replace("HEIGHT", str(height)) + "</body>"), tmp_path, width=width
    )
    seen = document.partition('data-seen="')[2].partition('"')[0].split("|")
    assert seen[0] == "Online exhibition"
    assert "Which three stories?" in seen
    assert len(seen) == 3
    assert 'data-wide="false"' in document


def test_a_browser_that_does_not_print_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from ipmplan.errors import InputError

    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(InputError, match="Chromium or Chrome"):
        print_pdf("<p>")
    monkeypatch.setattr(shutil, "which", lambda _: "/bin/false")
    monkeypatch.setattr(subprocess, "run", subprocess.run)
    with pytest.raises(InputError, match="does not print"):
        print_pdf("<p>")
