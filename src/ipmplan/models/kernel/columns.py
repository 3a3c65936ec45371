"""Columns of the tables that compiled code works on; see `arrays` for what the rows are."""

from __future__ import annotations

NEVER = 10**9
IMPOSSIBLE = 1 << 60
SLOT = 1 << 20
"""Worth and priorities are counted in parts of a grid slot: so many make one."""

# What an instance says of a task ...
RELEASE, START_BOUND, END_BOUND, BEGAN, RANK, FIRST_MODE, FIRST_SEAT, FIRST_LINK, FIRST_FOLLOWER, PROJECT = range(10)
# ... a person ...
CALENDAR, FIRST_SLOT, SLOTS, WANTED, HOURLY, FIRST_SEGMENT = range(6)
# ... a mode ...
WAIT, WAIT_END, LEAST, SEATS, FIRST_PART, FIRST_USE, COST = range(7)
# ... a part ...
PEOPLE, SHARE, GROUP, PIECE, SEAT, FIRST_ABLE = range(6)
# ... a use, a link, a follower, a relation to other tasks' people, an able row ...
POOL, UNITS, CAPACITY = range(3)
BEFORE, FROM_END, INTO_END, LAG, COUNTS = range(5)
AFTER = 0
OTHER, RELATION, FIRST_RELATIVE = range(3)
RELATIVE = 0
PERSON, LENGTH, CENTS = range(3)
# ... and, in its last row, as a whole.
ALL_TASKS, ALL_PEOPLE = 0, 1
AT_SLOT, POOLS, MOST_SEATS, MOST_PARTS, MOST_ABLE, ANY_STARTED = range(3, 9)
WIDTH = 10

# What a construction notes of a task ...
MODE, START, END, PASSED, WISH, KEY, PRICE, WAITING, HEAP, TAIL = range(10)
# ... a person ...
COUNT, FLOOR, MARK, DEMAND, HOLDER, SEEN, SOURCE, WHIM, BARRED = range(9)
# ... a seat, also one that is being tried, and a part that starts together with others ...
ABLE, BEGIN, STOP, KEPT = range(4)
LIMIT, OPTIONS, NEED, VIA, QUEUE = range(3, 8)
# ... a segment of load, an option ...
FROM, TO, LOAD = range(3)
ROW, WORTH = range(2)
# ... and, in its last row, of what is being placed.
STAMP, STAMP_OF_MATCHING, KEEPS, LIMITED, PRICE_NOW, ONLY, SEED, CEILING, REACHED, AIMED, AHEAD = range(11)
STATE_WIDTH = 11

# How the people of a task are tied to another's: only they, none of them; and the same seen from the other task.
SAME, APART, SAME_TOO, APART_TOO = range(4)
# What ``KEEPS`` says of a task that is being placed, added up: people may be kept, and some may be barred.
SOME_KEPT, SOME_BARRED = 1, 2
PLACED = -1
"""What ``WAITING`` says of a task that has been placed."""

# What a stage says of a group of tasks, a cap (the last one is the goal itself), a project, and which groups are the goal's
# firm dates, or last starts.
WEIGHT, FLOOR_OF_GROUP, TARGET, WHICH, FIRST_MEMBER = range(5)
LIMIT_OF_CAP, TOTAL, KIND = range(3)
BUDGET, SPENT, USED, SOFT, RUNNING = range(5)
OF_STAGE, FIRM, LATEST = -1, -2, -3
# What a goal counts: last finishes, money over soft budgets, all money, pairs of person and project, uneven utilisation,
# changes against a plan.
FINISHES, OVER, MONEY, PAIRS, UNEVEN, STABLE = range(6)
# What a task was in the plan before: how much a start and a person count, the start, and how many people it had.
STAY_DATE, STAY_SLOT, STAY_START, STAY_PERSON, STAY_COUNT = range(5)
# What a plan is worth: five numbers of what it breaks and exceeds, the goal's value, and what tells plans of one value apart.
ODD, LATE_FIRM, STOCK, OVER_BUDGET, EXCESS, VALUE, EARLINESS, BEYOND = range(8)
KEYS = 8

# The last rows of `Arrays.moments`.
END_FROM_START, ENDED_AT_END = -2, -1
