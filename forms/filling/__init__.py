"""Pages to fill in a form: start page, one address a step, a page to check. Destinations: forms/destinations."""
