"""Whom to call: the competent authority, the numbers of every organisation."""
