"""Files that are no plans, or want to do harm, are wrong input."""

import pytest
from tests.interchange.office import NAMESPACE, link, office, read, task

from ipmplan.errors import InputError

BOMB = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is not XML"),
        (b"<a>", "is not XML"),
        (b"<a/>", "begins with <a>"),
        (BOMB.encode() + office(task(1, "&c;")).partition(b"?>")[2], "declares entities"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "declares entities"),
        (f'<Project xmlns="{NAMESPACE}"/>'.encode(), "no tasks"),
        (
            office(task(1, "A", more="<PercentComplete>half</PercentComplete>")),
            "PercentComplete `half` is not a number",
        ),
        (office(task(1, "A", more="<Start>2026-13-01T00:00:00</Start>")), "is not a date"),
        (office(task(1, "A").replace("PT8H0M0S", "8 hours")), "Duration `8 hours` is not a duration"),
        (office(task(1, "A") + task(1, "B")), "two tasks have the UID 1"),
        (b"<Project>" + b"<a>" * 100 + b"</a>" * 100 + b"</Project>", "deeper"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert words in str(caught.value)


def test_milestones_in_a_circle_end() -> None:
    found = read(office(task(1, "A", 0, link(2)) + task(2, "B", 0, link(1)) + task(3, "C", 8, link(1))))
    assert [one.after for one in found.portfolio.tasks] == [()]
    assert any("wait for each other" in issue.message for issue in found.lost)


def test_names_are_text() -> None:
    (made,) = read(office(task(1, "=1+1&lt;script&gt;"))).portfolio.tasks
    assert made.name == "=1+1<script>"
