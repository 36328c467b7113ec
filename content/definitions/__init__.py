"""Pages as definitions: ``pages/<code>.yaml``, one for all its languages."""

from content.definitions.page import PageKind, PageSpec

__all__ = ["PageKind", "PageSpec"]
