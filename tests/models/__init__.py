"""Tests of the model: the solver and the rules agree, terms are what goals measure, runs repeat."""
