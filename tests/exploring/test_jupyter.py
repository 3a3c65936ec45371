"""The explorer in a real JupyterLab: a notebook is run, a bar dragged, a plan comes, another bar says why, and the console stays empty."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser import Browser, running, tab, told

import ipmplan as ipm
from ipmplan.files.scaffold import init

pytestmark = pytest.mark.jupyter
# What JupyterLab itself says, of itself.
KNOWN = re.compile(
    r"favicon|api/me|service ?worker|deprecat|Third-party cookie|jupyterlab-widgets.*preload|news|lsp|language server",
    re.IGNORECASE,
)

# Whether the kernel waits for work; on the way there, what JupyterLab asks is answered with its first proposal.
READY = """(() => { document.querySelector('.jp-Dialog .jp-mod-accept')?.click();
const panel = [...(window.jupyterapp?.shell.widgets('main') ?? [])].find((one) => one.sessionContext);
if (!panel) return false;
jupyterapp.shell.activateById(panel.id);
return panel.sessionContext.session?.kernel?.status === 'idle'; })()"""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A JupyterLab with one notebook that explores a small portfolio, and its address."""
    folder = tmp_path / "morning"
    init(folder / "office")
    ipm.plan(folder / "office", time_limit=None, work_limit=0.1, workers=1).save(folder / "office" / "plan.json")
    cells = ["import ipmplan as ipm\nview = ipm.explore('office', quick=1.0, workers=1)\nview"]
    notebook = {
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
            for n, text in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    (folder / "morning.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    log = tmp_path / "lab.log"
    home = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    settings = {**os.environ, **home, "IPYTHONDIR": str(tmp_path / "ipython")}
    options = [
        "--no-browser",
        "--expose-app-in-browser",
        "--allow-root",
        "--port=0",
        "--ServerApp.token=",
        "--ServerApp.password=",
        "--ServerApp.disable_check_xsrf=True",
    ]
    quiet = ["--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command = [sys.executable, "-m", "jupyterlab", *options, *quiet, f"--ServerApp.root_dir={folder}"]
    with running(command, log, env=settings, cwd=folder):
        yield told(log, r"(http://(?:127\.0\.0\.1|localhost):\d+)/lab"), folder


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with tab(tmp_path) as found:
        yield found


def test_a_plan_is_explored(lab: tuple[str, Path], browser: Browser) -> None:
    address, _ = lab
    pictures = os.environ.get("IPMPLAN_PICTURES")
    browser.call("Page.navigate", url=f"{address}/lab/tree/morning.ipynb")
    browser.until(READY)
    browser.value("void jupyterapp.commands.execute('notebook:run-all-cells')")
    browser.until("document.querySelectorAll('.ipm-task').length")
    place = """(() => { const bar = document.querySelector('.ipm-task.movable[data-task="WEB-ux"]'); bar.scrollIntoView({block: 'center'});
const at = bar.querySelector('.box').getBoundingClientRect(); return [at.left + 3, at.top + 5, bar.getAttribute('aria-label')]; })()"""
    x, y, before = browser.value(place)
    browser.mouse("mousePressed", x, y)
    for step in range(1, 9):
        browser.mouse("mouseMoved", x + 12 * step, y)
    browser.mouse("mouseReleased", x + 96, y)
    browser.until("document.querySelector('.ipm-gantt.busy') !== null || document.body.innerText.includes('Planned:')")
    browser.until("document.body.innerText.includes('Planned: WEB-ux is held on')")
    _, _, after = browser.value(place)
    assert after != before
    assert "held" in after
    if pictures:
        browser.picture(Path(pictures) / "explorer-planned.png")
    x, y, _ = browser.value(place)
    browser.mouse("mousePressed", x, y)
    browser.mouse("mouseReleased", x, y)
    browser.until(
        "!document.querySelector('.ipm-why').hidden && document.querySelector('.ipm-why').innerText.includes('is held on')"
    )
    if pictures:
        browser.picture(Path(pictures) / "explorer-why.png")
    browser.value("[...document.querySelectorAll('button')].find((one) => one.innerText.trim() === 'Undo').click()")
    browser.until(
        f"document.querySelector('.ipm-task[data-task=\"WEB-ux\"]').getAttribute('aria-label') === {json.dumps(before)}"
    )
    assert [text for text in browser.console if text.startswith("error:") and not KNOWN.search(text)] == []
