from collections.abc import Callable
from functools import cached_property
from typing import Self

from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Concat, Length, Replace, Substr
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from catalog.models.registry import NamedRow, RegistryQuerySet
from catalog.models.tree_path import TreePath, TreePathField
from configuration import site
from portal.kit.word_fields import WordsField

# Rows that lists filter by scope have one column a depth (cases/models/case.py).
DEEPEST = 6
TOO_DEEP = _("At most six organisations can stand above each other.")


class OrganisationQuerySet(RegistryQuerySet["Organisation"]):
    def within(self, *roots: "Organisation | TreePath") -> Self:
        """The subtrees of ROOTS (or of the paths of some), the roots with them; none without roots."""
        condition = models.Q(pk__in=[])
        for root in roots:
            condition |= models.Q(path__startswith=root if isinstance(root, TreePath) else root.path)
        return self.filter(condition)

    def containing(self, organisation: "Organisation") -> Self:
        """ORGANISATION and those above it, the root first."""
        return self.filter(path__in=organisation.path.upwards()).order_by("path")

    def with_hosts(self) -> Self:
        """With what `Organisation.serving` reads of a place down to four levels deep."""
        return self.select_related("hosted_by", "parent__hosted_by", "parent__parent__hosted_by")


class Organisation(index.Indexed, NamedRow):
    """An authority, a centre's administration or a department; a tree of as many levels as the site defines.

    ``path`` is the chain of codes from the root, e.g. ``/qingdao/laoshan/``: a subtree is one indexed prefix. Codes are
    ours; a statistical code (``area_code``) changes between years and is never a key.
    """

    name = WordsField(_("name"), max=100)
    short_name = WordsField(_("short name"), max=30, blank=True)
    level = models.SlugField(_("level"), max_length=30)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = TreePathField(max_length=500, unique=True, editable=False, default=TreePath)
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

    class Meta(NamedRow.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = (
            models.CheckConstraint(
                # A path has one stroke more than codes.
                condition=LessThanOrEqual(
                    Length("path") - Length(Replace("path", Value("/"), Value(""))), Value(DEEPEST + 1)
                ),
                name="organisation_not_too_deep",
                violation_error_message=TOO_DEEP,
            ),
        )

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
            for tell in _told_of_moves:
                tell(self)

    @property
    def own_path(self) -> TreePath:
        """Path of this organisation, from its parent and its code."""
        return TreePath.of(*(self.parent.path.codes if self.parent else ()), self.code)

    def ancestors(self) -> OrganisationQuerySet:
        """The organisations above this one, the root first."""
        return Organisation.objects.containing(self).exclude(pk=self.pk)

    def contains(self, other: "Organisation") -> bool:
        """Return whether OTHER is this organisation or stands below it."""
        return self.path.contains(other.path)

    def serving(self) -> list[TreePath]:
        """The paths of the organisations that serve this place, the nearest first.

        Itself, those above it, and after a zone the district on whose ground it lies.
        """
        found, here = list[TreePath](), self
        for below_the_root in range(self.path.depth - 1, 0, -1):
            found += [here.path, *(here.hosted_by.path.upwards()[:-1] if here.hosted_by else [])]
            if below_the_root > 1 and here.parent:
                here = here.parent
        return list(dict.fromkeys([*found, self.path.top(1)]))

    @property
    def height(self) -> int:
        """Number of levels in its subtree, itself included; one query."""
        below = Organisation.objects.within(self).values_list("path", flat=True) if self.pk else []
        return max((path.depth for path in below), default=1) - max(self.path.depth, 1) + 1

    @property
    def territory(self) -> TreePath:
        """The path of the area in which it works: its district's, or the city's."""
        return territory(self.path, self.level)

    @cached_property
    def district(self) -> "Organisation | None":
        """The district in which it works; None for the top and its departments, which serve the whole city."""
        return Organisation.objects.filter(path=self.territory).exclude(parent=None).first()

    @property
    def name_text(self) -> str:
        """Both names in every language, for the index."""
        return " ".join([*self.name.values(), *self.short_name.values()])


def territory(path: TreePath, level: str) -> TreePath:
    """Return the path of the district in which an organisation of PATH and LEVEL works, or that of the city.

    A department directly below the top serves the whole city; any other organisation serves its own district.
    """
    of_the_city = path.depth == 2 and level in site.current().departments  # noqa: PLR2004  a city and what is below
    return path.top(1 if of_the_city else 2)


_told_of_moves: list[Callable[[Organisation], None]] = []


def on_move(tell: Callable[[Organisation], None]) -> None:
    """Call TELL, inside the transaction, with each organisation that got another place in the tree.

    What stands below it has moved with it.
    """
    _told_of_moves.append(tell)
