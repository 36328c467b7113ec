"""The error of the confined reader for a list that it cannot read."""

Detail = str | int | dict[str, str]


class UnreadableListError(Exception):
    """The file cannot be read: ``reason`` is a name that `sources` has a sentence for, with its DETAIL."""

    def __init__(self, reason: str, detail: Detail = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
