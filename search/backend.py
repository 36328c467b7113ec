"""Placeholder until the tokenizing backend stands: Wagtail's own database backend."""

from modelsearch.backends.database import SearchBackend  # noqa: F401
