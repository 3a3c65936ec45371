"""The reference of messages: every text that ends in front of a user, with its hint, told from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ipmplan
from docs_site.markdown import code, from_docstring, page, table

SOURCE = Path(ipmplan.__file__).parent
MAKERS = {"Issue": (0, 2), "wrong": (0, 1)}
NAMES = {"message": 0, "hint": 2, "severity": 3}


@dataclass(frozen=True, slots=True)
class Message:
    """A text with its hint; `…` stands for ids and values. `warning` = it stops nobody."""

    text: str
    hint: str
    warning: bool


def messages() -> dict[str, tuple[Message, ...]]:
    """Messages by file, as its place within the package."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = tuple(dict.fromkeys(_messages(tree)))
        if own:
            found[str(path.relative_to(SOURCE))] = own
    return found


def messages_page() -> str:
    """Every message by what it is about."""
    intro = (
        "What ipmplan may say of tables, settings, calls and plans. A message names the file and line, or the id, and the value (here: …);"
        " a line that begins with *Maybe* proposes what was probably meant. All problems are told at once. Errors stop (exit status 2, a breach of a plan 1), warnings do not."
    )
    parts = []
    for place, own in messages().items():
        doc = ast.get_docstring(ast.parse((SOURCE / place).read_text(encoding="utf-8"))) or place
        rows = [[code(one.text), "warning" if one.warning else "error", one.hint and code(one.hint)] for one in own]
        parts.append(
            f"## {from_docstring(doc.splitlines()[0])}\n\n`{place}`\n\n{table(['message', '', 'proposes'], rows)}"
        )
    return page("Messages", intro, *parts)


def _messages(tree: ast.Module) -> Iterator[Message]:
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        known = {
            target.id: node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                yield from _message(node, node.func.id, known)


def _message(call: ast.Call, maker: str, known: dict[str, ast.expr]) -> Iterator[Message]:
    at, hint_at = MAKERS[maker]
    said = _argument(call, at, "message")
    text = _text(said, known)
    if text.strip("… ():"):
        hint = _text(_argument(call, hint_at, "hint"), known)
        severity = _text(_argument(call, 3, "severity"), known) if maker == "Issue" else ""
        yield Message(text, hint if hint.strip("… ?") else "", severity == "warning")


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    if len(call.args) > place:
        return call.args[place]
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _text(node: ast.expr | None, known: dict[str, ast.expr], depth: int = 3) -> str:
    """What an expression says: constants as they stand, anything else as an ellipsis."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else "…"
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)  # type: ignore[misc]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _text(node.left, known, depth) + _text(node.right, known, depth)
    if isinstance(node, ast.Name) and node.id in known and depth:
        return _text(known[node.id], known, depth - 1)
    if isinstance(node, ast.IfExp):
        return _text(node.body, known, depth) or _text(node.orelse, known, depth)
    return "…" if node is not None else ""
