"""Workflows: definitions, the engine that decides on moves, clocks. No Django."""
