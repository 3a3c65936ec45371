"""Facts: what the files say and what a plan says. Standard library only, frozen, no solver."""
