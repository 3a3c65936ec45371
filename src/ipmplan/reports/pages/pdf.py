"""A page as PDF, printed by Chromium or Chrome."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from ipmplan.errors import InputError, Issue

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 120


def print_pdf(page: str) -> bytes:
    """Print a page of HTML on A4, without the browser's own head and foot lines.

    Raises
    ------
    InputError
        When there is no browser, or it does not print.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name)) is not None), None)
    hint = "Maybe write HTML, and print that from a browser?"
    if browser is None:
        raise InputError(Issue("a PDF is printed by Chromium or Chrome, and neither is there", "--out", hint))
    with TemporaryDirectory() as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        # Without a sandbox, as root and containers have none; the page holds no script and fetches nothing.
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        more = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run([browser, *options, *more], capture_output=True, timeout=SECONDS, check=True)  # noqa: S603 - our own page
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise InputError(Issue(f"{browser} does not print: {error}", "--out", hint)) from error
