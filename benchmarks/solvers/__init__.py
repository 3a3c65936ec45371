"""Who plans: our planner, and peers on the same cores and time."""
