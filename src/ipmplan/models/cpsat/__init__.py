"""The CP-SAT models: the draft's variables, what rules and goals are posted with, and the one place where the solver is started."""
