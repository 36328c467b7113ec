"""Pages of editors: Wagtail pages and StreamField blocks. Imports catalog, never cases."""
