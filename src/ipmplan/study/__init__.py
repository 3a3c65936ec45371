"""What follows from a portfolio without choosing, to a horizon that is given; and a schedule read against it."""
