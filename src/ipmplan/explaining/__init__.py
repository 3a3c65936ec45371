"""What a plan means for those who answer for it: why a date is where it is, and what would change it."""
