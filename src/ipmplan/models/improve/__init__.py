"""The ways to use the solver in a stage, one a file."""
