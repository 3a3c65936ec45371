"""Benchmarks: other people's instances, planned by the very model that `ipmplan plan` uses, and judged twice."""
