"""Journeys: a real browser, a running site."""
