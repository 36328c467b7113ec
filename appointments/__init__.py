"""Kinds of appointments, opening hours to slots, bookings. A booking is a case of its point.

The room stands above `cases`, which knows nothing of it: what belongs on the pages of a case, the moments and the
effects are registered in apps.py.
"""
