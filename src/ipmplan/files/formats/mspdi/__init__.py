"""Microsoft Project's XML (MSPDI): read into facts, and plans written for it."""
