from typing import Self

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from catalog.models.registry import Registry, RegistryQuerySet
from portal.kit.word_fields import WordsField


class OrganisationQuerySet(RegistryQuerySet["Organisation"]):
    def within(self, *roots: "Organisation") -> Self:
        """The subtrees of ROOTS, the roots with them; none without roots."""
        condition = models.Q(pk__in=[])
        for root in roots:
            condition |= models.Q(path__startswith=root.path)
        return self.filter(condition)


class Organisation(index.Indexed, Registry):
    """An authority, a centre's administration or a department; a tree of as many levels as the site defines.

    ``path`` is the chain of codes from the root, e.g. ``/qingdao/laoshan/``: a subtree is one indexed prefix. Codes are
    ours; a statistical code (``area_code``) changes between years and is never a key.
    """

    name = WordsField(_("name"), max=100)
    short_name = WordsField(_("short name"), max=30, blank=True)
    level = models.SlugField(_("level"), max_length=30)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=500, unique=True, editable=False)
    area_code = models.CharField(_("area code"), max_length=12, blank=True)
    hosted_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="hosts")
    extra = models.JSONField(default=dict, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    search_fields = (
        index.SearchField("name_text", boost=5),
        index.AutocompleteField("name_text"),
        index.FilterField("retired_at"),
        index.FilterField("code"),
    )

    class Meta(Registry.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return str(self.short_name or self.name)

    @transaction.atomic
    def save(self, *args: object, **options: object) -> None:
        old = self.path
        self.path = self.own_path
        super().save(*args, **options)
        if old and old != self.path:
            tail = Substr("path", len(old) + 1)
            below = Organisation.objects.filter(path__startswith=old).exclude(pk=self.pk)
            below.update(path=Concat(Value(self.path), tail))

    @property
    def own_path(self) -> str:
        """Where this organisation stands, from its parent and its code."""
        return f"{self.parent.path if self.parent else '/'}{self.code}/"

    @property
    def name_text(self) -> str:
        """Both names in every language, for the index."""
        return " ".join([*self.name.values(), *self.short_name.values()])

    @property
    def ancestor_codes(self) -> list[str]:
        """Codes from the root down to this organisation, itself included."""
        return self.path.strip("/").split("/")
