"""Directory of telephone numbers: the competent authority, the numbers of every organisation."""
