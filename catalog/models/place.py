from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from catalog.enums import FACILITIES, PlaceKind
from portal.kit.models import PublicRow
from portal.kit.word_fields import WordsField
from portal.kit.words import Words


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, organisations: models.QuerySet[Any]) -> Self:
        """Places of points in use for which ORGANISATIONS answer."""
        return self.filter(point__organisation__in=organisations, point__retired_at=None)


class Place(PublicRow, Orderable):
    """A spot inside a service point that people ask for: a window, the nursing room, the toilet (Art. 15(2)).

    It is a part of its point: public when the point is, and in the versions of the point. Within the point it is known
    by ``code``, regardless of the key of its row (see `ServicePoint.recognise_places`).
    """

    sort_order: int | None
    point = ParentalKey(
        "catalog.ServicePoint", on_delete=models.PROTECT, related_name="places", verbose_name=_("service point")
    )
    code = models.CharField(_("code"), max_length=50)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    floor = models.CharField(_("floor"), max_length=10, blank=True)
    name = WordsField(_("name"), max=80, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = (
            models.UniqueConstraint(
                fields=["point", "code"],
                name="one_place_per_code_of_a_point",
                violation_error_message=_("Another place of this point has this code."),
            ),
        )

    def __str__(self) -> str:
        return str(self.label)

    def save(self, *args: Any, **options: Any) -> None:
        if self.sort_order is None:
            last = Place.objects.filter(point=self.point_id).aggregate(last=models.Max("sort_order"))["last"]
            self.sort_order = 0 if last is None else last + 1
        super().save(*args, **options)

    def indexed_rows(self, key: Any) -> dict[type[models.Model], set[Any]]:
        """A place is found with its point."""
        point = self._meta.get_field("point").related_model
        return {point: {self.point_id}} if point else {}

    @property
    def label(self) -> Words | str:
        """Name of the place, or that of its kind."""
        return self.name or self.get_kind_display()

    @property
    def is_facility(self) -> bool:
        """Whether visitors look for it regardless of their errand."""
        return self.kind in FACILITIES
