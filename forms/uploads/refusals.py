"""Reasons for which a file is not taken. Pure: the sentences stand in `forms/uploads/sentences.py`."""


class RefusedContent(Exception):
    """A file is not taken; ``reason`` is a key of `forms.uploads.sentences.SENTENCES`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
