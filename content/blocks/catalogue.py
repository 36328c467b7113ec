"""Blocks that show what the catalogue holds now: written once, never out of date."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from catalog.calendar import work_calendar
from catalog.enums import Purpose, TermList
from catalog.models import Channel, ContactNumber, Organisation, ServiceItem, ServicePoint, Term, Theme
from catalog.points.hours import state
from configuration import site
from portal.kit import clock

MOST = 30  # rows that one block shows


class CodeBlock(blocks.CharBlock):
    """The code of something in the catalogue, as its address shows it."""

    def __init__(self, model: Any, **options: Any) -> None:
        self.model = model
        super().__init__(max_length=80, **options)

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        if code and not self.model.objects.filter(code=code, retired_at=None).exists():
            raise ValidationError(gettext("Nothing in use has this code; the address of its page shows it."))
        return code

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


def _codes(model: Any, label: Any) -> blocks.ListBlock:
    return blocks.ListBlock(CodeBlock(model, label=_("code")), label=label, max_num=MOST, min_num=0)


class ItemsBlock(blocks.StructBlock):
    """Items by code, in the order written, or the first ones of a theme."""

    title = blocks.CharBlock(max_length=60, required=False, label=_("heading"))
    items = _codes(ServiceItem, pgettext_lazy("of a block", "items"))
    theme = CodeBlock(Theme, required=False, label=_("or all of a theme"))

    class Meta:
        icon = "list-ul"
        label = _("Services")
        template = "content/blocks/items.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        rows = ServiceItem.objects.public().for_list()
        if value["theme"]:
            return context | {"items": list(rows.filter(themes__code=value["theme"])[:MOST])}
        return context | {"items": _in_order(rows, value["items"])}


class NumbersBlock(blocks.StructBlock):
    """The service and the complaint numbers of organisations (Art. 38)."""

    title = blocks.CharBlock(max_length=60, required=False, label=_("heading"))
    organisations = _codes(Organisation, _("organisations"))

    class Meta:
        icon = "mobile-alt"
        label = _("Telephone numbers")
        template = "content/blocks/numbers.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        codes = list(value["organisations"])
        rows: dict[str, dict[str, Any]] = {}
        numbers = ContactNumber.objects.filter(retired_at=None, organisation__code__in=codes)
        for number in numbers.select_related("organisation"):
            row = rows.setdefault(
                number.organisation.code, {"organisation": number.organisation, "service": [], "complaint": []}
            )
            row[Purpose(number.purpose).value].append(number)
        return super().get_context(value, parent_context=parent_context) | {
            "rows": [rows[code] for code in codes if code in rows]
        }


class PointsBlock(blocks.StructBlock):
    """Service points by code, with whether they are open now."""

    title = blocks.CharBlock(max_length=60, required=False, label=_("heading"))
    points = _codes(ServicePoint, _("service points"))

    class Meta:
        icon = "site"
        label = _("Service points")
        template = "content/blocks/points.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        now, calendar = clock.now(), work_calendar()
        points = _in_order(ServicePoint.objects.public().for_list(), value["points"])
        return super().get_context(value, parent_context=parent_context) | {
            "points": [(point, state(point, now, calendar)) for point in points]
        }


class ChannelsBlock(blocks.StructBlock):
    """Every way to reach us (Art. 38), as the registry holds it."""

    title = blocks.CharBlock(max_length=60, label=_("heading"))

    class Meta:
        icon = "site"
        label = _("Ways to reach us")
        template = "content/blocks/channels.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"channels": list(Channel.objects.current())}


class TermsBlock(blocks.StructBlock):
    """Current terms of one of the lists that the rule leaves open (Art. 14, 15, 25): names and explanations."""

    title = blocks.CharBlock(max_length=60, required=False, label=_("heading"))
    terms = blocks.ChoiceBlock(choices=TermList.choices, search_index=False, label=_("list"))

    class Meta:
        icon = "list-ol"
        label = _("What a list holds")
        template = "content/blocks/terms.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"terms": list(Term.objects.current().of(value["terms"]))}


class IdentityDocumentsBlock(blocks.StructBlock):
    """The identity documents that forms of the site accept, as `site.yaml` lists them."""

    title = blocks.CharBlock(max_length=60, label=_("heading"))

    class Meta:
        icon = "user"
        label = _("Identity documents")
        template = "content/blocks/identity_documents.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"documents": [document.name for document in site.documents() if document.name]}


def _in_order(rows: Any, codes: Any) -> list[Any]:
    """Return ROWS with CODES in the order of the codes; one query."""
    found = {row.code: row for row in rows.filter(code__in=list(codes))}
    return [found[code] for code in codes if code in found]
