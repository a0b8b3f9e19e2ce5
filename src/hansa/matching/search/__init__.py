"""The local search: a kernel in C++ (`kernel.cpp`), built at set-up, and the Python that hands it the problem.

Loaded only for problems that the exact models do not settle. Where there is no compiler, `hansa.matching.polish` does
what it can in plain Python.
"""
