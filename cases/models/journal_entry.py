from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.enums import EntryKind
from portal.kit.ledger import AppendOnly


class JournalEntry(AppendOnly):
    """A row of the journal: who did what and when. Names instead of foreign keys, so that it outlives accounts.

    ``public_note`` is what the citizen reads; ``internal_note`` never leaves the desk.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="entries")
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=150)
    by_name = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=60, blank=True)
    kind = models.CharField(_("what"), max_length=20, choices=EntryKind.choices)
    move = models.SlugField(max_length=40, blank=True)
    from_state = models.SlugField(max_length=40, blank=True)
    to_state = models.SlugField(max_length=40, blank=True)
    public_note = models.TextField(blank=True)
    internal_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
