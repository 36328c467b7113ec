"""Definitions edited in the admin: an outline, the form of one element, and a preview, over any kind of definition."""
