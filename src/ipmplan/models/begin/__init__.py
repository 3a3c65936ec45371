"""What a search begins with when there is a plan already: the plan itself, or what is most like it."""
