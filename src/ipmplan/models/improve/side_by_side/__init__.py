"""Which tasks may run side by side: where these are few sets, what they are worth together is a bound, and timetables of them are tried out."""
