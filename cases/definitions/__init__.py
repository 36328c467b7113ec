"""Workflows as a kind of definitions; each publication is frozen as a version."""
