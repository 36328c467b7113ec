"""Territories: the organisations of a post, the points that serve an item."""
