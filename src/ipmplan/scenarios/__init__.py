"""What if: portfolios that differ by edits, planned many at a time, and compared."""
