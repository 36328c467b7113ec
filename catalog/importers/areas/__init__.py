"""Lists of districts, streets and villages become organisations below those that are there.

A statistical code is no key: it changes between years. A place is known by what is above it and by its name; the code
that it has in the list of a year is kept in ``extra["area_codes"]``. Our own code is made once and never changes.
"""
