"""The only place that talks to a solver: rules, goals, a constructor, and the search."""
