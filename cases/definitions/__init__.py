"""Workflows as a kind of definitions: what is published is frozen as a version."""
