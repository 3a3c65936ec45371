"""Mutants of the code: small mistakes made on purpose, each of which some test should notice."""
