"""Published earned value on a made-up project, worked out by hand.

Two activities of 10 h: Dig from 0 (10 an hour, and 50 without hours: 150), Fill from 10 (20 an hour: 200). BAC 350.
After 10 h Dig is half done with 8 h worked. Percent complete times cost: EV 75, PV 150. With cost at the start: EV 50 + 50 = 100, PV 150
(Fill has none); AC 8 x 10 + 50 = 130; ES: 100 is reached at 5 h.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.earned import read_tracked

from ipmplan.errors import InputError

ACTIVITIES = """code,activity_id,name,is_milestone,baseline_start_h,baseline_dur_h,baseline_cost,cost_per_h
X1,1,Dig,0,0.0,10,150.0,10.0
X1,2,Fill,0,10.0,10,200.0,20.0
"""
TRACKING = """code,period,activity_id,actual_start_h,actual_dur_h,remaining_dur_h,pct_complete
X1,1,1,0.0,8.0,8.0,0.5
"""
OVERVIEW = """code,period,status_date,AT_h,PV,EV,AC,ES_h,BAC_w,EV_dur_share
X1,1,2024-03-05 10:00:00,10.0,150,{ev},{ac},5.0,350,0.25
"""


def folder(place: Path, ev: str = "75", ac: str = "130") -> Path:
    texts = {"activities": ACTIVITIES, "tracking": TRACKING, "overview": OVERVIEW.format(ev=ev, ac=ac)}
    for name, text in texts.items():
        (place / f"dslib_{name}.csv").write_text(text, encoding="utf-8")
    return place


def test_figures_by_hand(tmp_path: Path) -> None:
    [project] = read_tracked(folder(tmp_path))
    [period] = project.published
    plain, begun = (project.figures(period, fixed_at_start=start) for start in (False, True))
    assert [float(value) for value in (plain.pv, plain.ev)] == [150, 75]
    assert [float(value) for value in (begun.pv, begun.ev, begun.ac, begun.es)] == [150, 100, 130, 5]


@pytest.mark.parametrize(
    ("ev", "ac", "status", "said"),
    [
        ("75", "130", 0, "EV of 1 of 1 periods within 1 % of BAC, 0 without a reason"),
        ("100", "130", 1, "cost without hours is earned when an activity begins"),
        ("300", "999", 1, "actual cost was entered by hand"),
    ],
)
def test_differences_have_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ev: str, ac: str, status: int, said: str
) -> None:
    assert main(["earned", str(folder(tmp_path, ev, ac))]) == status
    assert said in capsys.readouterr().out


def test_numbers_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a number"):
        read_tracked(folder(tmp_path, ev="much"))
