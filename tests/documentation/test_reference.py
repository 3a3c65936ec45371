"""The reference says everything that there is: a new column, option, setting or public name without a word fails here."""

import ast
import re
import typing
from pathlib import Path

import click
import pytest
from docs_site import api, commands, messages, model, notations, settings, tables
from docs_site.made import ELSEWHERE, MADE, ROOT, relinked

import ipmplan
from ipmplan.checkups import all_checks
from ipmplan.core.work import LinkType, PinKind
from ipmplan.errors import InputError
from ipmplan.files.schema import TABLES
from ipmplan.files.settings import SECTIONS
from ipmplan.models.goals import goal_names
from ipmplan.models.rules import all_rules


def test_every_table_and_column_is_described_and_no_other() -> None:
    """`docs_site/words/tables.toml` needs a line for each column."""
    there = {name: {"about", *table.columns} for name, table in tables.known().items()}
    assert {name: set(said) for name, said in tables.words().items()} == there
    assert all(text.strip() for said in tables.words().values() for text in said.values())
    page = tables.tables_page()
    for name, table in tables.known().items():
        section = page.partition(f"## {name} ")[2].partition("\n## ")[0]
        assert [column for column in table.columns if f"| `{column}`" not in section] == [], name
    assert set(tables.known()) == set(TABLES)


def test_columns_say_what_they_hold_and_what_empty_means() -> None:
    project = tables.known()["projects"]
    assert tables.kind("budget_limit", project.columns["budget_limit"]) == "`hard`, `soft`"
    assert tables.default(project, "budget_limit", project.columns["budget_limit"]) == "hard"
    assert tables.default(project, "weight", project.columns["weight"]) == "1"
    assert tables.default(project, "client", project.columns["client"]) == ""


def test_every_setting_is_described_and_no_other() -> None:
    """`docs_site/words/settings.toml` needs a line for each setting."""
    assert {name: set(said) for name, said in settings.words().items()} == {
        section: {"about", *names} for section, names in SECTIONS.items()
    }
    known = {f"{section}.{name}".lstrip(".") for section, names in SECTIONS.items() for name in names}
    assert set(settings.defaults()) <= known
    page = settings.settings_page()
    assert [name for names in SECTIONS.values() for name in names if f"| `{name}` |" not in page] == []


def test_every_command_and_option_is_described() -> None:
    page = commands.commands_page()
    for name, command in commands.commands().items():
        section = page.partition(f"## {name} ")[2].partition("\n## ")[0]
        assert f"ipmplan {name}" in section
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, f"{name} {parameter.opts}"
                assert [opt for opt in (*parameter.opts, *parameter.secondary_opts) if opt not in section] == [], name
            elif isinstance(parameter, click.Argument):
                assert parameter.make_metavar(click.Context(command)).strip("[]") in section


def test_every_public_name_is_described() -> None:
    page = api.api_page()
    for name in ipmplan.__all__:
        if name not in api.HIDDEN:
            assert f"{{ #ipm-{name} }}" in page
            assert getattr(ipmplan, name).__doc__, name
    assert api.home("plan") == "ipmplan.api.plan"


def test_every_kind_of_notation_has_an_example() -> None:
    found = {one.column: [str(one.read(cell)) for cell, _ in one.examples] for one in notations.notations()}
    links = {
        text
        for one in notations.notations()
        if one.column == "after"
        for cell, _ in one.examples
        for text in re.findall(r"\b(SS|FF|SF|FS)\b", cell)
    }
    assert links == set(typing.get_args(LinkType))
    pins = {kind for kind in typing.get_args(PinKind) if any(f"kind='{kind}'" in text for text in found["people"])}
    assert pins == set(typing.get_args(PinKind))
    noted = {tables.NOTED[name] for name in tables.NOTED}
    assert noted <= set(found)


def test_a_notation_that_cannot_be_read_stops_the_page() -> None:
    one = next(one for one in notations.notations() if one.column == "work")
    assert one.written("ux 1d") == "ux 8h"
    with pytest.raises(InputError):
        one.written("ux ux")


def test_messages_are_told_with_their_hints() -> None:
    found = messages.messages()
    said = {one.text: one for own in found.values() for one in own}
    assert len(said) > 150
    assert said["there is no plan yet"].hint == "Maybe run `ipmplan plan` first?"
    assert said["as_of is missing"].hint == 'Maybe write `as_of = "today"`?' if "as_of is missing" in said else True
    assert any(one.warning for one in said.values())
    assert "…" in "".join(said)


def test_the_text_of_a_message_is_read_through_names_and_choices() -> None:
    tree = ast.parse(
        'def f(x):\n    message = f"{x} is odd"\n    raise E(Issue(message, x, "Maybe not?" if x else "", "warning"))\n'
    )
    assert list(messages._messages(tree)) == [messages.Message("… is odd", "Maybe not?", True)]


def test_every_rule_goal_and_check_has_its_formula() -> None:
    page, health = model.model_page(), model.health_page()
    rules = [rule.__name__.rpartition(".")[2] for rule in all_rules()]
    for anchor in [*(f"rules-{name}" for name in rules), *(f"goals-{name}" for name in goal_names())]:
        section = page.partition(f"{{ #{anchor} }}")[2].partition("\n### ")[0]
        assert "```text\n" in section, anchor
    for check in all_checks():
        section = health.partition(f"## {check.TITLE} {{")[2].partition("\n## ")[0]
        assert check.SOURCE in section
        assert "```text\n" in section


def test_links_out_of_docs_lead_to_pages() -> None:
    assert relinked("[a](../data/README.md#studio)", "docs/pages.md", "pages.md") == "[a](demo.md#studio)"
    assert relinked("[a](../demo.md)", "docs/howto/x.md", "howto/x.md") == "[a](../demo.md)"
    assert relinked("[a](docs/glossary.md)", "CONTRIBUTING.md", "contributing.md") == "[a](glossary.md)"
    assert relinked("[a](https://x.example/y.md)", "docs/pages.md", "pages.md") == "[a](https://x.example/y.md)"
    assert all((ROOT / source).is_file() for source in ELSEWHERE.values())


def test_pages_in_the_navigation_are_there() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    named = re.findall(r": ([\w/-]+\.md)$", text, re.MULTILINE)
    there = {str(path.relative_to(ROOT / "docs")) for path in Path(ROOT / "docs").rglob("*.md")} | {*MADE, *ELSEWHERE}
    assert len(named) > 20
    assert [name for name in named if name not in there] == []
    assert len(named) == len(set(named))
