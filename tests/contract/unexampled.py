"""Statements of the contract without a worked example, and why: nothing to compute in them.

Keyed by the beginning of the statement, as `covers` names it.
"""

REASONS = {
    "What else spreadsheets may look like": "tests/test_dialects.py, tests/files/test_synonyms.py",
    "A folder of small tables": "says what the rest is about",
    "we write ISO dates and UTF-8": "tests/files/test_planfile.py, tests/files/test_scaffold.py",
    "every page for staff and client shows": "tests/pages/test_client.py, tests/pages/test_canaries.py",
    "how the goal is made linear": "says what is not said",
}
