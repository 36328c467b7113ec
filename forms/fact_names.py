"""Facts of conditions in words, for the builder and for paper."""

from django.utils.translation import gettext_lazy as _

FACT_NAMES = {
    "item.code": _("code of the service"),
    "item.form": _("form of the service"),
    "item.class": _("class of the service"),
    "item.excluded": _("the service is excluded from assistance"),
    "item.departments": _("number of departments of the service"),
    "item.home_visit": _("the service offers home visits"),
    "item.charged": _("the department charges a fee for the service"),
    "point.code": _("code of the service point"),
    "point.level": _("level of the service point"),
    "point.district": _("district of the service point"),
    "place.level": _("level of the place of the applicant"),
    "place.district": _("district of the applicant"),
    "place.town": _("town or street of the applicant"),
    "channel": _("channel"),
}
