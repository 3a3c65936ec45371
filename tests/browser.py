"""A headless Chromium, by its debugging protocol: what a page is once it is whole, and what its console said."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import websocket

SECONDS = 240.0
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0"]
# A page without charts is whole when it is loaded.
WHOLE = "!document.querySelector('script[data-for]') || Boolean(document.documentElement.dataset.drawn)"


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
            self.console.append(f"error: {json.dumps(said['exceptionDetails'])}")
        elif message.get("method") == "Runtime.consoleAPICalled":
            words = " ".join(str(one.get("value", one.get("description"))) for one in said["args"])
            self.console.append(f"{said['type']}: {words}")
        elif message.get("method") == "Log.entryAdded":
            entry = said["entry"]
            self.console.append(f"{entry['level']}: {entry['text']} {entry.get('url', '')}")

    def value(self, script: str) -> Any:
        """What a script gives in the page, once it is known where that is awaited."""
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


@contextmanager
def tab(folder: Path, width: int = 1280) -> Iterator[Browser]:
    """A browser of one's own with an empty tab."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program is not None, "install Chromium to run this test"
    log = folder / "chromium.log"
    options = [*OPTIONS, f"--window-size={width},1000", f"--user-data-dir={folder / 'profile'}"]
    with running([program, *options, "about:blank"], log):
        door = told(log, r"DevTools listening on ws://([^/]+)/")
        with urlopen(Request(f"http://{door}/json/new?about:blank", method="PUT"), timeout=SECONDS) as answer:
            found = Browser(json.load(answer)["webSocketDebuggerUrl"])
        try:
            yield found
        finally:
            found.close()


def opened(page: str, folder: Path, *, width: int = 1280, act: str = "", until: str = WHOLE) -> tuple[str, list[str]]:
    """Open a page.

    Parameters
    ----------
    page, folder
        The page, and where it may be written.
    width
        Of the window, in pixels.
    act
        A script: what somebody does once the page is whole; a promise is awaited.
    until
        A script that gives something true once the page is whole. However slow the machine is, it is waited for.

    Returns
    -------
    tuple of str and list of str
        The document then, and what was said on the console.
    """
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    with tab(folder, width) as browser:
        browser.call("Page.navigate", url=file.as_uri())
        browser.until(f"location.protocol === 'file:' && document.readyState === 'complete' && ({until})")
        if act:
            browser.value(act)
        document = str(browser.value("document.documentElement.outerHTML"))
        return document, browser.console
