"""What mistakes are made in a line, and in which lines none are."""

import pytest
from mutants.cover import Cover
from mutants.sites import mutants


def become(line: str) -> set[str]:
    source = line.encode()
    return {mutant.apply(source).decode().replace("(", "").replace(")", "") for mutant in mutants("x.py", source)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = a < b", {"x = a <= b"}),
        ("x = a == b != c", {"x = a != b != c", "x = a == b == c"}),
        ("x = a - b", {"x = a + b"}),
        ("x = a // b", {"x = a * b"}),
        ("x = a and b", {"x = a or b", "x = a", "x = b"}),
        ("x = not a", {"x = a"}),
        ("x = -a", {"x = a"}),
        ("x = 5", {"x = 6", "x = 4"}),
        ("x = True", {"x = False"}),
        ("x = a if b else c", {"x = a", "x = c"}),
        ("x = [a for a in b if c]", {"x = [a for a in b]"}),
        ("x = min(a, b)", {"x = maxa, b"}),
        ("x = any(a)", {"x = alla"}),
        ("x = np.maximum(a, b)", {"x = np.minimuma, b"}),
        ("x = reversed(a)", {"x = a"}),
        ("x = sorted(a, key=b)", {"x = sorteda, key=b, reverse=True", "x = lista", "x = sorteda"}),
        ("x = f(a, b)", {"x = fb, a"}),
        ("x.y = a", {"pass"}),
        ("x += a", {"pass"}),
        ("if a: b", {"if False: b", "if True: b"}),
        ("while a: b", {"while False: b"}),
        ("for a in b: break", {"for a in b: pass"}),
        ("def f(a=1): pass", {"def fa=2: pass", "def fa=0: pass"}),
        ("def f(): return a", {"def f: return None"}),
        ("def f(): return False", {"def f: return True"}),
        ("def f(): return a < b", {"def f: return a <= b", "def f: return not a < b"}),
        ("def f(): yield a", {"def f: yield from "}),
    ],
)
def test_every_kind_of_mistake_is_made(line: str, expected: set[str]) -> None:
    assert become(line) == {text.replace("(", "").replace(")", "") for text in expected}


@pytest.mark.parametrize(
    "line",
    [
        '"""More than 3 words."""',
        "x: Literal[1]",
        "@dataclass(frozen=True)\nclass A: pass",
        "def f(a: Literal[1]) -> Literal[2]: pass",
        "if TYPE_CHECKING:\n    x = 1",
        "assert a < b",
        "x = f'{a + 1}'",
        "x = Issue('late', a, rule=1 + 1)",
        "class A:\n    def __repr__(self): return a < b",
        "x = cast(a, b)",
        "from a import b",
        "x = zip(a, strict=True)",
    ],
)
def test_what_no_test_could_judge_is_left_alone(line: str) -> None:
    assert not mutants("x.py", line.encode())


def test_a_mistake_is_told_by_its_lines() -> None:
    source = b"def late(day):\n    # caf\xc3\xa9\n    return day > 3\n"
    mistakes = {mutant.operator: mutant for mutant in mutants("x.py", source)}
    one = mistakes["comparison"]
    assert one.lines == (3, 3)
    assert one.texts(source) == ("return day > 3", "return (day >= 3)")
    assert one.diff(source) == ["-    return day > 3", "+    return (day >= 3)"]


def test_what_runs_at_import_is_judged_by_those_who_name_it() -> None:
    """A test imports the module first; another runs through a line that names the constant; a third stands beside it."""
    (more, less) = mutants("src/ipmplan/models/rules/x.py", b"KEPT = 1")
    tests = {"src/ipmplan/models/rules/x.py": {1: {"a"}, 2: {"d"}}, "src/ipmplan/y.py": {7: {"b"}}}
    seconds = dict.fromkeys(("a", "b", "tests/rules/c", "d"), 1.0)
    cover = Cover(seconds, tests, {"KEPT": [("src/ipmplan/y.py", 7)]}, ())
    assert cover.of(more) == cover.of(less) == {"a", "b", "tests/rules/c"}
    # What runs in a function is judged by those who run through it.
    inside = mutants("src/ipmplan/models/rules/x.py", b"def f():\n    return KEPT < 1")[0]
    assert cover.of(inside) == {"d"}
