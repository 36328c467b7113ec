"""Why a verb refuses; ``str()`` is a sentence for whoever tried."""

from forms.destinations import SubmissionIncomplete, SubmissionRefused


class CaseError(Exception):
    """A verb was refused and nothing was changed."""


class Excluded(CaseError, SubmissionRefused):
    """The item cannot be assisted (Art. 5), or is no longer offered."""


class Incomplete(CaseError, SubmissionIncomplete):
    """Answers or declarations are missing; ``missing`` holds (step, field key) pairs."""


class Conflict(CaseError):
    """Somebody was faster: the case is no longer what the page showed."""


class NotAllowed(CaseError):
    """This person may not do this now."""
