"""Where the work stands, for people: what is read first, tables, and the object that a notebook holds."""
