"""Portfolios made, looked at and changed in Python: rows, data frames and edits, read as the tables are."""
