"""How a citizen fills in a form: start page, one address a step, a page to check. Where it goes: forms/destinations."""
