"""One test file for each goal."""
