"""The papers of a case: which ones it needs, which are there, which are still missing (one list, Art. 18)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Attachment, Case
from forms.fields.materials import GIVEN, LATER, NONE, STILL_MISSING, UPLOAD, WINDOW
from portal.kit.words import Words

TYPE = "materials"
HOW = {
    UPLOAD: _("sent with the form"),
    GIVEN: _("the applicant says that we have it"),
    WINDOW: _("will be brought to the window"),
    LATER: _("follows later"),
    NONE: _("the applicant does not have it"),
}


@dataclass(frozen=True)
class CasePaper:
    """A paper that a case needs; ``how`` is what the applicant said when the form was sent."""

    code: str
    name: Words
    how: str
    handed_in: list[Attachment] = field(default_factory=list)

    @property
    def files(self) -> list[Attachment]:
        """Its files."""
        return [one for one in self.handed_in if one.upload]

    @property
    def received_at(self) -> dt.datetime | None:
        """The moment at which it was handed in at the window."""
        return next((one.at for one in self.handed_in if not one.upload), None)

    @property
    def is_missing(self) -> bool:
        """Whether it is still to be handed in."""
        return self.how in STILL_MISSING and not self.handed_in

    @property
    def can_be_sent(self) -> bool:
        """Whether its applicant may send it now, or send more of it."""
        return self.how in STILL_MISSING

    @property
    def said(self) -> str:
        """Words of the applicant about it."""
        return str(HOW.get(self.how, self.how))


@dataclass(frozen=True)
class CasePapers:
    """The papers of a case, and its files that answer a question."""

    papers: Sequence[CasePaper]
    others: Sequence[Attachment]

    @property
    def missing(self) -> list[CasePaper]:
        """Papers that are still to be handed in."""
        return [paper for paper in self.papers if paper.is_missing]

    @property
    def there(self) -> list[CasePaper]:
        """Papers that are not missing."""
        return [paper for paper in self.papers if not paper.is_missing]

    def __bool__(self) -> bool:
        return bool(self.papers or self.others)


def all_of(case: Case) -> CasePapers:
    """Return the papers and files of CASE; one query."""
    attachments = list(Attachment.objects.with_uploads().filter(case=case))
    papers = list(_papers(case.dossier, attachments))
    known = {paper.code for paper in papers}
    return CasePapers(papers, [one for one in attachments if one.material not in known])


def papers_of(case: Case) -> list[CasePaper]:
    """Return the papers that CASE needs; one query."""
    return list(all_of(case).papers)


def _papers(dossier: Iterable[dict[str, Any]], attachments: Sequence[Attachment]) -> Iterable[CasePaper]:
    for section in dossier:
        for row in section["rows"]:
            if row["type"] == TYPE:
                for one in row.get("value") or ():
                    handed_in = [found for found in attachments if found.material == one["material"]]
                    yield CasePaper(one["material"], Words.of(one["name"]), one["how"], handed_in)
