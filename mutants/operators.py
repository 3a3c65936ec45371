"""Small mistakes that can be made in an expression or a statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
Change = tuple[str, str]

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any", "ceil": "floor", "floor": "ceil"}
# Of numpy; the order of what they are given is of no account either.
METHODS = {"minimum": "maximum", "maximum": "minimum"}
DROPPED = {"reversed", "abs"}


def expression(node: ast.expr) -> Iterator[Change]:
    """Yield name and new text of every mistake that can be made in the expression itself, not in its operands."""
    if isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            changed = _copy(node)
            changed.ops[number] = COMPARISONS[type(operator)]()
            yield "comparison", _text(changed)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        arithmetic = _copy(node)
        arithmetic.op = ARITHMETIC[type(node.op)]()
        yield "arithmetic", _text(arithmetic)
    elif isinstance(node, ast.BoolOp):
        swapped = _copy(node)
        swapped.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", _text(swapped)
        for number in range(len(node.values)):
            left = [value for other, value in enumerate(node.values) if other != number]
            yield "condition dropped", _text(left[0] if len(left) == 1 else ast.BoolOp(node.op, left))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not", _text(node.operand)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if not isinstance(node.operand, ast.Constant):
            yield "sign", _text(node.operand)
    elif isinstance(node, ast.Constant):
        yield from _constant(node)
    elif isinstance(node, ast.IfExp):
        yield "branch", _text(node.body)
        yield "branch", _text(node.orelse)
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        yield from _filters(node)
    elif isinstance(node, ast.Call):
        yield from _call(node)


def statement(node: ast.stmt) -> Iterator[Change]:
    """Yield name and new text of every way to lose a statement; its conditions are changed by `condition`."""
    if isinstance(node, ast.Return) and node.value is not None:
        if isinstance(node.value, ast.Compare | ast.BoolOp) or _is_not(node.value):
            yield "return value", f"return not {_text(node.value)}"
        elif not (isinstance(node.value, ast.Constant) and node.value.value in (None, False)):
            # None is as false as False: that one becomes True.
            yield "return value", "return None"
    elif isinstance(node, ast.Continue | ast.Break | ast.AugAssign | ast.Delete | ast.Raise | ast.Return):
        yield "statement removed", "pass"
    elif isinstance(node, ast.Assign) and not all(isinstance(target, ast.Name) for target in node.targets):
        if not any(isinstance(target, ast.Tuple) for target in node.targets):
            yield "statement removed", "pass"
    elif isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Yield | ast.YieldFrom):
            yield "yield removed", "yield from ()"
        elif isinstance(node.value, ast.Call):
            yield "statement removed", "pass"


def condition(*, loop: bool) -> Iterator[Change]:
    """Yield what the condition of an `if` or a loop may become when a branch is removed."""
    yield "branch", "False"
    if not loop:
        yield "branch", "True"


def _constant(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield "constant", str(not node.value)
    elif isinstance(node.value, int | float):
        yield "constant", repr(node.value + 1)
        yield "constant", f"({node.value - 1!r})"


def _filters(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[Change]:
    for number, loop in enumerate(node.generators):
        for condition in range(len(loop.ifs)):
            changed = _copy(node)
            del changed.generators[number].ifs[condition]
            yield "condition dropped", _text(changed)


def _call(node: ast.Call) -> Iterator[Change]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "cast":
        return
    if name in FUNCTIONS:
        changed = _copy(node)
        changed.func = ast.Name(FUNCTIONS[name])
        yield "function", _text(changed)
    elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
        changed = _copy(node)
        changed.func = ast.Attribute(node.func.value, METHODS[node.func.attr])
        yield "function", _text(changed)
        return
    elif name in DROPPED and len(node.args) == 1:
        yield "function", _text(node.args[0])
    elif name == "sorted":
        yield from _sorted(node)
    if name in {"min", "max"} and any(word.arg == "key" for word in node.keywords):
        yield "key dropped", _text(_without(node, "key"))
    for number in range(len(node.args) - 1 if name not in FUNCTIONS else 0):
        left, right = node.args[number : number + 2]
        if not isinstance(left, ast.Starred) and not isinstance(right, ast.Starred) and _text(left) != _text(right):
            changed = _copy(node)
            changed.args[number], changed.args[number + 1] = changed.args[number + 1], changed.args[number]
            yield "arguments swapped", _text(changed)


def _sorted(node: ast.Call) -> Iterator[Change]:
    if not any(word.arg == "reverse" for word in node.keywords):
        changed = _copy(node)
        changed.keywords.append(ast.keyword("reverse", ast.Constant(value=True)))
        yield "order", _text(changed)
    unsorted = _without(_without(node, "key"), "reverse")
    unsorted.func = ast.Name("list")
    yield "order", _text(unsorted)
    if any(word.arg == "key" for word in node.keywords):
        yield "key dropped", _text(_without(node, "key"))


def _without(node: ast.Call, word: str) -> ast.Call:
    changed = _copy(node)
    changed.keywords = [keyword for keyword in node.keywords if keyword.arg != word]
    return changed


def _is_not(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _copy(node: Node) -> Node:
    return deepcopy(node)


def _text(node: ast.expr) -> str:
    """Source of an expression that may stand wherever an expression stood."""
    text = ast.unparse(node)
    closed = (
        ast.Constant | ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.List | ast.ListComp | ast.GeneratorExp
    )
    return text if isinstance(node, closed) else f"({text})"
