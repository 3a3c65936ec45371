"""Made-up real projects in DSLIB's tables, and a portfolio folder."""

from __future__ import annotations

from pathlib import Path

PROJECTS = """code,name,n_activities,hours_per_day,days_per_week,baseline_start,PD_h,family
X1,Waits,3,8,5,2024-03-04 08:00:00,20.0,Waits
X2,Overloaded,2,8,5,2024-03-04 08:00:00,8.0,Overloaded
X3,Asks too much,1,9,5,2024-03-05 08:00:00,4.0,Asks too much
X4,Tight,2,16,7,2024-03-09 08:00:00,18.0,Tight
"""
ACTIVITIES = """code,activity_id,name,is_milestone,baseline_start_h,baseline_dur_h,baseline_cost
X1,1,Dig,0,0.0,6,100.0
X1,2,Build,0,10.0,10,200.5
X1,3,Done,1,20.0,0,
X2,1,Left,0,0.0,8,0
X2,2,Right,0,0.0,8,0
X3,1,Lift,0,0.0,4,0
X4,1,Pour,0,0.0,10,0
X4,2,Finish,0,8.0,10,0
"""
RELATIONS = """code,from_id,to_id,type,lag_h
X1,1,2,FS,0
X1,2,3,FS,0
X4,1,2,SS,8
X4,1,2,FF,-2
"""
ASSIGNMENTS = """code,activity_id,resource_id,resource,renewable,availability,demand,cost_per_h
X1,1,1,Digger,1,1.0,0.5,30.0
X2,1,1,Crane,1,1.0,0.75,30.0
X2,2,1,Crane,1,1.0,0.5,30.0
X3,1,7,Crew,1,2.0,3.0,30.0
X3,1,8,Concrete,0,1.0,30.0,5.0
"""


def write_projects(folder: Path) -> Path:
    """Write the four tables into a folder."""
    for name, text in (
        ("projects", PROJECTS),
        ("activities", ACTIVITIES),
        ("relations", RELATIONS),
        ("assignments", ASSIGNMENTS),
    ):
        (folder / f"dslib_{name}.csv").write_text(text, encoding="utf-8")
    return folder


def write_portfolio(folder: Path) -> Path:
    """Write a portfolio of two tasks into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "portfolio.toml").write_text(
        'name = "Two"\nas_of = 2026-01-05\n[calendar]\nworkweek = "Mon-Fri 09:00-17:00"\ngrid = "1h"\n',
        encoding="utf-8",
    )
    (folder / "people.csv").write_text("id,name,skills\nana,Ana,qa:2\nben,Ben,pm\n", encoding="utf-8")
    (folder / "projects.csv").write_text("id,name\nP0,One\n", encoding="utf-8")
    (folder / "milestones.csv").write_text("id,project,name,due,weight\nM,P0,Beta,2026-01-05,1\n", encoding="utf-8")
    (folder / "tasks.csv").write_text(
        "id,project,milestone,name,work,after\na,P0,,A,qa 8h,\nb,P0,M,B,qa 4h,a\n", encoding="utf-8"
    )
    return folder
