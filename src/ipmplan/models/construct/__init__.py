"""A complete plan without time in a solver: serial schedule generation, priorities, choices of modes and people."""
