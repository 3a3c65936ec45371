"""The contract by example: every sentence of docs/formats.md that means something, worked out by hand."""
