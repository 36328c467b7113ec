"""Errors of case actions; ``str()`` is a sentence for the person who tried."""

from forms.destinations import SubmissionIncomplete, SubmissionRefused


class CaseError(Exception):
    """An action was refused and nothing was changed."""


class Excluded(CaseError, SubmissionRefused):
    """The item cannot be assisted (Art. 5), or is no longer offered."""


class Incomplete(CaseError, SubmissionIncomplete):
    """Answers or declarations are missing; ``missing`` holds (step, field key) pairs."""


class Conflict(CaseError):
    """The case has changed since the page was shown."""


class NotAllowed(CaseError):
    """This person may not do this now."""
