"""The entrance of the site (docs/decisions/0007): ready pages first, bodies limited and timed, Django's WSGI behind."""
