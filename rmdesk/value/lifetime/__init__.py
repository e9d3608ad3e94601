"""Lifetime value: how long customers stay, and what they are still to bring.

The models are those of Fader, Hardie and colleagues, in their closed forms; SciPy does special
functions and optimisation and is imported by the functions that need it. These are estimates: the
only floats beside money, rounded to minor units at the very end.
"""
