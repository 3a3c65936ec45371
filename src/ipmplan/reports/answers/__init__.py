"""Answers to questions about a plan as a person reads them: on a terminal, in a notebook, as a table, as JSON."""
