"""One test file for each rule."""
