"""Where in a source file mistakes can be made, and the file with one of them in it."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from mutants import operators

HEADS = ("---", "+++", "@@")
SKIPPED_FUNCTIONS = {"__repr__"}
MESSAGES = {"Issue"}
# What `zip` says of lengths that are equal in all code that works.
ASSURED = {"strict"}


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One mistake in one file.

    Parameters
    ----------
    path
        The file, from the root of the project.
    start, end
        Bytes that are replaced.
    lines
        First and last line of what is replaced.
    statement
        First and last line of the statement around it (of its head, where it has a body).
    owner
        Lines of the function in whose default value it is, or (0, 0).
    names
        What the statement gives a value, where it runs when the file is imported.
    """

    path: str
    start: int
    end: int
    text: str
    operator: str
    lines: tuple[int, int]
    statement: tuple[int, int]
    owner: tuple[int, int] = (0, 0)
    names: tuple[str, ...] = ()

    def apply(self, source: bytes) -> bytes:
        """Source of the file with the mistake in it.

        Examples
        --------
        >>> one = next(iter(mutants("x.py", b"a = b < c")))
        >>> one.operator, one.apply(b"a = b < c")
        ('comparison', b'a = (b <= c)')
        """
        return source[: self.start] + self.text.encode() + source[self.end :]

    def diff(self, source: bytes) -> list[str]:
        """Lines that go and come, as in a unified diff without its head."""
        before, after = source.decode().splitlines(), self.apply(source).decode().splitlines()
        return [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if not line.startswith(HEADS)]

    def texts(self, source: bytes) -> tuple[str, str]:
        """Lines that go and lines that come, each as one text without the space around lines."""
        diff = self.diff(source)
        was, becomes = (" ".join(line[1:].strip() for line in diff if line.startswith(sign)) for sign in "-+")
        return was, becomes


def mutants(path: str, source: bytes) -> list[Mutant]:
    """Every mistake that can be made in a file, in the order of the text, each once."""
    found = sorted(set(_Walker(path, source).walk()))
    unique: dict[bytes, Mutant] = {}
    for mutant in found:
        changed = mutant.apply(source)
        if changed != source and _compiles(changed):
            unique.setdefault(changed, mutant)
    return list(unique.values())


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


class _Walker:
    """Walk over a file's code: not over annotations, decorators, docstrings, messages and assertions."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path = path
        self._tree = ast.parse(source)
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self._starts = starts
        self._statement = (0, 0)
        self._owner = (0, 0)
        self._names: tuple[str, ...] = ()
        self._at_import = True

    def walk(self) -> Iterator[Mutant]:
        yield from self._body(self._tree.body)

    def _body(self, body: list[ast.stmt]) -> Iterator[Mutant]:
        for node in body:
            yield from self._one(node)

    def _one(self, node: ast.stmt) -> Iterator[Mutant]:
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Assert | ast.Global | ast.Nonlocal):
            return
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name not in SKIPPED_FUNCTIONS:
                yield from self._function(node)
            return
        if isinstance(node, ast.ClassDef):
            yield from self._body(node.body)
            return
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return
        blocks = [block for block in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")) if block]
        last = blocks[0][0].lineno - 1 if blocks else (node.end_lineno or node.lineno)
        self._statement = (node.lineno, max(node.lineno, last))
        self._names = _targets(node) if self._at_import else ()
        for operator, text in operators.statement(node):
            yield self._mutant(node, operator, text)
        if isinstance(node, ast.If | ast.While):
            for operator, text in operators.condition(loop=isinstance(node, ast.While)):
                yield self._mutant(node.test, operator, text)
        for field, child in ast.iter_fields(node):
            if field not in {"annotation", "body", "orelse", "finalbody", "handlers", "cases"}:
                yield from self._expressions(child)
        for block in blocks:
            yield from self._body(block)
        for handler in getattr(node, "handlers", ()):
            yield from self._body(handler.body)
        for case in getattr(node, "cases", ()):
            yield from self._body(case.body)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Mutant]:
        self._statement = (node.lineno, node.body[0].lineno - 1)
        self._owner = (node.body[0].lineno, node.end_lineno or node.lineno)
        self._names = ()
        for default in (*node.args.defaults, *node.args.kw_defaults):
            yield from self._expressions(default)
        self._owner = (0, 0)
        outside, self._at_import = self._at_import, False
        yield from self._body(node.body)
        self._at_import = outside

    def _expressions(self, child: object) -> Iterator[Mutant]:
        if isinstance(child, list):
            for one in child:
                yield from self._expressions(one)
            return
        if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr):
            return
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Name) and child.func.id in MESSAGES:
            return
        if isinstance(child, ast.keyword) and child.arg in ASSURED:
            return
        if isinstance(child, ast.expr):
            for operator, text in operators.expression(child):
                yield self._mutant(child, operator, text)
        if isinstance(child, ast.Lambda):
            yield from self._expressions(child.body)
            return
        for _, inner in ast.iter_fields(child):
            yield from self._expressions(inner)

    def _mutant(self, node: ast.expr | ast.stmt, operator: str, text: str) -> Mutant:
        last_line, last_column = node.end_lineno or node.lineno, node.end_col_offset or 0
        start, end = self._starts[node.lineno - 1] + node.col_offset, self._starts[last_line - 1] + last_column
        return Mutant(
            self._path, start, end, text, operator, (node.lineno, last_line), self._statement, self._owner, self._names
        )


def _targets(node: ast.stmt) -> tuple[str, ...]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return tuple(target.id for target in targets if isinstance(target, ast.Name))
