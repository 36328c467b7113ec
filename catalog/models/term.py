from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.enums import TermList
from catalog.models.registry import NamedRow, RegistryQuerySet
from portal.kit.word_fields import WordsField


class TermQuerySet(RegistryQuerySet["Term"]):
    def of(self, which: TermList) -> Self:
        """The terms of one list."""
        return self.filter(list=which)


class Term(NamedRow):
    """A member of a list that the rule leaves open: a class, a topic, a service content, a form of service.

    A city adds one in its definitions or in the admin; codes are unique over all lists.
    """

    list = models.CharField(_("list"), max_length=20, choices=TermList.choices)
    name = WordsField(_("name"), max=60)
    text = WordsField(_("explanation"), max=300, blank=True)
    licence = models.BooleanField(
        _("licence"),
        default=False,
        help_text=_("Of items of this class audits want a limit of the law, steps and a question."),
    )

    objects = TermQuerySet.as_manager()

    class Meta(NamedRow.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return str(self.name)
