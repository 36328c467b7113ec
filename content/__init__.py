"""What editors write: Wagtail pages and StreamField blocks. Imports catalog, never cases."""
