"""How large a report is, how long it takes to open, and how smoothly it scrolls: ``python -m benchmarks.opening REPORT.html``.

It is opened in headless Chromium as a person would open it, at 1280 x 800, and steered by the browser's own protocol. Needs the extra
`test` (websocket-client).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any
from urllib.request import urlopen

if TYPE_CHECKING:
    from websocket import WebSocket

OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1280,800"]
DRAWN = "Boolean(document.documentElement && document.documentElement.dataset.drawn)"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
USABLE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
# A screen is passed in seven frames, which is faster than one reads.
SCROLLED = """
new Promise(function (done) {
  document.documentElement.style.scrollBehavior = "auto";
  var gaps = [], at = 0, last = performance.now(), height = document.documentElement.scrollHeight;
  requestAnimationFrame(function step(now) {
    gaps.push(now - last);
    last = now;
    at += 120;
    scrollTo(0, at);
    if (at < height) { requestAnimationFrame(step); } else { done(gaps.slice(1).sort(function (a, b) { return a - b; })); }
  });
})
"""


def measure(page: Path) -> str:
    """Open a page once and say what was measured.

    Returns
    -------
    str
        Megabytes; seconds until it is painted, until filter and dialogs work, and until all charts are drawn; milliseconds from
        frame to frame while it scrolls to its end.
    """
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("install Chromium to measure how a page opens")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [browser, *OPTIONS, f"--user-data-dir={folder}", "about:blank"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            try:
                tab = _tab(process.stderr)
                begin = time.monotonic()
                _call(tab, "Page.navigate", url=page.resolve().as_uri())
                while not _value(tab, DRAWN):
                    time.sleep(0.02)
                drawn = time.monotonic() - begin
                painted, usable = (_value(tab, what) / 1000 for what in (PAINTED, USABLE))
                gaps = _value(tab, SCROLLED)
            finally:
                process.terminate()
    size = page.stat().st_size / 1e6
    often, most = gaps[len(gaps) * 95 // 100], gaps[-1]
    return (
        f"{page.name}: {size:.1f} MB | painted {painted:.1f} s, usable {usable:.1f} s, all charts {drawn:.1f} s | "
        f"frames of {gaps[len(gaps) // 2]:.0f} ms, 95 % within {often:.0f} ms, the longest {most:.0f} ms"
    )


def _tab(said: IO[str]) -> WebSocket:
    """Connect to the browser's only tab."""
    found = next(match for line in said if (match := re.search(r"ws://([^/]+)/", line)))
    with urlopen(f"http://{found.group(1)}/json") as listed:
        tabs = json.load(listed)
    address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
    # Only here: the other examples of this folder are run without the extra.
    from websocket import create_connection

    return create_connection(address, timeout=120, suppress_origin=True)


def _call(tab: WebSocket, method: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
    tab.send(json.dumps({"id": 1, "method": method, "params": parameters}))
    while True:
        answer = json.loads(tab.recv())
        if answer.get("id") == 1:
            return answer["result"]


def _value(tab: WebSocket, expression: str) -> Any:  # noqa: ANN401 - JSON
    answer = _call(tab, "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
    return answer["result"].get("value")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(measure(Path(name)))
