"""The suites: each module registers itself."""
