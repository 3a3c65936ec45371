"""Ways that look at the promises that are due first, with all that has to be done for them, and at nothing else in time."""
