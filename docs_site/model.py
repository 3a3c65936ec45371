"""The model in formulas: each rule, goal and check of health from the docstring of its own file."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import cast

from docs_site.markdown import code, from_docstring, page, table
from ipmplan.checkups import all_checks
from ipmplan.models import goals, rules

FORMULA = "Formula::\n\n"
SOURCE = "src/ipmplan/models"


def model_page() -> str:
    """Every rule and goal with its formula."""
    intro = (
        "A plan says of each task which alternative is taken, who does each part, and when. **Rules** are hard: a plan that breaks one is no plan."
        " **Goals** are made small one after the other, most important first; hours late and euros are never added up. Each has a file of its own that tells the"
        " solver, and judges a finished plan without it in dates, fractions and decimals; property tests hold the two halves against each other."
        " [How plans are found](search.md) says what their proofs mean."
    )
    letters = (
        "*s* and *e* are start and end of a task or of a row of work, *W(a, b)* is the portfolio's working time from a to b (below 0 when b comes first),"
        " *today* is the status date."
    )
    return page(
        "The model in formulas",
        intro,
        letters,
        "## Rules { #rules }",
        *(_section(cast(ModuleType, rule), "rules") for rule in rules.all_rules()),
        "## Goals { #goals }",
        *(_goal(name) for name in goals.goal_names()),
    )


def health_page() -> str:
    """Every check of health with rule, source, limit and formula."""
    intro = (
        "`ipmplan check FOLDER --health` and `ipm.health(folder)` look at what breaks no rule and tends to go wrong later: in the tables, in the plan beside them, and"
        " against the baseline. Limits are DCMA's where they exist. A plan whose people and pools are levelled has float that a network without people does not know:"
        " floats here are those of the plan with the order of everybody's and every pool's work kept."
    )
    rows = [
        [f"[{one.TITLE}](#{_name(one)})", one.RULE, code(str(one.LIMIT)), getattr(one, "NEEDS", ""), one.SOURCE]
        for one in all_checks()
    ]
    overview = table(["check", "asks for", "limit", "needs", "source"], rows)
    parts = []
    for one in all_checks():
        first, formula = _halves(cast(ModuleType, one))
        heading = f"## {one.TITLE} {{ #{_name(one)} }}"
        parts.append(f"{heading}\n\n{first}\n\nCounted: {one.COUNTS}. Limit: {one.LIMIT}. {one.SOURCE}.\n\n{formula}")
    own = "A check of your own is one more file: [contributing](contributing.md#add-a-check-of-health) says how."
    return page("Health checks", intro, overview, *parts, own)


def _goal(name: str) -> str:
    module = cast(ModuleType, goals.goal(name))
    return _section(module, "goals", f"In {module.UNIT}. ")


def _section(module: ModuleType, room: str, more: str = "") -> str:
    name = module.__name__.rpartition(".")[2]
    first, formula = _halves(module)
    return f"### {name} {{ #{room}-{name} }}\n\n{first}\n\n{formula}\n\n{more}From `{SOURCE}/{room}/{name}.py`."


def _halves(module: ModuleType) -> tuple[str, str]:
    text, _, rest = inspect.cleandoc(module.__doc__ or "").partition(FORMULA)
    formula = inspect.cleandoc(rest.partition("\n\n")[0])
    return from_docstring(text.strip()), f"```text\n{formula}\n```"


def _name(check: object) -> str:
    return str(getattr(check, "__name__", "")).rpartition(".")[2]
