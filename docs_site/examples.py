"""Runs the examples of pages, so that no page can rot: ``python -m docs_site.examples [PAGE ...]``.

A page is run from top to bottom in an empty folder of its own, in which ``data/`` is a copy of the project's. Of its blocks

- ``sh`` is run by bash and has to end with status 0, or with the one that the comment ``# exit status 2`` behind a command says;
- ``text`` right behind a block that was run is what it printed: its lines have to be there in this order, ``...`` stands for anything, and a
  line of ``...`` for any lines;
- ``python`` is run, all blocks of a page with the same names; a last expression is printed;
- a block with a ``title`` is written to the file of that name;
- anything else, such as ``bash``, is only to be read.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("docs/tutorial.md", "docs/howto/*.md")
BLOCK = re.compile(r'^( *)```(\w+)(?: +title="([^"]+)")?[^\n]*\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"# exit status (\d)")
MOST_SECONDS = 600
MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: its language, the file that it is written to, its text, and the line that it begins in."""

    language: str
    title: str
    text: str
    line: int


class Rotten(AssertionError):
    """An example does not do what its page says."""


def blocks(text: str) -> Iterator[Block]:
    r"""Fenced blocks of a page in their order.

    Examples
    --------
    >>> [block.language for block in blocks("```sh\nls\n```\n\n```text\na\n```\n")]
    ['sh', 'text']
    """
    for found in BLOCK.finditer(text):
        indent, language, title, body = found.groups()
        lines = [line.removeprefix(indent) for line in body.splitlines()]
        yield Block(language, title or "", "\n".join(lines) + "\n", text.count("\n", 0, found.start()) + 1)


def run_page(page: Path) -> float:
    """Run a page's examples; seconds that it took.

    Raises
    ------
    Rotten
        When one of them does not do what the page says.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(ROOT / "data", folder / "data")
        names: dict[str, object] = {"__name__": "__main__"}
        printed: str | None = None
        for block in blocks(page.read_text(encoding="utf-8")):
            where = f"{page.name}:{block.line}"
            if block.title:
                target = folder / block.title
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(block.text, encoding="utf-8")
                printed = None
            elif block.language == "sh":
                printed = _shell(block.text, folder, where)
            elif block.language == "python":
                printed = _python(block.text, folder, names, where)
            elif block.language == "text" and printed is not None:
                compare(block.text, printed, where)
                printed = None
            else:
                printed = None
    return time.monotonic() - began


def compare(expected: str, printed: str, where: str) -> None:
    r"""Find the lines of a page in what was printed.

    Raises
    ------
    Rotten
        When one is not there, or not behind the one before it.

    Examples
    --------
    >>> compare("a 1\n...\nb ...\n", "a 1\nx\nb 23\n", "page.md:1")
    >>> compare("b\na\n", "a\nb\n", "page.md:1")
    Traceback (most recent call last):
    ...
    docs_site.examples.Rotten: page.md:1: nothing printed is like `a`
    <BLANKLINE>
    a
    b
    """
    lines = iter(printed.splitlines())
    for line in expected.splitlines():
        if line.strip() in {"", "..."}:
            continue
        pattern = re.compile(".*".join(re.escape(" ".join(part.split())) for part in line.split("...")) + r"\s*")
        if not any(pattern.fullmatch(" ".join(one.split())) for one in lines):
            raise Rotten(f"{where}: nothing printed is like `{line}`\n\n{_end(printed)}")


def _end(printed: str) -> str:
    """The last lines of an output."""
    return "\n".join(printed.splitlines()[-MOST_LINES:])


def _shell(text: str, folder: Path, where: str) -> str:
    said = STATUS.search(text)
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    source = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PATH": paths, "PYTHONPATH": source, "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", text],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Rotten(f"{where}: not done after {MOST_SECONDS} s\n{text}") from None
    if done.returncode != int(said[1] if said else 0):
        raise Rotten(f"{where}: exit status {done.returncode}\n{text}\n{_end(done.stdout)}")
    return done.stdout


def _python(text: str, folder: Path, names: dict[str, object], where: str) -> str:
    tree = ast.parse(text)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    said = io.StringIO()
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(said):
            exec(compile(tree, where, "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), where, "eval"), names)
                if value is not None:
                    print(value)
    except Exception as error:
        raise Rotten(f"{where}: {type(error).__name__}: {error}\n{text}") from error
    return said.getvalue()


def pages(named: Sequence[str]) -> list[Path]:
    """Pages that are named, or all whose examples run."""
    return [ROOT / name for name in named] or sorted(path for glob in PAGES for path in ROOT.glob(glob))


def main() -> int:
    """Run pages, one line for each; the number of those that are rotten."""
    parser = argparse.ArgumentParser(prog="python -m docs_site.examples")
    parser.add_argument("page", nargs="*", help="pages, from the root of the project; all when none is named")
    rotten = 0
    for page in pages(parser.parse_args().page):
        shown = page.relative_to(ROOT)
        try:
            print(f"ok  {run_page(page):5.1f} s  {shown}", flush=True)
        except Rotten as error:
            rotten += 1
            print(f"!!           {shown}\n{error}", flush=True)
    return rotten


if __name__ == "__main__":
    sys.exit(min(main(), 1))
