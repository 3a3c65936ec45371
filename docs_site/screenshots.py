"""Takes the pictures of pages: ``python -m docs_site.screenshots``; needs Chromium. They lie in docs/images and are kept small.

The plan is made with a seed, one worker and a work limit, so that the pictures only change when the code does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ipmplan as ipm
from ipmplan.reports.result import Plan

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORK = 6.0
MOST_BYTES = 500_000


def pages(plan: Plan, folder: Path) -> Iterator[tuple[str, Path, str]]:
    """Pages to be photographed: name of the picture, page, width and height of the window."""
    report = folder / "report.html"
    plan.report(report)
    yield "report", report, "1000,640"
    chart = folder / "gantt.html"
    figure = plan.gantt(rows=18)
    figure.update_layout(width=1000)
    figure.write_html(chart, include_plotlyjs=True, config={"displayModeBar": False})
    yield "gantt", chart, "1016,640"
    page = folder / "client.html"
    words = "The interviews are done, and your visitors have told us a lot."
    client = [
        sys.executable,
        "-m",
        "ipmplan",
        "report",
        str(folder),
        "--for",
        "client",
        "--project",
        "MUS",
        "--out",
        str(page),
    ]
    subprocess.run([*client, "--message", words, "--contact", "Lena Hoffmann, lena@northlight.example"], check=True)
    yield "client", page, "800,640"


def photograph(browser: str, page: Path, window: str, picture: Path) -> None:
    """Take a picture of a page as a browser shows it."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--virtual-time-budget=8000"]
    call = [browser, *options, f"--window-size={window}", f"--screenshot={picture}", page.as_uri()]
    subprocess.run(call, check=True, capture_output=True, timeout=300)


def main() -> int:
    """Take all pictures; 2 without a browser, 1 when they are too large to be kept."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print("no Chromium here: the pictures stay as they are")
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "studio"
        shutil.copytree(ROOT / "data/studio", folder)
        plan = ipm.plan(folder, time_limit=None, work_limit=WORK, workers=1, seed=1)
        plan.save(folder / "plan.json")
        for name, page, window in pages(plan, folder):
            photograph(browser, page, window, IMAGES / f"{name}.png")
    total = sum(picture.stat().st_size for picture in IMAGES.glob("*.png"))
    print(f"{total / 1000:.0f} kB of pictures")
    return int(total > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
