"""The compiled part of the search: schedule generation on flat arrays, tens of thousands of times a second.

Everything here works on integers of the grid (`arrays.Arrays`) and is compiled by numba, without Python's lock, so that it runs
beside CP-SAT. `ipmplan.models.construct.constructor` is the door to it.
"""
