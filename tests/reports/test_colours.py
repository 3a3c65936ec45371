"""Colours of projects are told apart by everybody, on light and on dark paper, and stay the same."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.reports.figures import gantt, roadmap
from ipmplan.reports.figures.style import PALETTE, THEMES, colour, project_colours
from ipmplan.reports.scene import scene

# G. M. Machado, M. M. Oliveira, L. A. F. Fernandes (2009), severity 1: how linear RGB is seen without one kind of cone.
SEEN = {
    "all": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1, 1.089])


def linear(text: str) -> np.ndarray:
    part = np.array([int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    ratio = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(TO_XYZ[1] @ linear(text)) for text in (one, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("eyes", SEEN)
def test_no_two_colours_are_taken_for_each_other(eyes: str) -> None:
    seen = [lab(np.array(SEEN[eyes]) @ linear(text)) for text in PALETTE]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 21


def test_every_colour_stands_out_from_the_paper() -> None:
    for theme in THEMES.values():
        assert min(contrast(text, theme.paper) for text in PALETTE) > 2.15
    for text in PALETTE:
        assert min(float(np.linalg.norm(lab(linear(text)) - lab(linear(theme.late)))) for theme in THEMES.values()) > 25


def test_the_next_eight_projects_have_colours_of_their_own() -> None:
    assert len({colour(place) for place in range(24)}) == 24


def test_a_project_keeps_its_colour_when_others_are_added_behind_it() -> None:
    few, more = portfolio(3), portfolio(12)
    colours = project_colours(scene(schedule(more), more))
    assert list(project_colours(scene(schedule(few), few)).items())[:3] == list(colours.items())[:3]
    bars = {trace.name: trace.marker.color for trace in gantt(schedule(more), more).data if trace.type == "bar"}
    assert bars["Kiosk 24"] == colours["P1"]
    assert colours["P1"] in roadmap(schedule(more), more).data[0].marker.color
