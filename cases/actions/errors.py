"""Why a verb refuses; ``str()`` is a sentence for whoever tried."""

from collections.abc import Sequence


class CaseError(Exception):
    """A verb was refused and nothing was changed."""


class Excluded(CaseError):
    """The item cannot be assisted (Art. 5), or is no longer offered."""


class Incomplete(CaseError):
    """Answers or declarations are missing; ``missing`` holds (step, field key) pairs."""

    def __init__(self, sentence: str, missing: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.missing = list(missing)


class Conflict(CaseError):
    """Somebody was faster: the case is no longer what the page showed."""


class NotAllowed(CaseError):
    """This person may not do this now."""
