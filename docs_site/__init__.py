"""The documentation site: pages that are made from the code, and what holds all pages to the truth."""
