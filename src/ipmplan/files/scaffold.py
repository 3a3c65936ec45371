"""A small, complete portfolio to start from."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from ipmplan.errors import InputError, Issue
from ipmplan.files.together import write_files

_DAY = re.compile(r"\{([0-9]+)\}")

_FILES = {
    "portfolio.toml": """\
# What holds for the whole portfolio. The tables beside this file say the rest; README.md says what is in them.
name = "My studio"
currency = "EUR"             # one currency; amounts net of tax
as_of = {0}           # status date: work that has not started is not planned before it; "today" works, too

[calendar]
workweek = "Mon-Fri 09:00-13:00 14:00-18:00"   # one or more spans a day; groups are split by ";"
# holidays = "DE-BE"         # public holidays: country, or country and part, of the `holidays` package
grid = "1h"                  # 15m, 30m or 1h: working weeks, absences and extra times lie on it
open_absence = "5d"          # what an absence without an end is taken for
open_answer = "5d"           # when an open decision is expected that is overdue or has no date
handover = "2h"              # what it costs to take over work that somebody else began
handovers = "needed"         # when that is considered: needed | any | never

[sprint]
start = {0}
length = "2w"
fill = 1.0                   # 0.8 leaves the last fifth of the working time free, at the end of days

[goals]
# In this order: an earlier goal gives up at most `tolerance` for all later ones.
order = ["lateness", "overrun", "completion", "evenness", "continuity", "cost"]
tolerance = 0.02
slack = {evenness = 0.02}    # on top of the tolerance, in points of utilisation
""",
    "people.csv": """\
id,name,skills,rate,workweek,holidays,from,until,email
mia,Mia Example,pm:2; content:1,80,,,,,mia@example.com
ana,Ana Example,frontend:3; backend:1,70,,,,,ana@example.com
ben,Ben Example,backend:2; frontend:1; qa:1*0.8,70,,,,,ben@example.com
ole,Ole Example,ux:2; design:2; content:1,65,Mon-Thu 09:00-13:00 14:00-18:00,,,,ole@example.com
""",
    "projects.csv": """\
id,name,client,due,budget,budget_limit,weight,status,team,billing,price,probability,held_until
WEB,Website for a museum,City Museum,{53},24000,hard,2,confirmed,,fixed,28000,,
APP,Booking form,Little Theatre,{39},12000,soft,1,confirmed,,fixed,14000,,
""",
    "milestones.csv": """\
id,project,name,due,weight,firm,buffer,agreed,payment,invoiced_on
WEB-concept,WEB,Concept approved,{25},1,,,,9000,
WEB-launch,WEB,Website is live,{53},2,yes,3d,{53},19000,
APP-live,APP,Form is live,{39},1,,,,,
""",
    "tasks.csv": """\
id,project,milestone,name,work,after,people,not_before,due,uses,optimistic,pessimistic,fixed_cost,kind,change,status
WEB-kickoff,WEB,WEB-concept,Kick-off with the client,pm 4h + ux 4h,,,,,,,,,meeting,,
WEB-ux,WEB,WEB-concept,Page structure,ux:2 16h,WEB-kickoff,,,,,12h,24h,,concept,,
WEB-design,WEB,WEB-concept,Visual design,design:2 3d,WEB-ux,,,,,20h,40h,,concept,,
WEB-approval,WEB,WEB-concept,Client looks at it,wait 3d,WEB-design,,,,,,,,,,
WEB-texts,WEB,WEB-launch,Texts,content 12h @50%,WEB-ux SS+1d,,,,,8h,20h,,copy,,
WEB-pages,WEB,WEB-launch,Pages and navigation,frontend:2 40h,WEB-concept,,,,,32h,64h,,build,,
WEB-cms,WEB,WEB-launch,Content system,backend:2 24h | wait 5d [cost 1800],WEB-concept,,,,,16h,40h,,build,,
WEB-test,WEB,WEB-launch,Test on devices,qa 12h,WEB-pages; WEB-cms; WEB-texts,other WEB-pages,,,device_lab:1,8h,20h,,test,,
WEB-live,WEB,WEB-launch,Go live,frontend 4h; pm 2h,WEB-test,,,,,,,200,launch,,
APP-flow,APP,APP-live,Booking flow,ux 8h,,,,,,6h,14h,,concept,,
APP-api,APP,APP-live,Connect the booking system,backend:2 24h,APP-flow FS+1d,,,,,16h,48h,,build,,
APP-form,APP,APP-live,Form and e-mails,frontend 24h x1-2,APP-flow,,,,,16h,40h,,build,,
APP-test,APP,APP-live,Test,qa 6h,APP-api; APP-form,,,,device_lab:1,4h,10h,,test,,
""",
    "bookings.csv": """\
id,project,person,name,hours,every,at,start,end,billable
weekly,,*,Weekly meeting,1h,week,Mon 09:00,,,
sales,,mia,Offers and sales,20%,,,,,
web-lead,WEB,mia,Leads the project,10%,,,{0},{53},yes
""",
    "absences.csv": """\
person,start,end,reason
ole,{14},{17},leave
ana,{21}T14:00,{21}T18:00,doctor
""",
    "extra.csv": """\
person,start,end,premium
""",
    "pools.csv": """\
id,name,capacity,kind
device_lab,Device lab,1,renewable
""",
    "requirements.csv": """\
id,project,topic,statement,tasks,accepted_on
R1,WEB,navigation,Visitors find the opening hours in one click,WEB-ux; WEB-pages,
R2,APP,content,Tickets can be booked without an account,APP-flow; APP-form,
""",
    "decisions.csv": """\
id,project,question,owner,asked_on,tasks,expected,answered_on,answer
D1,WEB,Which languages will the site have?,client,{0},WEB-texts,{7},,
""",
    "changes.csv": """\
id,project,asked_by,asked_on,statement,price,status,decided_on,budget
""",
    "progress.csv": """\
date,task,person,hours,remaining,cost,ref,note
""",
    "holds.csv": """\
task,people,start,until,reason
""",
    "history.csv": """\
task,project,client,kind,skill,person,estimate,actual,finished_on
""",
    "README.md": """\
# A portfolio to plan

| file | one row for each |
|---|---|
| people.csv | person: skills (`frontend:3` = level 3, `qa:1*0.8` = takes 1 / 0.8 of the hours), cost of an hour |
| projects.csv, milestones.csv | project and dated goal; `firm` = never late, `buffer` = aim earlier |
| tasks.csv | task: `work` = what by whom, `after` = predecessors, `people` = who may or may not |
| bookings.csv | time that is gone before tasks: meetings, sales, and background work such as leading a project; `at` = `Mon 09:00` |
| absences.csv, extra.csv | leave, and work outside the working week; `*` = everybody |
| pools.csv | thing that tasks share, such as a device lab |
| progress.csv | timesheet entry; a written `remaining` of 0 finishes a task |
| requirements.csv, decisions.csv, changes.csv | what the client asked for, open questions, change requests |
| holds.csv | task on which somebody stays (`people`), or that stays where it is (`start`) |
| history.csv | finished task of earlier projects: what forecasts learn from |

Notation of `work`: `frontend:2 24h` one person at level 2 or better; `3d` days; `x2` two people, `x1-2` one or two;
`@50%` half of the working time (for days, not for weeks: that is a booking); `ux 4h + pm 4h` together; `ux 8h; design 16h` each in its own time; `wait 3d` nobody
works; `A | B` the planner chooses; `[cost 1800]` paid only for that one. Notation of `after`: `T1; T2 SS+4h; T3 FS+2d`.

An optional rates.csv (`person, from, cost, bill`) keeps costs apart from people.csv.

`ipmplan check` looks for mistakes, `ipmplan plan` makes the plan, `ipmplan approve` keeps it.
""",
}


def init(folder: Path, *, force: bool = False, start: date | None = None) -> tuple[Path, ...]:
    """Write a small, complete, commented portfolio.

    Parameters
    ----------
    folder
        Is made when it is not there.
    force
        Write also into a folder that has files; those of the same names are replaced.
    start
        Monday from which the plan begins; the next Monday, or today if it is one, when not given.

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    InputError
        When the folder has files and `force` is not given, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     len(init(Path(folder, "studio"), start=date(2026, 1, 5)))
    16
    """
    today = date.today()
    monday = start or today + timedelta(days=-today.weekday() % 7)
    try:
        if not force and folder.is_dir() and any(not entry.name.startswith(".") for entry in folder.iterdir()):
            hint = "Maybe give another folder, or `--force` to write into this one?"
            raise InputError(Issue("the folder has files already", str(folder), hint))
        texts = {
            name: _DAY.sub(lambda found: (monday + timedelta(days=int(found[1]))).isoformat(), text)
            for name, text in _FILES.items()
        }
        write_files(folder, {name: text.encode("utf-8") for name, text in texts.items()})
    except OSError as error:
        raise InputError(Issue(f"cannot be written: {error.strerror or error}", str(folder))) from error
    return tuple(folder / name for name in texts)
