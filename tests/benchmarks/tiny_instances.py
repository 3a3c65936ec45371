"""One made-up instance of each published format, small enough to plan by hand."""

from __future__ import annotations

from pathlib import Path

_STARS = "*" * 72
_DASHES = "-" * 72
SM = f"""{_STARS}
RESOURCES
{_STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
{_STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
{_DASHES}
  1      1     0       0    0
  2      1     3       2    0
  3      1     4       1    1
  4      1     2       2    1
  5      1     0       0    0
{_STARS}
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
{_STARS}
"""
MM = f"""{_STARS}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        2          1           4
   3        2          1           4
   4        1          0
{_STARS}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  N 1
{_DASHES}
  1      1     0       0    0
  2      1     2       1    5
         2     5       1    1
  3      1     1       1    4
         2     4       1    1
  4      1     0       0    0
{_STARS}
RESOURCEAVAILABILITIES:
  R 1  N 1
    1    6
{_STARS}
"""
RCP = """5 1
2
0 0 2 2 3
3 2 1 4
4 1 1 5
2 1
1 5
0 0 0
"""
RCMP = """2
2
3 1
4 0
1 1
0 0 0 2 1:2 1:3
3 2 1 1 1:4
2 1 0 1 1:4
0 0 0 0
3 2
1 0
0 0 0 1 2:2
2 3 0 1 2:3
0 0 0 0
"""
MSRCP = """\\* Project Module *\\
4 2 2 1

20

10

0 2 2 3
3 1 4
2 1 4
0 0

\\* Workforce Module *\\
1 1
0 1

\\* Workforce Module with Skill Levels *\\
1 1
0 1

\\* Skill Requirements Module *\\
0 0
1 1
0 1
0 0
"""
DZN = """% seed = 0
mint = 5;
nActs = 5;
dur = [0,3,2,4,0];
nSkills = 2;
sreq = [| 0,0,
\t| 1,1,
\t| 0,2,
\t| 1,0,
\t| 0,0, |];
nResources = 3;
mastery = [| true,false,
\t| true,true,
\t| false,true, |];
nPrecs = 4;
pred = [1,2,3,4];
succ = [2,3,5,5];
"""
DEF = """====================
General characteristics:
Tasks: 3
====================
ResourceID \t Salary \t Skills
1\t \t \t10.5\t \t Q0: 0 \t  Q1: 2
2\t \t \t20.0\t \t Q0: 1
====================
TaskID \t Duration \t Skill \t Predecessor IDs
1\t \t \t5\t Q0: 0\t \t
2\t \t \t3\t Q1: 1\t \t1
3\t4\tQ0:\t1
====================
"""
ALL = {
    "tiny.sm": SM,
    "tiny.mm": MM,
    "tiny.rcp": RCP,
    "tiny.rcmp": RCMP,
    "tiny.msrcp": MSRCP,
    "tiny.dzn": DZN,
    "tiny.def": DEF,
}


def write(folder: Path, name: str) -> Path:
    """Write that instance into a folder."""
    path = folder / name
    path.write_text(ALL[name], encoding="utf-8")
    return path
