"""Panels of the forms of items and points."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from catalog.admin.forms import ItemForm, PointForm
from catalog.admin.provenance import ProvenancePanel


def _group(heading: object, *names: str, closed: bool = False) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(name) for name in names], heading=heading, classname="collapsed" if closed else ""
    )


ITEM = TabbedInterface(
    [
        ObjectList(
            [
                _group(_("Name"), "name", "summary", "also_called", "asked_as"),
                _group(_("Who and where"), "department", "decided_at", "audience", "themes"),
                _group(_("How we help"), "offered_as", "home_visit"),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("statutory_limit"), FieldPanel("statutory_unit")]),
                        FieldPanel("promised_days"),
                        FieldPanel("visits"),
                        FieldPanel("fee_charged"),
                        FieldPanel("fee"),
                    ],
                    heading=_("Time and cost"),
                ),
                _group(
                    _("Of the authority itself"),
                    *("service_phones", "complaint_phones", "handled_at", "link"),
                    closed=True,
                ),
            ],
            heading=_("In short"),
        ),
        ObjectList(
            [FieldPanel(name) for name in ("eligibility", "materials", "steps", "basis", "questions")],
            heading=_("Guide"),
        ),
        ObjectList(
            [
                _group(_("Codes"), "code", "code_scheme", "code_raw", "order"),
                _group(_("Class"), "item_class", "task_type", "topic"),
                _group(_("Online"), "form", "appointment"),
                _group(_("Excluded from assistance"), "exclusion", "exclusion_reason"),
                ProvenancePanel(heading=_("Imported")),
                FieldPanel("checked_on"),
                PublishingPanel(),
            ],
            heading=_("Classification"),
        ),
    ],
    base_form_class=ItemForm,
)

POINT = TabbedInterface(
    [
        ObjectList(
            [
                _group(_("Name and address"), "name", "organisation", "level", "address", "directions", "window"),
                _group(_("Telephone"), "service_phone", "complaint_phone", "phones_checked_on"),
            ],
            heading=_("In short"),
        ),
        ObjectList([FieldPanel("hours"), FieldPanel("exceptions")], heading=_("Hours")),
        ObjectList(
            [
                InlinePanel(
                    "places",
                    [
                        # Within a point the code is what a place is known by: a draft needs it as well.
                        FieldRowPanel(
                            [
                                FieldPanel("code", required_on_save=True),
                                FieldPanel("kind", required_on_save=True),
                                FieldPanel("floor"),
                            ]
                        ),
                        FieldPanel("name"),
                    ],
                    heading=_("Places"),
                    label=_("Place"),
                ),
                _group(_("Codes"), "code", "order"),
                ProvenancePanel(heading=_("Imported")),
                PublishingPanel(),
            ],
            heading=_("Places"),
        ),
    ],
    base_form_class=PointForm,
)
