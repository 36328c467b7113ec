"""Tokens of text, and the sound of Chinese. No Django."""
