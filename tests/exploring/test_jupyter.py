"""The explorer in a real JupyterLab: a notebook is run, a bar dragged, a plan comes, another bar says why, and the console stays empty."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

import ipmplan as ipm
from ipmplan.files.scaffold import init

websocket = pytest.importorskip("websocket", reason="needs the extra `notebooks`")
pytestmark = pytest.mark.jupyter
SECONDS = 240.0
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


class Browser:
    """A tab of a headless Chromium, by its debugging protocol."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=SECONDS, suppress_origin=True)
        self._number = 0
        self.console: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method and note what the console says meanwhile."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                assert "error" not in message, (method, message)
                return dict(message["result"])
            self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        said = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.console.append(json.dumps(said["exceptionDetails"]))
        elif message.get("method") == "Runtime.consoleAPICalled" and said["type"] == "error":
            self.console.append(" ".join(str(one.get("value", one.get("description"))) for one in said["args"]))
        elif message.get("method") == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.console.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")

    def value(self, script: str) -> Any:
        """What a script gives in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, script: str, seconds: float = SECONDS) -> Any:
        """Wait until a script gives something true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.value(script)
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"never true: {script}\n{self.value('document.body.innerText')}\n{self.console}")

    def mouse(self, kind: str, x: float, y: float) -> None:
        """Move, press or release the mouse."""
        button, held = "none" if kind == "mouseMoved" else "left", int(kind != "mouseReleased")
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, buttons=held, clickCount=1)

    def close(self) -> None:
        """Let the tab go."""
        self._socket.close()

    def picture(self, path: Path) -> None:
        """Keep what is seen, where somebody wants to look at it."""
        import base64

        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def running(command: list[str], log: Path, **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended with the test."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, **more)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)


def told(log: Path, pattern: str) -> str:
    """What a process writes into its log sooner or later."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


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
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program is not None, "install Chromium to run this test"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1280,1000"]
    log = tmp_path / "chromium.log"
    with running([program, *options, f"--user-data-dir={tmp_path / 'profile'}", "about:blank"], log):
        door = told(log, r"DevTools listening on ws://([^/]+)/")
        with urlopen(Request(f"http://{door}/json/new?about:blank", method="PUT"), timeout=SECONDS) as answer:
            tab = Browser(json.load(answer)["webSocketDebuggerUrl"])
        try:
            yield tab
        finally:
            tab.close()


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
    assert [text for text in browser.console if not KNOWN.search(text)] == []
