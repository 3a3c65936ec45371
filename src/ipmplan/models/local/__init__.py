"""Local search over priority lists, compiled and in Python, and what it has to know about a stage."""
