"""The harness that runs the examples of pages: it finds what is rotten. The pages themselves are run by ``make docs-test``."""

import doctest
from pathlib import Path

import pytest
from docs_site import examples, links, made, markdown

PAGE = """\
# A page

```csv title="a/people.csv"
id,name
ana,Ana
```

```sh
tail -n 1 a/people.csv
ls data/studio/people.csv
```

```text
ana,...
...
```

```python
from pathlib import Path

text = Path("a/people.csv").read_text()
len(text.splitlines())
```

```text
2
```

```bash
this is not run
```

1. In a list

    ```sh
    false    # exit status 1
    ```
"""


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_that_is_right(tmp_path: Path) -> None:
    assert examples.run_page(page(tmp_path, PAGE)) < 60
    assert [block.line for block in examples.blocks(PAGE)] == [3, 8, 13, 18, 25, 29, 35]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (PAGE.replace("ana,...", "ben,..."), r"page\.md:13: nothing printed is like `ben,\.\.\.`"),
        (PAGE.replace("ls data/studio/people.csv", "ls data/nothing"), r"page\.md:8: exit status 2"),
        (PAGE.replace("# exit status 1", ""), r"page\.md:35: exit status 1"),
        (PAGE.replace("len(text", "len(texts"), r"page\.md:18: NameError"),
        (PAGE.replace("```text\n2\n", "```text\n3\n"), r"page\.md:25: nothing printed is like `3`"),
    ],
)
def test_a_page_that_is_rotten(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(examples.Rotten, match=told):
        examples.run_page(page(tmp_path, wrong))


def test_the_tutorial_and_all_how_tos_are_run() -> None:
    names = [path.relative_to(made.ROOT / "docs").as_posix() for path in examples.pages([])]
    assert "tutorial.md" in names
    assert len([name for name in names if name.startswith("howto/")]) >= 10
    for path in examples.pages([]):
        runs = [
            block for block in examples.blocks(path.read_text(encoding="utf-8")) if block.language in {"sh", "python"}
        ]
        assert runs, path


def test_links_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text('<p id="there">', encoding="utf-8")
    right = (
        '<a href="b.html#there">1</a><a href="https://x.example/">2</a><img src="data:,"><a href="#own" id="own">3</a>'
    )
    (tmp_path / "a.html").write_text(right, encoding="utf-8")
    assert list(links.faults(tmp_path)) == []
    wrong = '<a href="b.html#gone">1</a><a href="c.html">2</a><script src="https://cdn.example/x.js"></script><img src="x.png">'
    (tmp_path / "a.html").write_text(wrong, encoding="utf-8")
    assert list(links.faults(tmp_path)) == [
        "a.html: fetches https://cdn.example/x.js",
        "a.html: x.png is not there",
        "a.html: b.html#gone has no such anchor",
        "a.html: c.html is not there",
    ]


def test_doctests_of_the_site() -> None:
    for module in (examples, made, markdown):
        assert doctest.testmod(module).failed == 0
