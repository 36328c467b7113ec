"""Notices as definitions write them (`notices/<code>.yaml`): when one leaves, and its words by e-mail and by SMS.

Its words hold no personal data: the placeholders below are all that is ever filled in.
"""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field as Option

from cases.workflow.spec import Codes
from configuration.schema import Code, Definition, Part, Ref, Said
from portal.kit.words import Words

PLACEHOLDERS = ("address", "item", "office", "phone", "site", "state", "tail", "visit")
"""Tracking page; what the case is about; who answers, and their number; the site; the words of the state for citizens;
the last signs of the number; when and where a visit is."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LONGEST_SMS = 210  # characters: three parts of a message in Chinese


class NoticeMail(Part):
    """A message by e-mail; placeholders may stand in both."""

    subject: Said
    text: Said


class NoticeSpec(Definition):
    """A notice to the applicant of a case of ``workflow``.

    It leaves when a case comes into one of the states of ``enters`` (the first state: when it is opened), or with
    ``notes`` when staff write to the applicant. ``ring`` says whether somebody who can get neither is rung up about it.
    """

    notice: Code
    title: Said
    workflow: Annotated[Code, Ref("workflow")]
    enters: Codes = []
    notes: bool = False
    email: NoticeMail | None = None
    sms: Annotated[Said, Option(description="about 70 Chinese characters a part, at most three parts")] = Words()
    ring: bool = True

    def texts(self) -> Iterator[tuple[tuple[str, ...], Words]]:
        """Yield place and words of each text."""
        if self.email:
            yield ("email", "subject"), self.email.subject
            yield ("email", "text"), self.email.text
        if self.sms:
            yield ("sms",), self.sms
